"""Training of a mentee or mentor: modules, and sessions to answer by one tap."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from training import calendars, queries, services
from training.modules import queries as module_queries
from training.roles import Answer
from training.views import calendar_response


@require_safe
@organization_view(Role.PARTICIPANT)
def sessions(request):
    ahead, past = queries.own_sessions(request.membership.person_id)
    shelves = module_queries.own_shelves(request.membership.person_id)
    page = {
        "ahead": ahead,
        "past": past,
        "shelves": [one for one in shelves if one.modules],
        "guides": module_queries.newest_guides() if shelves else [],
    }
    return render(request, "training/portal.html", page)


@require_POST
@organization_view(Role.PARTICIPANT)
def answer(request, invited_id):
    invitation = queries.own_invitation_or_404(request.membership.person_id, invited_id)
    try:
        services.answer(invitation, request.POST.get("answer", ""), by=request.membership)
    except services.CannotAnswer as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, thanks(request.POST["answer"]))
    return redirect("portal-training:list", request.organization.slug)


@require_safe
@organization_view(Role.PARTICIPANT)
def calendar(request, invited_id):
    invitation = queries.own_invitation_or_404(request.membership.person_id, invited_id)
    return calendar_response(
        calendars.appointment(invitation.session, sequence=invitation.sequence)
    )


def thanks(given):
    """What is said after an answer."""
    if given == Answer.COMING:
        return _("Thank you. We expect you.")
    return _("Thank you for telling us.")
