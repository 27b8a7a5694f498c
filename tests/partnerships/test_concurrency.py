"""Twelve processes at the same moment: nobody gets a wrong pair. And the proof that it is tested:
the same contest breaks the promise as soon as the rule that protects it is taken away."""

import itertools
import multiprocessing

import pytest
from django.db import connection

from mentoring.tenancy import context
from partnerships.models import Partnership
from tests.conftest import owner_connection
from tests.factories.organizations import OrganizationFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.partnerships import contenders, service_contender
from tests.running import database_url

pytestmark = pytest.mark.processes

PROCESSES, ROUNDS, CAPACITY = 12, 25, 3
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.partnerships.service_contender"])


@pytest.fixture
def world(transactional_db, monkeypatch):
    """Committed rows: an organization and its program."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # a fork server must have one thread
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        program = ProgramFactory()
    return organization, program


def _dsn():
    database = connection.settings_dict
    return " ".join(
        f"{key}='{value}'"
        for key, value in {
            "dbname": database["NAME"],
            "user": database["USER"],
            "password": database["PASSWORD"],
            "host": database["HOST"],
            "port": database["PORT"],
        }.items()
        if value
    )


def _run(*jobs):
    started = [processes.Process(target=function, args=args) for function, *args in jobs]
    for process in started:
        process.start()
    for process in started:
        process.join(timeout=90)
    assert [process.exitcode for process in started] == [0] * len(started)


def _contest(organization, program, contender=contenders.announce_by_sql):
    """300 attempts; answers how many partnerships are too many, and how many there are."""
    with context.enter(context.Context(organization.pk)):
        mentors = [
            ParticipantFactory(program=program, mentor=True, capacity=CAPACITY, login=False)
            for _ in range(10)
        ]
        mentees = ParticipantFactory.create_batch(
            PROCESSES * ROUNDS // 5, program=program, login=False
        )
    wanted = itertools.cycle(mentors)
    rounds = [next(wanted) for _ in range(ROUNDS)]
    barrier = processes.Barrier(PROCESSES, timeout=60)
    jobs = []
    for number in range(PROCESSES):
        own = mentees[number * 5 : number * 5 + 5]
        attempts = [(str(mentor.pk), str(own[turn % 5].pk)) for turn, mentor in enumerate(rounds)]
        jobs.append((contender, _dsn(), str(organization.pk), attempts, barrier))
    _run(*jobs)
    with context.enter(context.Context(organization.pk)):
        held = [Partnership.objects.filter(mentor=mentor).count() for mentor in mentors]
        per_mentee = [Partnership.objects.filter(mentee=mentee).count() for mentee in mentees]
    too_many = sum(max(0, count - CAPACITY) for count in held)
    too_many += sum(max(0, count - 1) for count in per_mentee)
    return too_many, sum(held)


def test_twelve_processes_never_overbook_a_mentor(world):
    too_many, announced = _contest(*world)

    assert too_many == 0
    assert announced == ROUNDS  # all want the same place at once, and one of them gets it


def test_twelve_processes_never_overbook_by_the_service(world):
    too_many, announced = _contest(*world, service_contender.announce_by_service)

    assert too_many == 0
    assert announced == 10 * CAPACITY  # nobody is refused a place that is free


def test_without_its_index_the_same_contest_overbooks(world):
    index = "partnership_one_live_per_place"
    owner = owner_connection()
    owner.autocommit = True
    cursor = owner.cursor()
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
    definition = cursor.fetchone()[0]
    cursor.execute(f"DROP INDEX {index}")
    try:
        too_many, _ = _contest(*world)
    finally:
        cursor.execute("ALTER TABLE partnerships_partnershipevent DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE partnerships_partnership CASCADE")
        cursor.execute("ALTER TABLE partnerships_partnershipevent ENABLE TRIGGER USER")
        cursor.execute(definition)
        owner.close()

    assert too_many > 0


def _race_with_declarations(organization, program, rounds=20):
    """Announcing against declaring, six pairs of processes; answers how often a declaration was
    committed between the check of a match and its commit."""
    violations = processes.Value("i", 0)
    with context.enter(context.Context(organization.pk)):
        pairs = [
            (
                ParticipantFactory(program=program, mentor=True, login=False),
                ParticipantFactory(program=program, login=False),
            )
            for _ in range(rounds)
        ]
    barrier = processes.Barrier(2, timeout=60)
    attempts = [(str(mentor.pk), str(mentee.pk)) for mentor, mentee in pairs]
    companies = [(str(mentor.company_id), str(mentee.company_id)) for mentor, mentee in pairs]
    _run(
        (contenders.announce_and_look, _dsn(), str(organization.pk), attempts, barrier, violations),
        (contenders.declare, _dsn(), str(organization.pk), companies, barrier),
    )
    return violations.value


def test_a_declaration_waits_for_an_announcement_under_way(world):
    assert _race_with_declarations(*world) == 0


def test_without_the_row_lock_a_declaration_slips_through(world):
    owner = owner_connection()
    owner.autocommit = True
    cursor = owner.cursor()
    cursor.execute("SELECT pg_get_functiondef('app.check_pair'::regproc)")
    definition = cursor.fetchone()[0]
    locking = "FROM organizations_company"
    head, tail = definition.split(locking, 1)
    cursor.execute(head + locking + tail.replace("FOR SHARE", "", 1))
    try:
        violations = _race_with_declarations(*world)
    finally:
        cursor.execute(definition)
        owner.close()

    assert violations > 0
