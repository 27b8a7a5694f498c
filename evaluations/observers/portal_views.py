"""Where mentees invite observers, see who has answered, and read what they say first."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from evaluations.observers import queries, services
from evaluations.observers.forms import InviteForm
from evaluations.observers.kinds import OCCASIONS
from evaluations.observers.models import READ_FIRST_FOR
from evaluations.observers.refusals import CannotInvite
from evaluations.observers.windows import window_of
from organizations.access import organization_view
from organizations.roles import Role


@require_safe
@organization_view(Role.PARTICIPANT)
def mine(request):
    """Everybody whom the person has invited as a mentee, by program and occasion."""
    mentees = queries.mentees_of(request.membership.person_id)
    rounds = queries.rounds_of(mentees)
    page = {"programs": [(mentee, rounds.get(mentee.pk, [])) for mentee in mentees]}
    return render(request, "evaluations/observers/mine.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def invite(request, participant, occasion):
    """Ask somebody; with ``again`` in the address the form begins with whom one asked before."""
    if occasion not in OCCASIONS:
        raise Http404
    mentee = queries.own_mentee_or_404(participant, request.membership.person_id)
    window = window_of(mentee, occasion)
    if window is None:
        raise Http404
    form = InviteForm(request.POST or None, initial=_before(request, mentee))
    if request.method == "POST" and _is_invited(request, mentee, occasion, form):
        return redirect("portal:observers:mine", request.organization.slug)
    page = {"mentee": mentee, "window": window, "form": form}
    return render(request, "evaluations/observers/invite.html", page)


def _is_invited(request, mentee, occasion, form):
    if not form.is_valid():
        return False
    try:
        services.invite(mentee, occasion, by=request.membership, **form.values())
    except CannotInvite as refusal:
        form.add_error(None, refusal.message)
    except ValidationError as wrong:
        form.add_error(None, wrong)
    else:
        said = {"name": form.cleaned_data["name"]}
        messages.success(request, _("%(name)s gets a mail with a link.") % said)
        return True
    return False


def _before(request, mentee):
    """Name, address and relation of an observer of before who is asked once more."""
    wanted = request.GET.get("again", "")
    rounds = queries.rounds_of([mentee]).get(mentee.pk, []) if wanted else []
    known = (one for found in rounds for one in found.before)
    found = next((one for one in known if str(one.pk) == wanted), None)
    return {name: getattr(found, name) for name in ("name", "email", "relation")} if found else {}


@require_POST
@organization_view(Role.PARTICIPANT)
def again(request, invitation):
    return _change(request, invitation, services.send_again, _("A new link is on its way."))


@require_POST
@organization_view(Role.PARTICIPANT)
def withdraw(request, invitation):
    said = _("The invitation is withdrawn. Its link opens nothing any more.")
    return _change(request, invitation, services.withdraw, said)


def _change(request, invitation, act, said):
    invitation = queries.own_or_404(invitation, request.membership.person_id)
    try:
        act(invitation, by=request.membership)
    except CannotInvite as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("portal:observers:mine", request.organization.slug)


@require_GET  # a program that asks for the head has shown nobody anything
@organization_view(Role.PARTICIPANT)
def answers(request, invitation):
    """What one observer says; opening it lets the coordinators read it too."""
    invitation = queries.own_or_404(
        invitation, request.membership.person_id, submitted_at__isnull=False
    )
    page = {
        "invitation": invitation,
        "sheet": {"pages": services.read_own(invitation, by=request.membership)},
        "days": READ_FIRST_FOR.days,
    }
    return render(request, "evaluations/observers/answers.html", page)
