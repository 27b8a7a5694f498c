"""Writing, changing, removing and typing, as the two of a pair do it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.tenancy.keys import uuid7
from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.writing import queries, services
from partnerships.writing.keys import Keyring, destroy_keys
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Draft, JournalEntry, Note, PairMessage
from partnerships.writing.services import LONGEST, MODELS, CannotWrite
from tests.factories.participants import membership_of
from tests.partnerships.writing.people import BOTH, Actor, as_side, pair, read


def _write(partnership, side, kind, text="Words.", item_id=None):
    own = membership_of(getattr(partnership, side))
    with as_side(partnership, side):
        return services.write(partnership, kind, text, by=own, item_id=item_id or uuid7())


def _do(partnership, side, act, *args, **facts):
    own = membership_of(getattr(partnership, side))
    with as_side(partnership, side):
        return act(*args, by=own, **facts)


@pytest.mark.parametrize("kind", services.LONGEST)
@pytest.mark.parametrize("side", BOTH)
def test_each_of_the_two_writes(partnership, kind, side):
    row = _write(partnership, side, kind, "  Words.\r\nMore.\x00 \n")

    assert read(row, side) == "Words.\nMore."


@pytest.mark.parametrize("kind", services.LONGEST)
def test_the_same_form_twice_is_once(partnership, kind):
    item_id = uuid7()
    rows = [_write(partnership, "mentee", kind, item_id=item_id) for _ in range(2)]

    assert rows[0] == rows[1]
    with as_side(partnership, "mentee"):
        assert MODELS[kind].objects.count() == 1
    assert AuditEvent.objects.filter(verb="writing.written").count() == (kind != Kind.JOURNAL)


@pytest.mark.parametrize("kind", services.LONGEST)
def test_nobody_writes_over_anybody_elses_row(partnership, kind):
    theirs = _write(partnership, "mentor", kind, "Theirs.")

    with pytest.raises(CannotWrite):
        _write(partnership, "mentee", kind, "Mine.", item_id=theirs.pk)

    assert read(theirs, "mentor") == "Theirs."


@pytest.mark.parametrize("kind", services.LONGEST)
@pytest.mark.parametrize(("text", "rule"), [("", "empty"), (" \r\n ", "empty"), (None, "too_long")])
def test_nothing_and_too_much_are_refused(partnership, kind, text, rule):
    text = "x" * (LONGEST[kind] + 1) if text is None else text

    with pytest.raises(CannotWrite) as refusal:
        _write(partnership, "mentee", kind, text)

    assert refusal.value.rule == rule
    _write(partnership, "mentee", kind, "馬" * LONGEST[kind])


def test_a_change_is_kept_and_counted(partnership):
    note = _write(partnership, "mentee", Kind.NOTE)

    _do(partnership, "mentee", services.change, partnership, Kind.NOTE, note.pk, "Better.", seen=0)

    assert read(note, "mentor") == "Better."
    with as_side(partnership, "mentee"):
        note.refresh_from_db()
        assert (note.revision, note.edited_at is None) == (1, False)
    facts = AuditEvent.objects.get(verb="writing.changed").facts
    assert facts == {"kind": "note", "item": str(note.pk)}


def test_no_change_leaves_no_trace(partnership):
    note = _write(partnership, "mentee", Kind.NOTE)

    _do(partnership, "mentee", services.change, partnership, Kind.NOTE, note.pk, "Words.", seen=0)

    with as_side(partnership, "mentee"):
        note.refresh_from_db()
        assert (note.revision, note.edited_at) == (0, None)
    assert not AuditEvent.objects.filter(verb="writing.changed").exists()


def test_who_was_slower_loses_nothing_and_overwrites_nothing(partnership):
    note = _write(partnership, "mentee", Kind.NOTE)
    act = (services.change, partnership, Kind.NOTE, note.pk)
    _do(partnership, "mentee", *act, "First.", seen=0)

    with pytest.raises(CannotWrite) as refusal:
        _do(partnership, "mentee", *act, "Second.", seen=0)

    assert refusal.value.rule == "changed"
    assert read(note, "mentee") == "First."


def test_a_partner_changes_and_removes_nothing(partnership):
    note = _write(partnership, "mentee", Kind.NOTE)
    act = (Kind.NOTE, note.pk)

    for refused in (
        lambda: _do(partnership, "mentor", services.change, partnership, *act, "x", seen=0),
        lambda: _do(partnership, "mentor", services.remove, *act),
    ):
        with pytest.raises(CannotWrite) as refusal:
            refused()
        assert refusal.value.rule == "not_yours"
    assert read(note, "mentee") == "Words."


@pytest.mark.parametrize("kind", [Kind.NOTE, Kind.JOURNAL])
def test_removing_is_for_good_and_twice_is_once(partnership, kind):
    row = _write(partnership, "mentee", kind)

    for _ in range(2):
        _do(partnership, "mentee", services.remove, kind, row.pk)

    with as_side(partnership, "mentee"):
        assert not MODELS[kind].objects.exists()
    with pytest.raises(CannotWrite) as refusal:
        _do(partnership, "mentee", services.change, partnership, kind, row.pk, "x", seen=0)
    assert refusal.value.rule == "removed"


def test_the_trail_says_that_and_never_what(partnership):
    _write(partnership, "mentee", Kind.NOTE, "Between us.")
    _write(partnership, "mentor", Kind.MESSAGE, "Between us.")

    events = AuditEvent.objects.filter(verb="writing.written").order_by("id")

    assert [event.facts["kind"] for event in events] == ["note", "message"]
    assert "Between" not in str([event.facts for event in events])


def test_a_journal_leaves_no_trail(partnership):
    entry = _write(partnership, "mentee", Kind.JOURNAL)
    _do(partnership, "mentee", services.change, partnership, Kind.JOURNAL, entry.pk, "x", seen=0)
    _do(partnership, "mentee", services.remove, Kind.JOURNAL, entry.pk)

    assert not AuditEvent.objects.filter(verb__startswith="writing.").exists()


def test_the_partner_gets_one_mail_a_day_without_the_words(partnership):
    for text in ("Between us.", "And this."):
        _write(partnership, "mentee", Kind.MESSAGE, text)

    message = Message.objects.get(kind="pair_message")

    assert message.person_id == partnership.mentor_person_id
    letter = kinds.write(message)
    said = str(letter)
    assert partnership.mentee_person.name in said
    assert "Between us" not in said
    assert "And this" not in said


def test_what_is_typed_is_kept_until_it_is_saved(partnership):
    item_id, keep = uuid7(), (services.keep_draft, partnership, Kind.NOTE)
    for text in ("W", "Wor", "Words"):
        _do(partnership, "mentee", *keep, text, item_id=item_id, is_new=True)
    with as_side(partnership, "mentee"):
        own = queries.pair_or_404(partnership.pk, partnership.mentee_person_id)
        place = (Note, own, Kind.NOTE, partnership.mentee_person_id, Keyring(partnership.pk))
        assert queries.typed_new(*place).text == "Words"
        assert Draft.objects.count() == 1

    _write(partnership, "mentee", Kind.NOTE, item_id=item_id)
    # One that was still on its way when its item was saved.
    _do(partnership, "mentee", *keep, "Words", item_id=item_id, is_new=True)

    with as_side(partnership, "mentee"):
        assert not Draft.objects.exists()


def test_an_emptied_field_keeps_nothing(partnership):
    facts = {"item_id": uuid7(), "is_new": True}
    keep = (services.keep_draft, partnership, Kind.MESSAGE)
    _do(partnership, "mentor", *keep, "Words", **facts)
    _do(partnership, "mentor", *keep, "  ", **facts)

    with as_side(partnership, "mentor"):
        assert not Draft.objects.exists()


@pytest.mark.parametrize("kind", services.LONGEST)
def test_nobody_writes_when_content_is_closed(partnership, kind):
    over = timezone.now() - timedelta(days=31)
    Partnership.objects.filter(pk=partnership.pk).update(
        status=Status.ENDED, place=None, ended_at=over
    )

    with pytest.raises(CannotWrite) as refusal:
        _write(partnership, "mentee", kind)

    assert refusal.value.rule == "closed"


def test_a_stranger_writes_nothing(partnership):
    other = pair()
    own = membership_of(other.mentee)

    with as_side(other, "mentee"), pytest.raises(CannotWrite) as refusal:
        services.write(partnership, Kind.NOTE, "Words.", by=own, item_id=uuid7())

    assert refusal.value.rule == "not_yours"


@pytest.mark.parametrize("kind", services.LONGEST)
def test_who_was_erased_writes_nothing_more(partnership, kind):
    destroy_keys(partnership.mentee_person_id)

    with pytest.raises(CannotWrite) as refusal:
        _write(partnership, "mentee", kind)

    assert refusal.value.rule == "gone"


def test_what_an_erased_author_wrote_stands_there_without_words(partnership):
    _write(partnership, "mentee", Kind.MESSAGE, "Gone.")
    _write(partnership, "mentor", Kind.MESSAGE, "Here.")
    destroy_keys(partnership.mentee_person_id)

    with as_side(partnership, "mentor", Actor.PARTICIPANT):
        own = queries.pair_or_404(partnership.pk, partnership.mentor_person_id)
        page = queries.page_of(
            PairMessage, own, partnership.mentor_person_id, 1, Keyring(partnership.pk)
        )
        assert [item.text for item in page.object_list] == ["Here.", None]
        assert not JournalEntry.objects.exists()
