"""The page behind the link of an invitation. Looking at it changes nothing, whoever looks."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mentoring.links import behind_link
from mentoring.tenancy import context
from organizations import accounts, acting, invitations
from organizations.models.invitations import InvitationStatus
from organizations.navigation import SURFACES
from organizations.staff_queries import invitation_with_id

UNKNOWN, ENDED, OTHER = "unknown", "ended", "other"
STATUS_CODES = {
    InvitationStatus.OPEN: 200,
    InvitationStatus.ACCEPTED: 410,
    InvitationStatus.TAKEN_BACK: 410,
    InvitationStatus.EXPIRED: 410,
    ENDED: 410,
    OTHER: 403,
    UNKNOWN: 410,
}


class AcceptForm(forms.Form):
    """How the others will know the invited."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=160,
        help_text=gettext_lazy("As the others at this organization know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, invitation, *args, **kwargs):
        super().__init__(*args, initial={"name": invitation.name}, **kwargs)
        if invitation.person_id:  # known by name already
            del self.fields["name"]


@behind_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def invitation(request, token):
    """Who invites to what; the invited sign in by a code to the invited address, and accept."""
    place = invitations.place_of(token)
    if place is None:
        return _page(request, {"state": UNKNOWN})
    found = _found(request, *place)
    if found["state"] != InvitationStatus.OPEN:
        return _page(request, found)
    if request.method != "POST":
        return _page(request, found | {"form": AcceptForm(found["invitation"])})
    if request.user.is_authenticated:
        return _accept(request, found)
    return _mail_code(request, found["invitation"])


def _page(request, found):
    state = found["state"]
    is_mine = (
        state == InvitationStatus.ACCEPTED
        and request.user.is_authenticated
        and found["invitation"].accepted_by_id == request.user.pk
    )
    answer = render(
        request,
        "organizations/staff_invitation.html",
        found | {"is_mine": is_mine},
        status=STATUS_CODES[state],
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _found(request, organization_id, invitation_id):
    """What the page says, and in which state the invitation is for this reader."""
    with _inside(request, organization_id):
        found = invitation_with_id(invitation_id)
        told = {
            "invitation": found,
            "inviter": invitations.inviter_of(found),
            "offer": invitations.offer_of(found),
            "address": accounts.masked(found.email),
        }
    return told | {"state": _state(request.user, found)}


def _state(user, found):
    if found.organization.ended_at:
        return ENDED
    is_open = found.status == InvitationStatus.OPEN
    if is_open and user.is_authenticated and user.email.lower() != found.email:
        return OTHER
    return found.status


def _inside(request, organization_id):
    user_id = request.user.pk if request.user.is_authenticated else None
    return context.enter(context.Context(organization_id, user_id, context.Actor.PARTICIPANT))


def _mail_code(request, found):
    """A code to the invited address, whose login begins now if there was none."""
    if not accounts.mail_code(request, found.email):
        messages.error(request, _("Too many codes were asked for. Try again in a few minutes."))
        return redirect(request.path)
    code_page = reverse("account_confirm_login_code")
    return redirect(f"{code_page}?{urlencode({'next': request.path})}")


def _accept(request, found):
    invitation = found["invitation"]
    form = AcceptForm(invitation, request.POST)
    if not form.is_valid():
        return _page(request, found | {"form": form})
    try:
        with _inside(request, invitation.organization_id):
            membership = invitations.accept(
                invitation.pk, user=request.user, name=form.cleaned_data.get("name", "")
            )
    except ValidationError as refused:
        form.add_error("name" if "name" in form.fields else None, refused.messages)
        return _page(request, found | {"form": form})
    except invitations.NotOpen as closed:
        return _page(request, found | {"state": closed.status})
    acting.remember(request, membership)
    slug = invitation.organization.slug
    messages.success(request, _("Welcome to %(name)s.") % {"name": invitation.organization.name})
    return redirect(SURFACES[membership.role], slug)
