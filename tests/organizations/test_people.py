"""Where people work, and what coordinators write down about them."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mentoring.crypto.services import destroy_keys
from mentoring.tenancy import context
from organizations import people, people_notes
from organizations.models import AuditEvent, Employment, IntakeNote, IntakeNoteVersion
from tests.conftest import owner_connection
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
)
from tests.surroundings import inside

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def alder(organization):
    return CompanyFactory(name="Alder")


@pytest.fixture
def person(alder):
    """Works for Alder since 1 January 2020."""
    return PersonFactory(company=alder, given_name="Maren", family_name="Holt")


def jobs(person):
    return [
        (job.company.name, job.started_on, job.ended_on) for job in reversed(people.jobs_of(person))
    ]


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return " ".join(refused.value.messages)


def test_a_new_employer_ends_the_old_job_on_the_same_day(person, coordinator):
    birch = CompanyFactory(name="Birch")

    people.change_employer(person, birch, started_on=YESTERDAY, by=None)

    start = date(2020, 1, 1)
    assert jobs(person) == [("Alder", start, YESTERDAY), ("Birch", YESTERDAY, None)]
    verbs = AuditEvent.objects.order_by("id").values_list("verb", "facts__on")
    assert list(verbs) == [
        ("employment.ended", str(YESTERDAY)),
        ("employment.started", str(YESTERDAY)),
    ]


def test_somebody_leaves_once_and_joins_again_later(person, alder):
    people.leave(person, ended_on=date(2024, 5, 1), by=None)

    assert "has no job that goes on" in refusal(
        people.leave, person, ended_on=date(2024, 6, 1), by=None
    )
    people.join(person, alder, started_on=date(2025, 1, 1), by=None)
    assert [ended for _name, _start, ended in jobs(person)] == [date(2024, 5, 1), None]


@pytest.mark.parametrize(
    ("day", "complaint"),
    [
        (date(2019, 12, 31), "began on Wednesday 1 January 2020"),
        (date(1900, 1, 1), "too long ago"),
        (timezone.localdate() + timedelta(days=2), "still to come"),
        (date.max, "still to come"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_changes(person, day, complaint):
    before = jobs(person)

    assert complaint in refusal(people.leave, person, ended_on=day, by=None)
    assert complaint in refusal(
        people.change_employer, person, CompanyFactory(), started_on=day, by=None
    )
    assert jobs(person) == before
    assert not AuditEvent.objects.exists()


def test_a_job_that_was_entered_by_mistake_ends_on_its_first_day(person, alder):
    first = date(2020, 1, 1)
    people.change_employer(person, CompanyFactory(name="Birch"), started_on=first, by=None)

    assert sorted(jobs(person), key=str) == [("Alder", first, first), ("Birch", first, None)]


def test_jobs_never_overlap(person, alder):
    people.leave(person, ended_on=date(2024, 5, 1), by=None)

    complaint = refusal(
        people.join, person, CompanyFactory(), started_on=date(2024, 4, 30), by=None
    )
    assert "This overlaps the job at Alder, which ended on Wednesday 1 May 2024." in complaint
    with pytest.raises(DatabaseError, match="employment_one_at_a_time"), transaction.atomic():
        Employment.objects.create(person=person, company=alder, started_on=date(2024, 4, 30))


def test_whoever_has_a_job_does_not_join_another(person, alder):
    assert "Enter a new employer instead." in refusal(
        people.join, person, CompanyFactory(), started_on=YESTERDAY, by=None
    )
    assert "works already" in refusal(
        people.change_employer, person, alder, started_on=YESTERDAY, by=None
    )


def test_two_who_end_the_same_job_at_once_end_it_once(transactional_db):
    organization = OrganizationFactory()
    with inside(organization):
        person = PersonFactory()
    barrier, outcomes = threading.Barrier(2, timeout=20), []

    def leave(day):
        try:
            with context.enter(context.Context(organization.pk)):
                barrier.wait()
                people.leave(person, ended_on=day, by=None)
                outcomes.append("left")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[date(2024, 5, n)]) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["left", "refused"]


@pytest.fixture
def as_coordinator(organization, coordinator):
    """Stand in the organization as a coordinator's request does."""
    own = context.Context(organization.pk, coordinator.user_id, context.Actor.COORDINATOR)
    with context.enter(own):
        yield coordinator


@pytest.mark.parametrize(
    "text", ["Wants to lead.", "她想领导一个团队。", "تريد أن تقود", "x" * people_notes.LONGEST]
)
def test_a_note_is_kept_locked_and_read_by_coordinators(as_coordinator, person, text):
    people_notes.write_note(person, f"  {text}\r\n", by=as_coordinator)

    (note,) = people_notes.notes_of(person, reader=as_coordinator)
    assert note.text == text
    assert note.row.author == as_coordinator
    assert text.encode()[:9] not in bytes(note.row.locked)
    trace = AuditEvent.objects.get(verb="intake_note.written")
    assert (trace.object_id, trace.facts) == (person.pk, {"note": str(note.row.pk)})


@pytest.mark.parametrize("text", ["", " \n ", "x" * (people_notes.LONGEST + 1)])
def test_no_text_and_endless_text_are_refused(as_coordinator, person, text):
    refusal(people_notes.write_note, person, text, by=as_coordinator)

    assert people_notes.notes_of(person, reader=as_coordinator) == []


def test_a_changed_note_keeps_what_it_said(as_coordinator, person):
    note = people_notes.write_note(person, "First", by=as_coordinator)
    people_notes.edit_note(note, "Second", by=as_coordinator)
    people_notes.edit_note(note, "Second", by=as_coordinator)
    people_notes.edit_note(note, "Third", by=as_coordinator)

    (found,) = people_notes.notes_of(person, reader=as_coordinator)
    assert found.text == "Third"
    assert sorted(one.text for one in found.earlier) == ["First", "Second"]
    assert found.row.edited_at is not None
    assert AuditEvent.objects.filter(verb="intake_note.changed").count() == 2


def test_nobody_changes_a_note_of_somebody_else(as_coordinator, person, organization):
    note = people_notes.write_note(person, "First", by=as_coordinator)
    colleague = MembershipFactory()

    refusal(people_notes.edit_note, note, "Second", by=colleague)
    (found,) = people_notes.notes_of(person, reader=colleague)
    assert not found.may_be_edited
    own = context.Context(organization.pk, colleague.user_id, context.Actor.COORDINATOR)
    with (
        context.enter(own),
        pytest.raises(DatabaseError, match="written and changed by its author"),
        transaction.atomic(),
    ):
        IntakeNote.objects.update(locked=b"x")


def make_older(hours):
    """As the owner: nobody else can change when a note was written."""
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        cursor.execute("SET app.migrating = 'on'")
        cursor.execute("ALTER TABLE organizations_intakenote DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE organizations_intakenote SET written_at = now() - %s * interval '1 hour'",
            [hours],
        )
        cursor.execute("ALTER TABLE organizations_intakenote ENABLE TRIGGER USER")
    owner.close()


def test_a_note_of_yesterday_is_not_changed(transactional_db):
    organization = OrganizationFactory()
    with inside(organization):
        author, person = MembershipFactory(), PersonFactory()
    own = context.Context(organization.pk, author.user_id, context.Actor.COORDINATOR)
    with context.enter(own):
        note = people_notes.write_note(person, "First", by=author)
    make_older(23)
    with context.enter(own):
        people_notes.edit_note(note, "Second", by=author)
    make_older(25)

    with context.enter(own):
        refusal(people_notes.edit_note, note, "Third", by=author)
        with pytest.raises(DatabaseError, match="within a day"), transaction.atomic():
            IntakeNote.objects.update(locked=b"x")
        (found,) = people_notes.notes_of(person, reader=author)
    assert (found.text, found.may_be_edited) == ("Second", False)


def test_a_removed_note_leaves_a_trace_and_no_word(as_coordinator, person):
    note = people_notes.write_note(person, "First", by=as_coordinator)
    people_notes.edit_note(note, "Second", by=as_coordinator)
    people_notes.remove_note(note, by=as_coordinator)
    people_notes.remove_note(note, by=as_coordinator)

    assert not IntakeNote.objects.exists()
    assert not IntakeNoteVersion.objects.exists()
    assert AuditEvent.objects.filter(verb="intake_note.removed", object_id=person.pk).count() == 1


def test_notes_about_a_person_go_with_their_key(as_coordinator, person):
    people_notes.write_note(person, "First", by=as_coordinator)
    destroy_keys(person.pk)

    (note,) = people_notes.notes_of(person, reader=as_coordinator)
    assert note.text is None


@pytest.mark.parametrize("actor", [context.Actor.PARTICIPANT, context.Actor.WORKER])
@pytest.mark.parametrize("table", ["intakenote", "intakenoteversion"])
def test_the_database_shows_notes_to_coordinators_alone(
    as_coordinator, organization, person, actor, table
):
    note = people_notes.write_note(person, "First", by=as_coordinator)
    people_notes.edit_note(note, "Second", by=as_coordinator)

    def rows(who):
        with inside(organization, as_coordinator.user_id, who), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM organizations_{table}")
            return cursor.fetchone()[0]

    assert rows(context.Actor.COORDINATOR) == 1
    assert rows(actor) == 0


def test_a_participant_writes_no_note(organization, person, coordinator):
    with (
        inside(organization, coordinator.user_id, context.Actor.PARTICIPANT),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        IntakeNote.objects.create(person=person, author=coordinator, locked=b"x")
