"""Several windows of the two act on the same meeting, and on the same goals, as processes.

Who is first is nobody's to say; whoever is not finds what the first one left.
"""

import pytest

from mentoring.tenancy import context
from organizations.models import AuditEvent
from partnerships.goals.models import Goal
from partnerships.goals.scale import MOST_GOALS
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting
from tests.partnerships.competing import PATIENCE, processes, run, world
from tests.partnerships.goals.people import goal_in
from tests.partnerships.meetings.people import introduced_pair, plan, propose
from tests.partnerships.together.contender import act_at_once
from tests.partnerships.writing.people import as_side

pytestmark = pytest.mark.processes
__all__ = ["world"]

# What two windows of the mentor and two of the mentee do at the same moment.
WINDOWS = ("mentor", "mentor", "mentee", "mentee")
ASKED = ("accept", "move", "give up", "move")
PLANNED = ("cancel", "move", "cancel", "move")
ROUNDS = 3


def _contend(organization, pair, *rounds):
    """Each round is ``(moves of the windows, row id, seen)``."""
    barrier = processes.Barrier(len(WINDOWS), timeout=PATIENCE)
    with context.enter(context.Context(organization.pk)):
        users = [str(getattr(pair, side).person.user_id) for side in WINDOWS]
    jobs = []
    for number, user in enumerate(users):
        acts = [(moves[number], str(pk), seen) for moves, pk, seen in rounds]
        jobs.append((act_at_once, str(organization.pk), user, acts, barrier))
    run(*jobs)


def test_a_meeting_takes_one_step_however_many_are_taken_at_once(world):
    organization, _program = world
    with context.enter(context.Context(organization.pk)):
        pair = introduced_pair()
        asked = [propose(pair) for _round in range(ROUNDS)]
        planned = [plan(pair) for _round in range(ROUNDS)]
        before = AuditEvent.objects.filter(verb__startswith="meeting.").count()

    rounds = [(ASKED, one.pk, one.revision) for one in asked]
    rounds += [(PLANNED, one.pk, one.revision) for one in planned]
    _contend(organization, pair, *rounds)

    with context.enter(context.Context(organization.pk)):
        for was in asked + planned:
            now = Meeting.objects.get(pk=was.pk)
            assert now.revision == was.revision + 1
            assert now.status in MeetingStatus.values
            # Only what waits for an answer has moments to choose from.
            is_over = now.status == MeetingStatus.CANCELLED
            assert not (is_over and now.options)
            assert now.sequence == was.sequence + (is_over and was in planned)
        after = AuditEvent.objects.filter(verb__startswith="meeting.").count()
        assert after - before == len(rounds)


def test_a_sixth_goal_is_set_from_no_window(world):
    organization, _program = world
    with context.enter(context.Context(organization.pk)):
        pair = introduced_pair()
        for _goal in range(MOST_GOALS - 2):
            goal_in(pair)

    _contend(organization, pair, *((("set a goal",) * 4, pair.pk, 0) for _round in range(2)))

    with context.enter(context.Context(organization.pk)), as_side(pair, "mentee"):
        places = list(Goal.objects.values_list("place", flat=True).order_by("place"))
        assert places == list(range(1, MOST_GOALS + 1))
        assert set(Goal.objects.values_list("author", flat=True)) == {pair.mentee_person_id}
