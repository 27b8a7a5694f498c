"""Where a case is settled: the pages that it leads on to, the best one first."""

from django.urls import reverse
from django.utils.translation import gettext as _

from instruments.kinds import Occasion
from partnerships.cases.kinds import Signal
from partnerships.lifecycle import BEGUN


def ways_on(case, slug):
    """``[(label, address)]`` for whoever has just read what happened."""
    program = case.program.slug
    found = [*_of_signal(case, slug, program)]
    if case.partnership_id:
        pair = reverse("partnerships:detail", args=[slug, program, case.partnership_id])
        found.append((_("The page of the two"), pair))
    if case.participant_id:
        person = reverse("people:person", args=[slug, case.participant.person_id])
        found.append((_("The person’s page"), person))
    return found


def _of_signal(case, slug, program):
    inside = {
        Signal.INVITATION: (_("Who was asked, and who answered"), "nominations:people"),
        Signal.TRAINING: (_("Training of the program"), "training:list"),
        Signal.CALL: (_("Calls, with a number or a time"), "checks:calls"),
        Signal.RATING: (_("Checks, with the answer"), "checks:overview"),
        Signal.NOT_A_FIT: (_("Checks, with the answer"), "checks:overview"),
        Signal.WARNING: (_("Who has answered, with the answers"), "instruments:overview"),
        Signal.CHECK_LATE: (_("Checks of the program"), "checks:overview"),
        Signal.SPONSOR_LEFT: (_("Sponsors of the program"), "programs:sponsors"),
    }
    if case.signal in inside:
        label, name = inside[case.signal]
        occasion = f"?occasion={Occasion.MID_YEAR}" if case.signal == Signal.WARNING else ""
        yield label, reverse(name, args=[slug, program]) + occasion
    if case.signal == Signal.BOUNCED:
        address = reverse("people:address", args=[slug, case.participant.person_id])
        yield _("Correct the mail address"), address
    may_end = case.partnership_id and case.partnership.status in BEGUN
    if may_end and case.signal in ENDING:
        end = reverse("partnerships:end", args=[slug, program, case.partnership_id])
        yield _("Propose or carry out the ending"), end
    if may_end and case.signal in RESTING:
        pause = reverse("partnerships:pause", args=[slug, program, case.partnership_id])
        yield _("Let it rest for a while"), pause


ENDING = (
    *(Signal.SILENCE, Signal.NOT_A_FIT, Signal.WARNING),
    *(Signal.EMPLOYMENT, Signal.CONFLICT, Signal.SPONSOR_LEFT),
)
RESTING = (Signal.NO_MEETING, Signal.SILENCE, Signal.EMPLOYMENT)
