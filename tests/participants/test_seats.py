"""A seat of a company is given once: by its HR, by a worker, and by whoever is asked to it."""

import psycopg2
import pytest
from django.db import IntegrityError, connection, transaction

from mentoring.tenancy import context
from participants.models import Participant
from participants.nominating import placing
from participants.nominating.answering import CannotAnswer, accept, agreed_elsewhere
from participants.nominating.models import Asking, NominationResult, TakeBack
from participants.nominating.texts import current_text
from participants.nominating.words import Answer, Outcome
from participants.roles import Side, Standing
from participants.services import change_standing
from tests.factories.nominations import asked, nominated, open_program
from tests.factories.organizations import CompanyFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.participants.seat_contenders import ENTER, NOMINATE, TAKE_BACK
from tests.partnerships.competing import dsn
from tests.surroundings import inside

ADDRESS = "nora@works.example"
YES = "UPDATE participants_participant SET standing = 'in', capacity = %s WHERE id = %s"


@pytest.fixture
def company(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def program(company):
    return open_program(company, name="Bridge", slug="bridge", seats=1)


@pytest.fixture
def nomination(program, company):
    row = nominated(program, company, ADDRESS)
    placing.place_nominations()
    return row


def agreeing(participant):
    """Whoever was asked, having agreed to the text."""
    agreed_elsewhere([participant])
    user = participant.person.user_id
    return inside(participant.organization, user, context.Actor.PARTICIPANT)


def says_yes(participant):
    text, membership = current_text(participant.program), membership_of(participant)
    with agreeing(participant):
        return accept(participant, text.pk, by=membership, capacity=1)


def writes_yes(participant, capacity=0):
    """The constraint that refuses a bare update, or None."""
    with agreeing(participant), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(YES, [capacity, participant.pk])
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name


def taken_back(nomination):
    """As HR leaves it, before any worker has come to it."""
    TakeBack.objects.create(nomination=nomination, company=nomination.company)


def test_a_seat_that_was_taken_back_takes_no_yes(program, company, nomination):
    participant = Participant.objects.get()
    taken_back(nomination)
    nominated(program, company, "other@works.example")

    assert writes_yes(participant) == "participant_taken_back"
    with pytest.raises(CannotAnswer, match="taken off the list"):
        says_yes(participant)
    placing.place_nominations()

    standings = dict(Participant.objects.values_list("person__email", "standing"))
    assert standings == {ADDRESS: "removed", "other@works.example": "nominated"}
    assert Asking.objects.get(participant=participant).answer == Answer.TAKEN_BACK


def test_a_yes_comes_before_what_is_taken_back_too_late(program, company, nomination):
    participant = Participant.objects.get()
    says_yes(participant)
    taken_back(nomination)

    with pytest.raises(IntegrityError), transaction.atomic():
        nominated(program, company, "other@works.example")
    placing.place_nominations()

    assert Participant.objects.get().standing == Standing.IN
    assert NominationResult.objects.get().outcome == Outcome.KEPT


def test_whom_a_coordinator_asked_keeps_the_seat(program, company):
    participant = asked(program, company=company, source="coordinator", email=ADDRESS)
    program.sponsorships.update(mentee_seats=2)
    row = nominated(program, company, ADDRESS)
    placing.place_nominations()
    program.sponsorships.update(mentee_seats=1)
    taken_back(row)

    with pytest.raises(IntegrityError), transaction.atomic():  # the seat is not free
        nominated(program, company, "other@works.example")
    assert says_yes(participant).standing == Standing.IN


def test_fewer_seats_than_asked_are_given_to_who_answers_first(program, company):
    program.sponsorships.update(mentee_seats=2)
    first, second = (
        asked(program, company=company, email=email) for email in (ADDRESS, "o@works.example")
    )
    program.sponsorships.update(mentee_seats=1)

    assert says_yes(first).standing == Standing.IN
    assert writes_yes(second) == "participant_seats"
    with pytest.raises(CannotAnswer, match="All seats of Torvelia Foods in Bridge are taken"):
        says_yes(second)
    second.refresh_from_db()
    assert second.standing == Standing.NOMINATED
    program.sponsorships.update(mentee_seats=2)
    assert says_yes(second).standing == Standing.IN


def test_a_coordinator_goes_beyond_the_seats(program, company, coordinator):
    ParticipantFactory(program=program, company=company)
    mine = asked(program, company=company, email="m@works.example", source="coordinator")
    theirs = asked(program, company=company, email=ADDRESS)

    assert says_yes(mine).standing == Standing.IN
    with inside(program.organization, coordinator.user_id, context.Actor.COORDINATOR):
        assert change_standing(theirs, Standing.IN, by=coordinator).standing == Standing.IN


def test_mentors_beyond_those_owed_are_welcome(program, company):
    for number in range(3):
        participant = asked(
            program, company=company, side=Side.MENTOR, email=f"m{number}@works.example"
        )
        assert says_yes(participant).standing == Standing.IN


def test_other_companies_and_sides_take_no_seat(program, company):
    ParticipantFactory(program=program)
    ParticipantFactory(program=program, company=company, mentor=True)
    ParticipantFactory(company=company)

    assert says_yes(asked(program, company=company)).standing == Standing.IN


def test_named_again_before_a_worker_came_they_are_asked_anew(program, company, nomination):
    taken_back(nomination)
    again = nominated(program, company, ADDRESS)

    placing.place_nominations()

    outcomes = dict(NominationResult.objects.values_list("nomination", "outcome"))
    assert outcomes == {nomination.pk: Outcome.TAKEN_BACK, again.pk: Outcome.PLACED}
    participant = Participant.objects.get()
    assert participant.standing == Standing.NOMINATED
    assert Asking.objects.filter(participant=participant, answered_at__isnull=True).count() == 1
    assert says_yes(participant).standing == Standing.IN


@pytest.mark.parametrize(
    "change", ["source = 'coordinator'", "asked_at = now()", "answer_by = '2050-01-01'"]
)
def test_whoever_is_asked_changes_nothing_of_the_question(program, company, nomination, change):
    participant = Participant.objects.get()
    refused = pytest.raises(IntegrityError)
    with agreeing(participant), refused as error, transaction.atomic():
        connection.cursor().execute(f"UPDATE participants_asking SET {change}")
    assert error.value.__cause__.diag.constraint_name == "asking_is_kept"


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize("sql", [NOMINATE, TAKE_BACK, YES])
def test_nobody_takes_a_seat_by_an_older_snapshot(transactional_db, level, sql):
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        company = CompanyFactory()
        participant = asked(open_program(company), company=company)
        agreed_elsewhere([participant])
        row = nominated(participant.program, company, ADDRESS)
    user = (str(organization.pk), str(participant.person.user_id), "participant", "")
    values = {
        NOMINATE: (user[0], str(row.program_id), str(company.pk), "other@works.example"),
        TAKE_BACK: (user[0], str(row.pk), str(company.pk)),
        YES: (1, str(participant.pk)),
    }
    other = psycopg2.connect(dsn())
    try:
        with other, other.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
            cursor.execute(ENTER, user)
            with pytest.raises(psycopg2.IntegrityError, match="take seats in read committed"):
                cursor.execute(sql, values[sql])
    finally:
        other.close()
