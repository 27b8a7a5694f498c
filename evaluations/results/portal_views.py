"""What the year brought oneself, and what a mentor reads of their mentees' answers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.results import consenting, own
from evaluations.seen.models import What
from evaluations.seen.services import see
from organizations.access import organization_view
from organizations.roles import Role


@require_safe
@organization_view(Role.PARTICIPANT)
def mine(request, participant):
    """One's own change by scale, goals, and thanks; from when one's final was sent."""
    person = request.membership.person_id
    participant = own.participant_or_404(participant, person)
    final = own.final_of(participant)
    page = {"participant": participant, "final": final}
    if final is not None:
        changes = own.changes_of(participant)
        page |= {"changes": changes, "chart": own.drawn(changes)}
        if request.method == "GET":
            see(participant, What.CHANGE)
        pair = None if participant.is_mentor else own.partnership_of(participant)
        if pair is not None:
            page |= {
                "pair": pair,
                "goals": own.own_goals(pair, person),
                "consents": pair.consents,
                "may_consent": consenting.may_consent(final),
            }
    return render(request, "evaluations/results/mine.html", page)


@require_POST
@organization_view(Role.PARTICIPANT)
def consent(request, participant):
    """Let one's mentor read what one answered about the mentoring, or no longer."""
    participant = own.participant_or_404(participant, request.membership.person_id)
    pair = None if participant.is_mentor else own.partnership_of(participant)
    if pair is None:
        messages.warning(request, _("There is no mentor who could read along."))
    elif request.POST.get("reads") == "on":
        try:
            consenting.give(pair, own.final_of(participant), by=request.membership)
        except consenting.CannotConsent as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("Your mentor can read these answers now."))
    else:
        consenting.revoke(pair, by=request.membership)
        messages.success(request, _("Your mentor does not read these answers."))
    return redirect("portal:results:mine", request.organization.slug, participant.pk)


@require_safe
@organization_view(Role.PARTICIPANT)
def feedback(request):
    """How one mentors: in the words of whoever consents, and as a mean over five or more."""
    return render(request, "evaluations/results/feedback.html", own.feedback())
