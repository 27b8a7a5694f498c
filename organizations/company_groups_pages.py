"""The coordinators' page of corporate groups and groups of competitors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations import company_groups as acts
from organizations.access import organization_view
from organizations.forms import GroupForm
from organizations.named import company_called
from organizations.names import clean_name
from organizations.queries import other_companies
from organizations.roles import STAFF


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def groups(request):
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = acts.make_group(by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("name", refused)
        else:
            messages.success(request, _("The group %(name)s is made.") % {"name": made.name})
            return redirect("organizations:groups", request.organization.slug)
    return _groups(request, form)


def _groups(request, form, refused=None):
    """The page; ``refused`` is ``(id of a group, why)``."""
    page = {
        "form": form,
        "corporate": acts.groups_of(acts.CORPORATE),
        "competitors": acts.groups_of(acts.COMPETITORS),
        "names": other_companies().values_list("name", flat=True),
        "refused_id": refused[0] if refused else None,
        "refused_why": refused[1] if refused else "",
    }
    return render(request, "organizations/groups.html", page)


@require_POST
@organization_view(*STAFF)
def change_group(request, kind, group_id):
    """Add a company, take one out, give another name, or remove the group."""
    group = acts.group_or_404(kind, group_id)
    try:
        _carry_out(request.POST, group, by=request.membership)
    except (ValidationError, IntegrityError) as refused:
        words = getattr(refused, "messages", [_("Somebody changed this at the same moment.")])
        return _groups(request, GroupForm(), (group.pk, " ".join(words)))
    messages.success(request, _("Saved."))
    return redirect("organizations:groups", request.organization.slug)


def _carry_out(posted, group, *, by):
    """Raises ValidationError."""
    act, name = posted.get("act"), clean_name(posted.get("name", "")[:200])
    if act == "remove":
        acts.remove_group(group, by=by)
    elif act == "rename":
        if not name or len(name) > GroupForm.LONGEST:
            raise ValidationError(_("Type a name of at most 160 characters."))
        acts.rename_group(group, name, by=by)
    else:
        company = company_called(name)
        if company is None or act not in ("add", "take_out"):
            raise ValidationError(_("No company has this name. Choose one of the list."))
        change = acts.add_company if act == "add" else acts.take_out
        change(group, company, by=by)
