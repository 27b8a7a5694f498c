"""Changes of employer on a day to come: noted, carried out on that day, once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import Http404
from django.utils import timezone

from mentoring import clock
from mentoring.tenancy import context
from organizations import people, planned
from organizations.models import AuditEvent, Employment, Membership, PlannedJob, PlannedState
from partnerships import queries, services
from partnerships.refusals import CannotAnnounce, CannotAnswer
from tests.factories.organizations import (
    CompanyFactory,
    CompetitorDeclarationFactory,
    OrganizationFactory,
    PersonFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def alder(organization):
    return CompanyFactory(name="Alder")


@pytest.fixture
def birch(organization):
    return CompanyFactory(name="Birch")


@pytest.fixture
def person(alder):
    return PersonFactory(company=alder, given_name="Maren", family_name="Holt")


def plan(person, company, day=SOON):
    if company is None:
        return planned.leaving(person, ended_on=day, by=None)
    return planned.new_employer(person, company, started_on=day, by=None)


def jobs(person):
    return [
        (job.company.name, job.started_on, job.ended_on) for job in reversed(people.jobs_of(person))
    ]


def due(person, company, day=TODAY):
    """Was planned for a day that has come."""
    return PlannedJob.objects.create(person=person, company=company, takes_effect_on=day)


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return " ".join(refused.value.messages)


def test_nothing_changes_before_the_day(person, alder, birch, settle):
    before = jobs(person)

    row = plan(person, birch)
    settle()

    assert jobs(person) == before
    assert planned.planned_for(person).pk == str(row.pk)
    assert people.job_of(person).company == alder
    event = AuditEvent.objects.get(verb="employment.planned")
    assert event.facts == {"on": str(SOON), "person": str(person.pk), "company": str(birch.pk)}


def test_on_the_day_the_old_job_ends_and_the_new_one_begins_once(person, birch, settle):
    start = Employment.objects.get(person=person).started_on
    row = due(person, birch)

    settle()
    settle()

    assert jobs(person) == [("Alder", start, TODAY), ("Birch", TODAY, None)]
    row.refresh_from_db()
    assert (row.state, planned.planned_for(person)) == (PlannedState.DONE, None)
    assert AuditEvent.objects.filter(verb="employment.started").count() == 1


def test_a_worker_that_comes_late_writes_the_day_that_was_planned(person, birch, settle):
    day = TODAY - timedelta(days=9)
    due(person, birch, day)

    settle()

    assert jobs(person)[-1] == ("Birch", day, None)


def test_somebody_leaves_or_joins_on_the_day(person, alder, birch, settle):
    due(person, None)
    settle()
    assert people.job_of(person) is None

    due(person, birch)
    settle()
    assert people.job_of(person).company == birch


def test_what_was_entered_by_hand_meanwhile_is_done(person, birch, settle):
    row = due(person, birch)
    people.change_employer(person, birch, started_on=TODAY, by=None)

    settle()

    row.refresh_from_db()
    assert row.state == PlannedState.DONE
    assert Employment.objects.filter(person=person, company=birch).count() == 1


def test_what_cannot_take_effect_says_why_and_is_dismissed(person, alder, birch, settle):
    row = due(person, birch, TODAY - timedelta(days=3))
    people.change_employer(
        person, CompanyFactory(name="Cedar"), started_on=TODAY - timedelta(days=1), by=None
    )

    settle()

    row.refresh_from_db()
    assert row.state == PlannedState.REFUSED
    assert "The job at Cedar began on" in row.refusal
    assert planned.planned_for(person).pk == str(row.pk)
    planned.take_back(row, by=None)
    assert planned.planned_for(person) is None
    with pytest.raises(Http404):
        planned.take_back(row, by=None)


def test_one_change_at_a_time_and_none_that_says_nothing(person, alder, birch):
    idle = PersonFactory()
    people.leave(idle, ended_on=TODAY, by=None)
    assert "works already" in refusal(plan, person, alder)
    assert "has no job to leave" in refusal(plan, idle, None)
    assert "too far ahead" in refusal(plan, person, birch, TODAY + timedelta(days=800))
    plan(person, birch)
    assert "is planned already" in refusal(plan, person, None)
    with pytest.raises(IntegrityError, match="plannedjob_one_open"), transaction.atomic():
        PlannedJob.objects.create(person=person, takes_effect_on=SOON)
    assert PlannedJob.objects.count() == 1


def test_what_is_settled_stays_so(person, birch, settle):
    row = due(person, birch)
    settle()

    for change in ({"state": "planned", "settled_at": None}, {"takes_effect_on": SOON}):
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            PlannedJob.objects.filter(pk=row.pk).update(**change)


def test_the_day_is_the_organizations(person, birch, organization, settle):
    moment = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)  # 1:30 on the second in Auckland
    row = due(person, birch, moment.date() + timedelta(days=1))
    with clock.held_at(moment):
        planned.take_effect()
        row.refresh_from_db()
        assert row.state == PlannedState.PLANNED

        type(organization).objects.filter(pk=organization.pk).update(time_zone="Pacific/Auckland")
        planned.take_effect()
        row.refresh_from_db()
        assert row.state == PlannedState.DONE


def test_two_workers_carry_it_out_once(transactional_db):
    organization = OrganizationFactory()
    with inside(organization):
        birch = CompanyFactory()
        person = PersonFactory(company=CompanyFactory())
        due(person, birch)
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            with context.enter(context.Context(organization.pk)):
                planned.take_effect()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with inside(organization):
        assert Employment.objects.filter(person=person, company=birch).count() == 1
        assert PlannedJob.objects.filter(state=PlannedState.DONE).count() == 1
        assert AuditEvent.objects.filter(verb="employment.started").count() == 1


# Matches look ahead


@pytest.fixture
def two(alder):
    """A mentee of Alder and a mentor of Glade, who may meet today."""
    program = ProgramFactory()
    mentee = ParticipantFactory(program=program, company=alder)
    mentor = ParticipantFactory(program=program, mentor=True, company=CompanyFactory(name="Glade"))
    return mentee, mentor


def announce(two):
    mentee, mentor = two
    return services.announce_partnership(mentor=mentor, mentee=mentee, by=None, answer_days=7)


def later(two):
    with pytest.raises(CannotAnnounce) as refused:
        announce(two)
    return refused.value.rule


def test_no_match_is_announced_that_will_compete(two, birch):
    mentee, mentor = two
    CompetitorDeclarationFactory(company=birch, competitor=mentor.company)
    row = plan(mentee.person, birch)

    assert later(two) == "competing_later"
    planned.take_back(row, by=None)
    assert announce(two).status == "proposed"


def test_nor_one_of_a_company_with_itself(two):
    mentee, mentor = two
    plan(mentor.person, mentee.company)

    assert later(two) == "competing_later"


def test_what_is_over_before_or_never_at_the_same_time_stands_in_no_way(two, birch):
    mentee, mentor = two
    CompetitorDeclarationFactory(company=birch, competitor=mentor.company)
    plan(mentee.person, birch, SOON)
    plan(mentor.person, CompanyFactory(name="Harbor"), SOON - timedelta(days=1))
    assert announce(two).status == "proposed"


def test_what_comes_after_the_program_stands_in_no_way(two, birch):
    mentee, mentor = two
    CompetitorDeclarationFactory(company=birch, competitor=mentor.company)
    plan(mentee.person, birch, mentee.program.ends_on + timedelta(days=1))

    assert announce(two).status == "proposed"


def test_nobody_accepts_what_will_compete(two, birch):
    mentee, mentor = two
    partnership = announce(two)
    CompetitorDeclarationFactory(company=birch, competitor=mentor.company)
    plan(mentee.person, birch)
    own = Membership.objects.get(person=mentor.person)

    with (
        inside(partnership.organization, own.user_id, context.Actor.PARTICIPANT),
        pytest.raises(CannotAnswer) as refused,
    ):
        services.accept(partnership, by=own)
    assert refused.value.rule == "competing_later"
    assert "Birch" not in refused.value.message


def mentor_membership(participant):
    person = participant.person
    return type(
        "Own", (), {"person_id": person.pk, "user_id": person.user_id, "role": "participant"}
    )


def test_on_the_day_a_partnership_is_looked_at_and_nothing_ends(two, birch, settle):
    mentee, mentor = two
    CompetitorDeclarationFactory(company=birch, competitor=mentor.company)
    partnership = make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))
    due(mentee.person, birch)
    assert not queries.pairs_to_look_at([mentee.program_id]).exists()

    settle()

    assert [row.pk for row in queries.pairs_to_look_at([mentee.program_id])] == [partnership.pk]
    partnership.refresh_from_db()
    assert partnership.status == "preparing"


def test_participants_and_hr_do_not_read_what_is_planned(person, alder, birch, organization):
    plan(person, birch)

    as_hr = inside(organization, person.user_id, context.Actor.HR, alder.pk)
    with as_hr, pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PlannedJob.objects.exists()
    for actor in (context.Actor.PARTICIPANT, context.Actor.GUEST):
        with inside(organization, person.user_id, actor):
            assert not PlannedJob.objects.exists()
