"""The third wall by raw SQL: the two of a pair, a journal's author, and nobody else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from organizations.models import Person
from organizations.roles import Role
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.writing.keys import OPEN_AFTER_END
from partnerships.writing.models import Draft, JournalEntry, Note, PairKey, PairMessage
from tests.factories.organizations import MembershipFactory
from tests.factories.partnerships import make_partnership
from tests.partnerships.writing.people import (
    BOTH,
    TABLES,
    Actor,
    as_side,
    as_user,
    pair,
    read,
    written,
)
from tests.surroundings import inside

OTHER = {"mentor": "mentee", "mentee": "mentor"}


def _count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table._meta.db_table}")
        return cursor.fetchone()[0]


def _end(partnership, ago):
    partnership.status, partnership.place = Status.ENDED, None
    partnership.ended_at = timezone.now() - ago
    Partnership.objects.filter(pk=partnership.pk).update(
        status=Status.ENDED, place=None, ended_at=partnership.ended_at
    )


@pytest.mark.parametrize("model", [Note, PairMessage])
@pytest.mark.parametrize("side", BOTH)
def test_what_one_writes_both_read(partnership, model, side):
    row = written(model, partnership, side, "Words.")

    assert [read(row, each) for each in BOTH] == ["Words.", "Words."]


@pytest.mark.parametrize("model", [JournalEntry, Draft])
@pytest.mark.parametrize("side", BOTH)
def test_what_is_for_oneself_the_partner_does_not_even_count(partnership, model, side):
    row = written(model, partnership, side, "Words.")

    assert read(row, side) == "Words."
    with as_side(partnership, OTHER[side]):
        assert _count(model) == 0
        assert not PairKey.objects.filter(reader="author").exists()


@pytest.mark.parametrize("model", [*TABLES, PairKey])
def test_nobody_else_sees_a_row(partnership, model, coordinator):
    for each in TABLES:
        written(each, partnership, "mentee")
    stranger = pair(mentor=None)
    mentee = partnership.mentee_person.user_id

    for user_id, actor in (
        (coordinator.user_id, Actor.COORDINATOR),
        (None, Actor.WORKER),
        (coordinator.user_id, Actor.WORKER),
        (None, Actor.GUEST),
        (mentee, Actor.GUEST),
        (None, Actor.PARTICIPANT),
        (stranger.mentor_person.user_id, Actor.PARTICIPANT),
        # Somebody of the pair who acts as coordinator reads as a coordinator does.
        (mentee, Actor.COORDINATOR),
    ):
        with as_user(partnership, user_id, actor):
            assert _count(model) == 0, (user_id, actor)


def test_hr_has_no_right_to_look(partnership):
    hr = MembershipFactory(role=Role.HR, company=partnership.mentee_company)

    for model in (*TABLES, PairKey):
        with (
            inside(partnership.organization, hr.user_id, Actor.HR, hr.company_id),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            _count(model)


def test_a_keeper_sees_keys_and_nothing_of_what_they_lock(partnership):
    for each in TABLES:
        written(each, partnership, "mentee")

    with as_user(partnership, None, Actor.KEEPER):
        assert [_count(each) for each in TABLES] == [0, 0, 0, 0]
        assert _count(PairKey) == 2


def test_a_worker_on_behalf_of_one_reads_as_they_do(partnership):
    for each in TABLES:
        written(each, partnership, "mentee")

    with as_side(partnership, "mentee", Actor.WORKER):
        assert [_count(each) for each in TABLES] == [1, 1, 1, 1]
    with as_side(partnership, "mentor", Actor.WORKER):
        assert [_count(each) for each in TABLES] == [1, 0, 1, 0]


@pytest.mark.parametrize("accepted_by", [(), ("mentor",), ("mentee",)])
def test_nothing_is_written_before_both_have_accepted(organization, accepted_by):
    proposed = make_partnership(accepted_by=accepted_by)

    for model in TABLES:
        for side in BOTH:
            with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                written(model, proposed, side)


@pytest.mark.parametrize("model", TABLES)
def test_nobody_writes_in_another_name(partnership, model):
    row = written(model, partnership, "mentee")
    forged = model(partnership=partnership, author=partnership.mentee_person, sealed=row.sealed)
    if model is Draft:
        forged.kind, forged.item_id, forged.is_new = "note", forged.pk, False

    for side, actor in (("mentor", Actor.PARTICIPANT), ("mentee", Actor.COORDINATOR)):
        with (
            as_side(partnership, side, actor),
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            forged.save(force_insert=True)


def test_a_partner_changes_and_removes_nothing(partnership):
    note = written(Note, partnership, "mentee")
    message = written(PairMessage, partnership, "mentee")

    with as_side(partnership, "mentor"):
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Note.objects.filter(pk=note.pk).update(sealed=b"")
        assert Note.objects.filter(pk=note.pk).delete()[0] == 0
        assert PairMessage.objects.filter(pk=message.pk).delete()[0] == 0


def test_what_was_sent_stays_as_it_is(partnership):
    message = written(PairMessage, partnership, "mentee")

    with (
        as_side(partnership, "mentee"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        PairMessage.objects.filter(pk=message.pk).update(sealed=b"")


@pytest.mark.parametrize("model", [Note, JournalEntry])
def test_author_partnership_and_time_are_frozen(partnership, model):
    row = written(model, partnership, "mentee")
    another = pair(mentee=None, mentor=None)
    person = Person.objects.exclude(pk=row.author_id).first()

    for change in (
        {"author_id": person.pk},
        {"partnership_id": another.pk},
        {"written_at": timezone.now() - timedelta(days=1)},
    ):
        with (
            as_side(partnership, "mentee"),
            pytest.raises((IntegrityError, ProgrammingError)),
            transaction.atomic(),
        ):
            model.objects.filter(pk=row.pk).update(**change)


def test_content_closes_thirty_days_after_the_end(partnership):
    row = written(Note, partnership, "mentee", "Words.")

    _end(partnership, OPEN_AFTER_END - timedelta(minutes=1))
    assert read(row, "mentor") == "Words."
    written(PairMessage, partnership, "mentor")

    _end(partnership, OPEN_AFTER_END + timedelta(minutes=1))
    for side in BOTH:
        with as_side(partnership, side):
            assert [_count(each) for each in (*TABLES, PairKey)] == [0, 0, 0, 0, 0]
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            written(Note, partnership, side)


def test_a_mentor_here_and_a_mentee_there_reads_each_as_themselves(partnership):
    other = pair(mentor=None)
    note, stranger = written(Note, partnership, "mentee"), written(Note, other, "mentee")

    with as_side(partnership, "mentor"):
        assert [row.pk for row in Note.objects.all()] == [note.pk]
    with as_side(other, "mentor"):
        assert [row.pk for row in Note.objects.all()] == [stranger.pk]


def test_keys_are_deleted_by_nobody(partnership):
    written(Note, partnership, "mentee")

    for actor in (Actor.PARTICIPANT, Actor.KEEPER):
        with (
            as_side(partnership, "mentee", actor),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            PairKey.objects.all().delete()


def test_only_a_keeper_changes_keys(partnership):
    written(Note, partnership, "mentee")

    for side in BOTH:
        with as_side(partnership, side):
            assert PairKey.objects.update(wrapped=None, destroyed_at=timezone.now()) == 0
    with (
        as_user(partnership, None, Actor.KEEPER),
        pytest.raises(IntegrityError, match="author"),
        transaction.atomic(),
    ):
        PairKey.objects.update(author=partnership.mentor_person)
