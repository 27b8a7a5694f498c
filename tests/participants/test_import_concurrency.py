"""The same decisions at the same moment: one counts, the others learn so."""

import threading

import pytest
from django.db import connections

from mentoring.jobs import running
from mentoring.jobs.models import RunStatus
from mentoring.tenancy import context
from organizations.models import AuditEvent, Person
from organizations.services import save_company
from participants.importing import runs
from participants.models import ImportRun, Participant
from participants.roles import Side
from participants.services import save_participant
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.programs import ProgramFactory
from tests.participants.files import ANA, many


@pytest.fixture
def world(transactional_db):
    """Committed: an organization's context, its program and a coordinator."""
    in_force = context.Context(OrganizationFactory().pk)
    with context.enter(in_force):
        save_company(name="Talvera Foods", by=None)
        save_company(name="Norrland Rail", by=None)
        return in_force, ProgramFactory(), MembershipFactory()


def _at_once(work, count=6):
    """What ``count`` threads with connections of their own answer or raise."""
    barrier, answers = threading.Barrier(count), []

    def run():
        barrier.wait()
        try:
            answers.append(work())
        except Exception as error:
            answers.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def _checked(world, content):
    in_force, program, coordinator = world
    with context.enter(in_force):
        run = runs.ask(program, Side.MENTEE, content, "people.csv", by=coordinator)
    with context.enter(in_force):
        return ImportRun.objects.get(pk=run.pk)


def test_one_of_many_confirmations_counts_and_people_come_once(world):
    in_force, _program, coordinator = world
    run = _checked(world, many(60))

    def confirm():
        with context.enter(in_force):
            return runs.confirm(run, by=coordinator)

    answers = _at_once(confirm)
    _at_once(
        lambda: running.work(ImportRun, run.pk, runs.do, organization_id=in_force.organization_id)
    )

    assert sum(isinstance(answer, ImportRun) for answer in answers) == 1
    assert sum(isinstance(answer, runs.Overtaken) for answer in answers) == 5
    with context.enter(in_force):
        run.refresh_from_db()
        assert run.status == RunStatus.DONE
        assert Participant.objects.count() == 60
        assert AuditEvent.objects.filter(verb="import.applied").count() == 1
        assert AuditEvent.objects.filter(verb="participant.created").count() == 60


def test_the_same_person_added_many_times_at_once_comes_once(world):
    in_force, program, coordinator = world

    def add():
        with context.enter(in_force):
            return save_participant(program, Side.MENTEE, ANA, by=coordinator)[0]

    answers = _at_once(add)

    assert sorted(answers) == ["", "", "", "", "", "created"]
    with context.enter(in_force):
        assert Person.objects.count() == 1
        assert AuditEvent.objects.filter(verb="person.created").count() == 1


def test_two_imports_of_one_file_leave_one_of_each_person(world):
    in_force, _program, coordinator = world
    both = [_checked(world, many(40)) for _number in range(2)]
    with context.enter(in_force):
        for run in both:
            runs.confirm(run, by=coordinator)
    waiting = [run.pk for run in both] * 2

    _at_once(
        lambda: running.work(
            ImportRun, waiting.pop(), runs.do, organization_id=in_force.organization_id
        ),
        count=4,
    )

    with context.enter(in_force):
        statuses = sorted(ImportRun.objects.values_list("status", flat=True))
        assert statuses == [RunStatus.DONE, RunStatus.FAILED]
        assert Person.objects.count() == Participant.objects.count() == 40
