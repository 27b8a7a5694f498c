"""Two sweeps and two coordinators at the same moment, as processes: one case for each occasion.

Who is first is nobody's to say.
"""

from collections import Counter
from datetime import timedelta

import pytest

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import AuditEvent
from partnerships.cases.kinds import Action, CaseStatus
from partnerships.cases.models import Case, CaseEvent
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.partnerships.cases.contender import act_at_once
from tests.partnerships.cases.people import staff
from tests.partnerships.competing import PATIENCE, processes, run, world

pytestmark = pytest.mark.processes
__all__ = ["world"]

LACKING = 12
# Days from now, and what two sweeps and two coordinators do then at the same moment.
MOMENTS = (
    (8, ("sweep", "sweep", "open", "open")),
    (9, ("sweep", "sweep", "take", "take")),
    (10, ("sweep", "sweep", "sweep", "open")),
    (11, ("sweep", "sweep", "close", "take")),
    (12, ("sweep", "sweep", "close", "close")),
    (30, ("sweep", "sweep", "sweep", "sweep")),
)


def test_at_the_same_moment_each_occasion_opens_one_case(world):
    organization, program = world
    with context.enter(context.Context(organization.pk)):
        people = [ParticipantFactory(program=program, languages=[]) for _ in range(LACKING)]
        pair = make_partnership(accepted_by=("mentor", "mentee"))
        users = [None, None, *(str(staff(name).user_id) for name in ("Ines", "Olga"))]
    start = clock.now()
    barrier = processes.Barrier(len(users), timeout=PATIENCE)
    run(
        *(
            (
                act_at_once,
                str(organization.pk),
                user,
                [(moves[n], (start + timedelta(days=days)).isoformat()) for days, moves in MOMENTS],
                barrier,
            )
            for n, user in enumerate(users)
        )
    )

    with context.enter(context.Context(organization.pk)):
        found = Counter(Case.objects.values_list("signal", "participant", "partnership"))
        assert {found["profile", one.pk, None] for one in people} == {2}  # then, and days later
        assert found["by_hand", None, pair.pk] == 2  # on two days
        for case in Case.objects.all():
            actions = Counter(case.events.values_list("action", flat=True))
            assert actions[Action.OPENED] == 1
            assert actions[Action.CLOSED] + actions[Action.CLOSED_ITSELF] == (
                case.status == CaseStatus.CLOSED
            )
            assert actions[Action.TAKEN] <= 1
            assert case.status == CaseStatus.OPEN or case.owner is not None
        traces = AuditEvent.objects.filter(verb__startswith="case.")
        assert traces.count() == CaseEvent.objects.count()
