"""What becomes of nominations: people, doubts, taking back, reminders, and the end of waiting."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent, Employment, Membership, Person, User
from organizations.roles import Role
from participants.models import Participant
from participants.nominating import asking, due, placing, settling
from participants.nominating.models import Asking, Nomination, NominationResult, TakeBack
from participants.nominating.settling import CannotSettle, Decision, settle
from participants.nominating.words import Answer, Doubt, Outcome
from participants.roles import Side, Standing
from participants.services import IllegalStanding, change_standing
from tests.factories.nominations import asked, nominated, open_program, sponsored
from tests.factories.organizations import CompanyFactory, MembershipFactory, PersonFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.surroundings import inside


@pytest.fixture
def a(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def b(organization):
    return CompanyFactory(name="Quince Works")


@pytest.fixture
def program(a, b):
    return open_program(a, b, name="Bridge", slug="bridge")


def rule(error):
    return error.value.__cause__.diag.constraint_name


def outcome(nomination):
    return NominationResult.objects.get(nomination=nomination)


def take_back(nomination):
    TakeBack.objects.create(nomination=nomination, company=nomination.company)
    placing.place_nominations()


def letters(kind):
    return list(Message.objects.filter(kind=kind).values_list("occasion", flat=True))


def test_a_nomination_becomes_person_job_login_and_question(program, a):
    hr = MembershipFactory(role=Role.HR, company=a)
    with inside(program.organization, hr.user_id, context.Actor.HR, a.pk):
        row = Nomination(program=program, company=a, email="Nora@Works.example", side="mentor")
        row.given_name, row.family_name, row.title = "Nora", "Lind", "Plant director"
        Nomination.objects.bulk_create([row], ignore_conflicts=True)

    placing.place_nominations()

    participant = Participant.objects.get(program=program)
    person = participant.person
    assert (person.email, person.name) == ("nora@works.example", "Nora Lind")
    assert (participant.standing, participant.side) == (Standing.NOMINATED, Side.MENTOR)
    assert (participant.title, participant.company) == ("Plant director", a)
    assert Employment.objects.get(person=person).company == a
    assert membership_of(participant).person == person
    assert User.objects.get(pk=person.user_id).email == "nora@works.example"
    assert letters("nomination_asked") == [str(Asking.objects.get().pk)]
    assert outcome(row).outcome == Outcome.PLACED
    assert AuditEvent.objects.get(verb="participant.created").by_user_id == hr.user_id


def test_working_twice_changes_nothing(program, a):
    nominated(program, a, "nora@works.example")
    placing.place_nominations()
    before = AuditEvent.objects.count()

    placing.place_nominations()

    assert (Participant.objects.count(), Message.objects.count()) == (1, 1)
    assert AuditEvent.objects.count() == before


def test_the_same_person_twice_is_once_whatever_the_letters(program, a):
    assert nominated(program, a, "nora@works.example")
    assert nominated(program, a, "NORA@works.example", side=Side.MENTOR) is None
    placing.place_nominations()
    assert nominated(program, a, "nora@works.example") is None
    assert Nomination.objects.count() == 1


def test_who_takes_part_already_is_left_alone(program, a):
    there = ParticipantFactory(program=program, company=a, title="As it was")
    nominated(program, a, there.person.email, title="As HR says", name="Other Name")

    placing.place_nominations()

    there.refresh_from_db()
    assert (there.title, there.standing) == ("As it was", Standing.IN)
    assert there.person.name != "Other Name"
    assert Message.objects.count() == 0
    assert outcome(Nomination.objects.get()).participant == there


@pytest.mark.parametrize("standing", [Standing.DECLINED, Standing.REMOVED, Standing.WITHDRAWN])
def test_nobody_is_pushed_who_has_left_or_said_no(program, a, standing):
    there = ParticipantFactory(program=program, company=a, standing=standing)
    nominated(program, a, there.person.email)

    placing.place_nominations()

    there.refresh_from_db()
    assert there.standing == standing
    assert Message.objects.count() == 0


def test_seats_are_counted_with_those_who_have_not_answered(program, a, b):
    ParticipantFactory(program=program, company=a)
    ParticipantFactory(program=program, company=a, standing=Standing.DECLINED)
    ParticipantFactory(program=program, company=b)
    for number in range(2):
        assert nominated(program, a, f"n{number}@works.example")

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        nominated(program, a, "n9@works.example")
    assert rule(error) == "nomination_seats"
    placing.place_nominations()
    with pytest.raises(IntegrityError), transaction.atomic():
        nominated(program, a, "n9@works.example")
    for number in range(4):  # more mentors than owed are welcome
        assert nominated(program, a, f"m{number}@works.example", side=Side.MENTOR)
    take_back(Nomination.objects.filter(side=Side.MENTEE).first())
    assert nominated(program, a, "n9@works.example")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda program: program.dates.update(door="closed"), "nomination_while_open"),
        (
            lambda program: program.sponsorships.update(competitors_stated_at=None),
            "nomination_while_open",
        ),
        (lambda program: program.sponsorships.all().delete(), "nomination_by_sponsor"),
    ],
)
def test_the_database_refuses_nominations_that_are_not_due(program, a, change, name):
    change(program)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        nominated(program, a, "nora@works.example")
    assert rule(error) == name


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize(
    "table",
    ["nomination", "takeback", "consent", "consenttext"],
)
def test_what_was_written_stays(program, verb, table):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(f"participants_{table}"))


def test_a_nomination_is_taken_back_until_it_is_answered(program, a):
    row = nominated(program, a, "nora@works.example")
    placing.place_nominations()

    take_back(row)

    participant = Participant.objects.get()
    assert participant.standing == Standing.REMOVED
    assert outcome(row).outcome == Outcome.TAKEN_BACK
    assert Asking.objects.get().answer == Answer.TAKEN_BACK
    again = nominated(program, a, "nora@works.example")
    assert again.round == 1
    placing.place_nominations()
    participant.refresh_from_db()
    assert participant.standing == Standing.NOMINATED
    assert len(letters("nomination_asked")) == 2


def test_taking_back_comes_too_late_after_an_answer(program, a):
    row = nominated(program, a, "nora@works.example")
    placing.place_nominations()
    participant = Participant.objects.get()
    change_standing(participant, Standing.IN, by=None)

    take_back(row)

    participant.refresh_from_db()
    assert participant.standing == Standing.IN
    assert outcome(row).outcome == Outcome.KEPT


def test_taking_back_before_a_worker_came_brings_nobody(program, a):
    row = nominated(program, a, "nora@works.example")
    TakeBack.objects.create(nomination=row, company=a)

    placing.place_nominations()

    assert not Person.objects.filter(email="nora@works.example").exists()
    assert outcome(row).outcome == Outcome.TAKEN_BACK


def test_whom_a_coordinator_asked_too_stays_asked(program, a, coordinator):
    participant = asked(program, company=a, source="coordinator")
    row = nominated(program, a, participant.person.email)
    placing.place_nominations()

    take_back(row)

    participant.refresh_from_db()
    assert participant.standing == Standing.NOMINATED
    assert outcome(row).outcome == Outcome.TAKEN_BACK


def test_a_company_takes_back_no_nomination_of_another(program, a, b):
    row = nominated(program, a, "nora@works.example")
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        TakeBack.objects.create(nomination=row, company=b)
    assert rule(error) == "takeback_by_nominator"


def test_the_second_company_s_nomination_waits_for_a_coordinator(program, a, b):
    first = nominated(program, a, "nora@works.example")
    second = nominated(program, b, "nora@works.example")

    placing.place_nominations()

    assert outcome(first).outcome == Outcome.PLACED
    assert (outcome(second).outcome, outcome(second).doubt) == (Outcome.TO_SETTLE, Doubt.EMPLOYER)
    assert Participant.objects.get().company == a
    assert Message.objects.count() == 1


@pytest.mark.parametrize("ended", [True, False])
def test_a_known_person_of_another_or_no_employer_waits(program, a, b, ended):
    person = PersonFactory(company=b)
    if ended:
        person.employments.update(ended_on=timezone.localdate())
    row = nominated(program, a, person.email)

    placing.place_nominations()

    assert outcome(row).doubt == (Doubt.NO_EMPLOYER if ended else Doubt.EMPLOYER)
    assert not Participant.objects.exists()
    assert Employment.objects.filter(company=a).count() == 0


def test_the_address_of_a_login_finds_its_person(program, a):
    there = ParticipantFactory(program=program, company=a)
    Person.objects.filter(pk=there.person_id).update(email="old@works.example")
    nominated(program, a, there.person.user.email)

    placing.place_nominations()

    assert Participant.objects.count() == 1


def test_a_nomination_that_cannot_be_read_stops_no_other(program, a, monkeypatch):
    bad = nominated(program, a, "bad@works.example", name="Bad Row")
    good = nominated(program, a, "good@works.example")
    real = placing._ask

    def ask(row, by):
        if row == bad:
            # The database's own refusal, of a row that could not be.
            Employment.objects.create(
                person=PersonFactory(),
                company=a,
                started_on=timezone.localdate(),
                ended_on=timezone.localdate() - timedelta(days=9),
            )
        return real(row, by)

    monkeypatch.setattr(placing, "_ask", ask)
    placing.place_nominations()

    assert outcome(bad).doubt == Doubt.LOGIN
    assert outcome(good).outcome == Outcome.PLACED
    monkeypatch.undo()
    settle(bad, Decision.AGAIN, by=None)
    placing.place_nominations()
    assert outcome(bad).outcome == Outcome.PLACED


def test_the_employer_is_kept(program, a, b, coordinator):
    person = PersonFactory(company=a, email="nora@works.example")
    row = nominated(program, b, person.email)
    placing.place_nominations()

    settle(row, Decision.KEEP, by=coordinator)

    participant = Participant.objects.get()
    assert (participant.company, participant.standing) == (a, Standing.NOMINATED)
    assert outcome(row).outcome == Outcome.REFUSED
    assert AuditEvent.objects.filter(verb="nomination.settled", by_user_id=coordinator.user_id)


def test_an_employer_that_sponsors_nothing_brings_nobody(program, b, coordinator):
    person = PersonFactory(company=CompanyFactory(), email="nora@works.example")
    row = nominated(program, b, person.email)
    placing.place_nominations()

    settle(row, Decision.KEEP, by=coordinator)

    assert not Participant.objects.exists()


def test_a_new_employer_is_dated_and_moves_every_participation(program, a, b, coordinator):
    day = timezone.localdate() - timedelta(days=3)
    nominated(program, a, "nora@works.example")
    row = nominated(program, b, "nora@works.example")
    placing.place_nominations()
    person = Person.objects.get(email="nora@works.example")
    Employment.objects.filter(person=person)
    with pytest.raises(CannotSettle):
        settle(row, Decision.MOVE, by=coordinator, day=day)  # before the job on record

    settle(row, Decision.MOVE, by=coordinator, day=timezone.localdate())

    jobs = list(Employment.objects.filter(person=person, ended_on__isnull=True))
    assert [job.company for job in jobs] == [b]
    participant = Participant.objects.get()
    assert participant.company == b
    assert outcome(row).participant == participant


def test_a_seat_does_not_follow_into_a_program_that_the_new_company_leaves_out(
    program, a, b, coordinator
):
    there = ParticipantFactory(program=program, company=a)
    alone = open_program(a, slug="of-a-alone")
    stays = ParticipantFactory(program=alone, company=a, person=there.person)

    settling.move(there.person, b, timezone.localdate(), by=coordinator)

    for row in (there, stays):
        row.refresh_from_db()
    assert (there.company, stays.company) == (b, a)
    moved = AuditEvent.objects.get(verb="participant.seat_moved")
    assert moved.object_id == there.pk


def test_a_partnership_is_not_torn_by_a_nomination(program, a, b, coordinator):
    mentee = ParticipantFactory(program=program, company=a)
    make_partnership(
        mentor=ParticipantFactory(program=program, mentor=True),
        mentee=mentee,
        accepted_by=("mentor", "mentee"),
    )
    row = nominated(program, b, mentee.person.email)
    placing.place_nominations()

    with pytest.raises(CannotSettle, match="partnership"):
        settle(row, Decision.MOVE, by=coordinator)
    settle(row, Decision.REFUSE, by=coordinator)
    with pytest.raises(CannotSettle, match="meantime"):
        settle(row, Decision.REFUSE, by=coordinator)


def test_the_other_side_is_a_coordinator_s_decision(program, a, coordinator):
    there = ParticipantFactory(program=program, company=a, mentor=True)
    row = nominated(program, a, there.person.email)
    placing.place_nominations()
    assert outcome(row).doubt == Doubt.OTHER_SIDE

    settle(row, Decision.BOTH, by=coordinator)

    sides = Participant.objects.order_by("side").values_list("side", flat=True)
    assert list(sides) == [Side.MENTEE, Side.MENTOR]


def test_a_future_job_cannot_be_noted(program, a, b, coordinator):
    row = nominated(program, b, PersonFactory(company=a).email)
    placing.place_nominations()
    with pytest.raises(CannotSettle, match="future"):
        settle(row, Decision.MOVE, by=coordinator, day=timezone.localdate() + timedelta(days=1))


def test_reminders_after_one_two_and_three_weeks(program):
    participant = asked(program)
    row = Asking.objects.get()

    def days_ago(days):
        Asking.objects.update(asked_at=timezone.now() - timedelta(days=days))
        due.remind_asked()
        due.remind_asked()
        return [one.partition(":")[2] for one in letters("nomination_reminder")]

    assert days_ago(6) == []
    assert days_ago(8) == ["7"]
    assert days_ago(15) == ["7", "14"]
    assert days_ago(22) == ["7", "14", "21"]
    assert days_ago(60) == ["7", "14", "21"]
    assert str(row.pk) in letters("nomination_reminder")[0]
    change_standing(participant, Standing.IN, by=None)
    Message.objects.all().delete()
    assert days_ago(15) == []


def test_waiting_ends_with_nominations(program):
    participant = asked(program)
    program.dates.update(closes_on=timezone.localdate() - timedelta(days=1))
    program.dates.update(door="open")
    due.end_unanswered()
    participant.refresh_from_db()
    assert participant.standing == Standing.NOMINATED

    program.dates.update(door="")
    due.end_unanswered()

    participant.refresh_from_db()
    assert participant.standing == Standing.UNANSWERED
    assert Asking.objects.get().answer == Answer.UNANSWERED


def test_a_coordinator_asks_once_more(program, coordinator):
    participant = asked(program)
    program.dates.update(closes_on=timezone.localdate() - timedelta(days=1))
    due.end_unanswered()

    asking.reopen(participant, by=coordinator)
    due.end_unanswered()

    participant.refresh_from_db()
    assert participant.standing == Standing.NOMINATED
    Asking.objects.filter(answered_at=None).update(
        answer_by=timezone.localdate() - timedelta(days=1)
    )
    due.end_unanswered()
    participant.refresh_from_db()
    assert participant.standing == Standing.UNANSWERED


def test_only_who_did_not_take_part_is_asked_again(program, coordinator):
    participant = asked(program)
    with pytest.raises(IllegalStanding):
        asking.reopen(participant, by=coordinator)


def test_a_coordinator_reminds_once_a_day(program, coordinator):
    participant = asked(program)
    assert asking.remind(participant, by=coordinator)
    assert asking.remind(participant, by=coordinator)
    assert len(letters("nomination_reminder")) == 1
    change_standing(participant, Standing.IN, by=None)
    assert not asking.remind(participant, by=coordinator)


def test_membership_and_login_are_made_once(program, a):
    other = open_program(name="Autumn", slug="autumn")
    sponsored(other, a)
    for one in (program, other):
        nominated(one, a, "nora@works.example")
    placing.place_nominations()

    assert Membership.objects.filter(role=Role.PARTICIPANT).count() == 1
    assert Participant.objects.count() == 2


def test_a_move_needs_no_job_before(program, a, coordinator):
    person = PersonFactory(company=a)
    person.employments.update(ended_on=timezone.localdate())
    settling.move(person, a, timezone.localdate(), by=coordinator)
    assert Employment.objects.filter(person=person, ended_on__isnull=True).count() == 1
