"""Twelve processes at the same moment: nobody gets a wrong pair. And the proof that it is tested:
the same contest breaks the promise as soon as the rule that protects it is taken away."""

import itertools

import pytest

from mentoring.tenancy import context
from partnerships.models import Partnership
from tests.conftest import owner_connection
from tests.factories.participants import ParticipantFactory
from tests.partnerships import contenders, service_contender
from tests.partnerships.competing import dsn, processes, run, world

pytestmark = pytest.mark.processes
__all__ = ["world"]

PROCESSES, ROUNDS, CAPACITY = 12, 25, 3


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
        jobs.append((contender, dsn(), str(organization.pk), attempts, barrier))
    run(*jobs)
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
