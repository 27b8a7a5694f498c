"""What a process of the contest about cases does: its acts, each when all others act."""

from datetime import datetime
from uuid import UUID

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import Membership
from partnerships.cases import services, sweeping
from partnerships.cases.kinds import Outcome
from partnerships.cases.models import Case
from partnerships.models import Partnership
from partnerships.refusals import Refusal
from tests.partnerships import service_contender

__all__ = ["act_at_once", "service_contender"]


def _open(by):
    pair = Partnership.objects.get()
    services.open_by_hand(pair.program, by=by, partnership=pair)


def _take(by):
    for case in Case.objects.filter(status="open").order_by("pk"):
        services.take(case, by=by)


def _close(by):
    for case in Case.objects.filter(status="open").order_by("pk"):
        services.close(case, Outcome.SETTLED, by=by)


MOVES = {
    "sweep": lambda by: sweeping.sweep(by=by),
    "open": _open,
    "take": _take,
    "close": _close,
}


def act_at_once(organization, user, acts, barrier):
    """Do each ``(move, moment)``, at the moment at which all others do theirs.

    A refusal is as good an outcome as any; without ``user`` the process is the system.
    """
    known = [UUID(organization)] + ([UUID(user), context.Actor.COORDINATOR] if user else [])
    for move, moment in acts:
        barrier.wait()
        with clock.held_at(datetime.fromisoformat(moment)):
            try:
                with context.enter(context.Context(*known)):
                    by = Membership.objects.get(user_id=user) if user else None
                    MOVES[move](by)
            except Refusal:
                continue
