"""What a window of one of the two does: its acts, each when all other windows act."""

from datetime import timedelta
from uuid import UUID

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from partnerships.goals import services as goals
from partnerships.meetings import services as meetings
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership
from partnerships.refusals import Refusal
from partnerships.writing.services import CannotWrite
from tests.partnerships import service_contender
from tests.partnerships.goals.people import Level, worded

__all__ = ["act_at_once", "service_contender"]


def _accept(meeting, seen, by):
    meetings.accept(meeting, meeting.options[0], by=by, seen=seen)


def _move(meeting, seen, by):
    later = [meeting.starts_at + timedelta(days=days) for days in (7, 8)]
    meetings.propose_again(meeting, times=later, zone="UTC", by=by, seen=seen)


MOVES = {
    "accept": _accept,
    "move": _move,
    "give up": lambda meeting, seen, by: meetings.give_up(meeting, by=by, seen=seen),
    "cancel": lambda meeting, seen, by: meetings.cancel(meeting, by=by, seen=seen),
}


def act_at_once(organization, user, acts, barrier):
    """Do each ``(move, row id, seen)`` with all others; a refusal is as good as any outcome.

    ``seen`` is the revision that the window shows, so that all but one of them are stale; the row
    of a goal is its partnership.
    """
    known = UUID(organization), UUID(user), context.Actor.PARTICIPANT
    for move, pk, seen in acts:
        with context.enter(context.Context(*known)):
            by = Membership.objects.get(user_id=user, role=Role.PARTICIPANT)
            row = (Partnership if move == "set a goal" else Meeting).objects.get(pk=pk)
        barrier.wait()
        try:
            with context.enter(context.Context(*known)):
                if move == "set a goal":
                    goals.set_goal(row, worded(), by=by, goal_id=uuid7(), start=Level.LESS)
                else:
                    MOVES[move](row, seen, by)
        except (Refusal, CannotWrite):
            continue
