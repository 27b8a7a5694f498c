"""The two, a coordinator and the sweep act on one partnership at the same moment, as processes.

Who is first is nobody's to say; what comes of it is one legal history.
"""

from datetime import date, timedelta

import pytest

from mentoring.tenancy import context
from organizations.roles import Role
from partnerships.lifecycle import FINAL, STEPS, Status
from partnerships.models import Partnership
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.partnerships.competing import PATIENCE, processes, run, world
from tests.partnerships.lasting.contender import act_at_once
from tests.partnerships.lasting.histories import promises_broken
from tests.partnerships.lasting.people import active_pair

pytestmark = pytest.mark.processes
__all__ = ["world"]

# What mentee, mentor, coordinator and sweep do at the same moment, and days before the end.
MOMENTS = (
    (300, ("pause", "pause", "pause", "sweep")),
    (290, ("resume", "resume", "pause", "sweep")),
    (280, ("resume", "resume", "resume", "sweep")),
    (270, ("propose", "propose", "pause", "sweep")),
    (269, ("answer", "answer", "resume", "sweep")),
    (0, ("pause", "answer", "end", "sweep")),
    (-40, ("resume", "propose", "resume", "sweep")),
)
PAIRS = 3


def _pair(program):
    mentor = ParticipantFactory(program=program, mentor=True)
    return active_pair(mentor=mentor, mentee=ParticipantFactory(program=program))


def test_acts_at_the_same_moment_leave_one_legal_history(world):
    organization, _program = world
    with context.enter(context.Context(organization.pk)):
        coordinator = MembershipFactory(role=Role.COORDINATOR)
        # Each ends long after the one before: the sweep of one contest leaves the others alone.
        ends = [date(2028 + 2 * number, 1, 11) for number in range(PAIRS)]
        pairs = [_pair(ProgramFactory(ends_on=day)) for day in ends]
        ways = [
            [(str(one.user_id), one.role) for one in map(membership_of, (pair.mentee, pair.mentor))]
            + [(str(coordinator.user_id), coordinator.role), (None, None)]
            for pair in pairs
        ]
    for pair, people in zip(pairs, ways, strict=True):
        barrier = processes.Barrier(len(people), timeout=PATIENCE)
        days = [(pair.ends_on - timedelta(days=before)).isoformat() for before, _moves in MOMENTS]
        jobs = []
        for number, (user, role) in enumerate(people):
            acts = [
                (moves[number], str(pair.pk), day)
                for (_before, moves), day in zip(MOMENTS, days, strict=True)
            ]
            jobs.append((act_at_once, str(organization.pk), user, role, acts, barrier))
        run(*jobs)

    with context.enter(context.Context(organization.pk)):
        for pair in pairs:
            row = Partnership.objects.get(pk=pair.pk)
            assert promises_broken(row) == []
            assert row.status in (*FINAL, Status.CLOSING)
            steps = row.events.filter(action__in=STEPS).values_list("action", flat=True)
            assert steps.filter(action__in=("end", "complete")).count() <= 1
            assert steps.filter(action="close").count() <= 1
            assert steps.filter(action="pause").count() >= 1
