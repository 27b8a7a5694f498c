"""Taking back what was announced and is not answered by both: both are told, the place is free."""

from django.db import transaction
from django.utils.translation import gettext as _

from matching.decisions import AlternateState, CannotDecide, Decision
from matching.holding import hold_program
from matching.models import Match
from matching.queries import partnership_now
from organizations.audit import record
from partnerships.lifecycle import Status
from partnerships.services import CannotWithdraw, withdraw


@transaction.atomic
def take_back(match, *, by, goes_on=False):
    """Take back the announced match, or the alternate that came in its place.

    With ``goes_on`` the next alternate is announced as after any other no; without, the alternates
    go with the match and the mentee is back in the pool. Raises ``CannotDecide`` when nothing is
    announced, both have accepted, or it is over already.
    """
    hold_program(match.run.program_id)
    match = _held(match.pk)
    if match.decision != Decision.ANNOUNCED:
        raise CannotDecide(_("This match is not announced, so there is nothing to take back."))
    partnership = partnership_now(match)
    if partnership.status == Status.WITHDRAWN:
        raise CannotDecide(_("This match was taken back already."))
    dropped = 0
    if not goes_on:
        dropped, _rows = match.alternates.filter(state=AlternateState.WAITING).delete()
    try:
        withdraw(partnership, by=by)
    except CannotWithdraw as refused:
        raise CannotDecide(str(refused)) from refused
    facts = {"partnership": str(partnership.pk), "goes_on": goes_on, "dropped": dropped}
    record("match.taken_back", match, by=by, **facts)
    return match


@transaction.atomic
def take_back_all(run, *, by, goes_on=False):
    """``take_back`` every match of a run that not both have answered yet; answers how many."""
    hold_program(run.program_id)
    taken = 0
    for pk in unanswered(run).order_by("pk").values_list("pk", flat=True):
        # Somebody may say yes at this moment; then it is a partnership and stays.
        try:
            with transaction.atomic():
                take_back(_held(pk), by=by, goes_on=goes_on)
        except CannotDecide:
            continue
        taken += 1
    return taken


def unanswered(run):
    """Announced matches of a run whose own pair, or an alternate, waits for an answer."""
    announced = Match.objects.filter(run=run, decision=Decision.ANNOUNCED)
    waiting = announced.filter(partnership__status=Status.PROPOSED)
    alternates = announced.filter(alternates__partnership__status=Status.PROPOSED)
    return Match.objects.filter(pk__in=waiting.values("pk").union(alternates.values("pk")))


def _held(pk):
    rows = Match.objects.select_related("run__program", "partnership")
    rows = rows.defer("run__problem", "run__claim").prefetch_related("alternates__partnership")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
