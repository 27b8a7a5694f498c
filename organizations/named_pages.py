"""The coordinators' page of names that HR typed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations import named as acts
from organizations.access import organization_view
from organizations.forms import NamedForm
from organizations.names import tidy_name
from organizations.roles import STAFF

A_PAGE = 20
LATEST = 50


@require_safe
@organization_view(*STAFF)
def named(request):
    return _named(request)


def _named(request, refused=None, status=200):
    """The page; ``refused`` is ``(id of the name, why)``."""
    waiting = Paginator(acts.waiting(), A_PAGE).get_page(request.GET.get("page"))
    near = acts.Nearness()
    taken_off, decided = acts.decided(LATEST)
    page = {
        "waiting": waiting,
        "lines": acts.lines_to_decide(waiting, near),
        "names": near.names,
        "taken_off": taken_off,
        "decided": decided,
        "refused_id": refused[0] if refused else None,
        "refused_why": refused[1] if refused else "",
    }
    return render(request, "organizations/named.html", page, status=status)


@require_POST
@organization_view(*STAFF)
def decide(request, named_id):
    """Link a name, by a button of a close company or by typing; or not known here; or undo."""
    row = acts.named_or_404(named_id)
    form = NamedForm(request.POST)
    try:
        text = _carry_out(form, row, by=request.membership)
    except ValidationError as refused:
        return _named(request, (row.pk, " ".join(refused.messages)))
    messages.success(request, text)
    return redirect("organizations:named", request.organization.slug)


def _carry_out(form, row, *, by):
    """What was done, in words. Raises ValidationError."""
    if not form.is_valid():
        raise ValidationError(_("Choose what this name means."))
    act = form.cleaned_data["act"]
    names = {"name": row.name, "company": row.company.name}
    if act == "unknown":
        acts.mark_unknown(row, by=by)
        return _("“%(name)s” is not known here.") % names
    if act == "reopen":
        other = acts.reopen(row, by=by)
        if other is None:
            return _("The decision about “%(name)s” is taken back.") % names
        return _(
            "The decision about “%(name)s” is taken back. %(company)s and %(other)s stay apart: "
            "a coordinator declared it too, or another name means it."
        ) % {**names, "other": other.name}
    if act == "keep":
        acts.keep_declaration(row, by=by)
        return _("The declaration stays.")
    other = form.cleaned_data["company"] or acts.company_called(
        tidy_name(form.cleaned_data["called"])
    )
    if other is None:
        raise ValidationError(_("No company has this name. Choose one of the list."))
    acts.link(row, other, by=by)
    return _("%(company)s and %(other)s are kept apart now.") % {**names, "other": other.name}
