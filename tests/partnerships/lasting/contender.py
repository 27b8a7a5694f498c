"""What a process of the contest about one partnership does: its acts, each when all others act."""

from datetime import date, datetime, timedelta
from uuid import UUID

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from partnerships.endings.services import end
from partnerships.lasting import extending, services
from partnerships.models import Partnership
from partnerships.refusals import Refusal
from tests.partnerships import service_contender

__all__ = ["act_at_once", "service_contender"]


def _propose(pair, by):
    extending.propose(pair, to_ends_on=pair.ends_on + timedelta(days=30), by=by)


def _answer(pair, by):
    if newest := pair.extensions.last():
        extending.answer(newest, agrees=True, by=by)


def _sweep(pair, by):
    for find in (extending.expire_extensions, services.close_due, services.complete_due):
        find()


MOVES = {
    "pause": lambda pair, by: services.pause(pair, by=by),
    "resume": lambda pair, by: services.resume(pair, by=by),
    "propose": _propose,
    "answer": _answer,
    "end": lambda pair, by: end(pair, by=by),
    "sweep": _sweep,
}


def act_at_once(organization, user, role, acts, barrier):
    """Do each ``(move, partnership, day)``, at the moment at which all others do theirs.

    A refusal is as good an outcome as any; without ``user`` the process is the sweep.
    """
    actor = context.Actor.PARTICIPANT if role == Role.PARTICIPANT else context.Actor.COORDINATOR
    known = [UUID(organization)] + ([UUID(user), actor] if user else [])
    for move, partnership, day in acts:
        moment = datetime.fromisoformat(f"{date.fromisoformat(day)}T12:00:00+00:00")
        barrier.wait()
        with clock.held_at(moment), context.enter(context.Context(*known)):
            by = Membership.objects.get(user_id=user, role=role) if user else None
            try:
                MOVES[move](Partnership.objects.get(pk=partnership), by)
            except Refusal:
                continue
