"""Twelve processes want the last seat of a company: HR gives it to another, the asked says yes.

And the proof that it is tested: without the rule the same contest overfills the company's seats.
"""

import pytest

from mentoring.tenancy import context
from organizations.models import Company
from organizations.roles import Role
from participants.models import Participant
from participants.nominating import placing
from participants.nominating.answering import agreed_elsewhere
from participants.nominating.models import Nomination, TakeBack
from participants.nominating.texts import current_text
from participants.roles import Standing
from tests.conftest import owner_connection
from tests.factories.nominations import nominated, open_program
from tests.factories.organizations import CompanyFactory, MembershipFactory, OrganizationFactory
from tests.participants import seat_contenders
from tests.partnerships.competing import dsn, processes, run
from tests.running import database_url

pytestmark = pytest.mark.processes
processes.set_forkserver_preload(
    ["tests.partnerships.service_contender", "tests.participants.seat_contenders"]
)

PROCESSES, ROUNDS = 12, 12


@pytest.fixture
def organization(transactional_db, monkeypatch):
    """Committed, and found by the processes."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # a fork server must have one thread
    return OrganizationFactory()


def _world():
    """A program, and for each round a company with one seat and somebody who is asked to it."""
    companies = CompanyFactory.create_batch(ROUNDS)
    program = open_program(*companies, seats=1)
    rows = [nominated(program, one, f"{one.pk}@works.example") for one in companies]
    placing.place_nominations()
    participants = {row.company_id: row for row in Participant.objects.select_related("person")}
    agreed_elsewhere(participants.values())
    text = current_text(program)
    return [
        {
            "program": str(program.pk),
            "company": str(row.company_id),
            "nomination": str(row.pk),
            "participant": str(participants[row.company_id].pk),
            "asked_user": str(participants[row.company_id].person.user_id),
            "hr_user": str(MembershipFactory(role=Role.HR, company=row.company).user_id),
            "text": str(text.pk),
        }
        for row in rows
    ]


def _contest(organization, answer, replace):
    """How many seats are taken twice; how many answered in time; how many were replaced."""
    with context.enter(context.Context(organization.pk)):
        rounds = _world()
    barrier = processes.Barrier(PROCESSES, timeout=60)
    given = dsn(), str(organization.pk), rounds
    acts = [replace if number % 2 else answer for number in range(PROCESSES)]
    run(*((act, *given, number, barrier) for number, act in enumerate(acts)))
    with context.enter(context.Context(organization.pk)):
        return tuple(map(sum, zip(*map(_counted, Company.objects.all()), strict=True)))


def _counted(company):
    came = Participant.objects.filter(company=company, standing=Standing.IN).count()
    waiting = Nomination.objects.filter(company=company, results__isnull=True).count()
    return max(0, came + waiting - 1), came, waiting


WAYS = [
    (seat_contenders.answer_by_sql, seat_contenders.replace_by_sql),
    (seat_contenders.answer_by_service, seat_contenders.replace_by_service),
]


@pytest.mark.parametrize("way", WAYS, ids=["sql", "service"])
def test_twelve_processes_never_overfill_a_company(organization, way):
    too_many, came, waiting = _contest(organization, *way)

    assert too_many == 0
    assert came + waiting == ROUNDS  # and no seat is lost: one of the two has it
    with context.enter(context.Context(organization.pk)):
        # Whoever said yes before HR looked is not taken back any more; nobody else was replaced.
        assert waiting <= TakeBack.objects.count() <= ROUNDS
        placing.place_nominations()
        held = Participant.objects.filter(standing__in=(Standing.NOMINATED, Standing.IN))
        assert held.count() == held.values("company").distinct().count() == ROUNDS


def test_without_the_rule_the_same_contest_overfills(organization):
    owner = owner_connection()
    owner.autocommit = True
    cursor = owner.cursor()
    cursor.execute("ALTER TABLE participants_participant DISABLE TRIGGER guard_seat")
    try:
        too_many, _came, _waiting = _contest(organization, *WAYS[0])
    finally:
        cursor.execute("ALTER TABLE participants_participant ENABLE TRIGGER guard_seat")
        owner.close()

    assert too_many > 0
