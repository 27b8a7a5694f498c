"""Who may act in the organization: coordinators look, administrators decide."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations import invitations as offers
from organizations import staff as acts
from organizations import staff_queries as queries
from organizations.access import organization_view
from organizations.roles import STAFF, Role
from organizations.staff_forms import InviteForm, RoleForm

A_PAGE = 50


@require_safe
@organization_view(*STAFF)
def staff(request):
    return _staff(request)


def _staff(request, refusal=""):
    page = {
        "found": Paginator(queries.staff(), A_PAGE).get_page(request.GET.get("page")),
        "invitations": queries.unanswered_invitations(),
        "may_change": request.membership.role == Role.ADMINISTRATOR,
        "could_change": any(one.role == Role.ADMINISTRATOR for one in request.memberships),
        "refusal": refusal,
    }
    return render(request, "organizations/staff.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.ADMINISTRATOR)
def invite(request):
    form = InviteForm(_posted(request), initial={"role": Role.COORDINATOR})
    if form.is_valid():
        try:
            sent = offers.invite(by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(email)s is invited.") % {"email": sent.email})
            return _to_list(request)
    return render(request, "organizations/staff_invite.html", {"form": form})


@require_POST
@organization_view(Role.ADMINISTRATOR)
def send_again(request, invitation_id):
    invitation = queries.invitation_or_404(invitation_id)
    try:
        offers.send_again(invitation, by=request.membership)
    except ValidationError as refused:
        return _staff(request, refusal=" ".join(refused.messages))
    messages.success(request, _("A new link is on its way to %s.") % invitation.email)
    return _to_list(request)


@require_POST
@organization_view(Role.ADMINISTRATOR)
def take_back(request, invitation_id):
    invitation = queries.invitation_or_404(invitation_id)
    try:
        offers.take_back(invitation, by=request.membership)
    except ValidationError as refused:
        return _staff(request, refusal=" ".join(refused.messages))
    messages.success(request, _("The invitation of %s is taken back.") % invitation.email)
    return _to_list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.ADMINISTRATOR)
def change(request, membership_id):
    held = queries.staff_or_404(membership_id)
    known = {"name": held.name, "role": held.role, "company": held.company_id}
    form = RoleForm(_posted(request), initial=known)
    if form.is_valid():
        try:
            acts.change_role(held, by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The role of %s is changed.") % held.name)
            return _to_list(request)
    return render(request, "organizations/staff_change.html", {"form": form, "held": held})


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.ADMINISTRATOR)
def end(request, membership_id):
    held, refusal = queries.staff_or_404(membership_id), ""
    if request.method == "POST":
        try:
            acts.end_role(held, by=request.membership)
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, _("The role of %s has ended.") % held.name)
            is_own = held.pk == request.membership.pk
            return redirect("home") if is_own else _to_list(request)
    page = {"held": held, "refusal": refusal, "is_own": held.pk == request.membership.pk}
    return render(request, "organizations/staff_end.html", page)


def _to_list(request):
    return redirect("staff:list", request.organization.slug)


def _posted(request):
    """What was sent, even if it is nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
