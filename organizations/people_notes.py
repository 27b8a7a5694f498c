"""Intake notes: what coordinators write down about a person, for coordinators alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import About, Keyring
from organizations.audit import record
from organizations.models import IntakeNote

LONGEST = 20_000
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Earlier:
    """What a note said until it was changed."""

    until: datetime
    text: str | None


@dataclass(frozen=True)
class Note:
    """One note in the open; ``text`` is None when its key is gone."""

    row: IntakeNote
    text: str | None
    earlier: tuple[Earlier, ...]
    may_be_edited: bool


def notes_of(person, *, reader):
    """``[Note]`` of a person, the newest first, in three statements."""
    rows = IntakeNote.objects.filter(person=person).select_related("author")
    rows = list(rows.prefetch_related("versions"))
    keys = Keyring([person.pk]) if rows else None
    return [
        Note(
            row=row,
            text=_open(keys, row, row.locked),
            earlier=tuple(
                Earlier(one.until, _open(keys, row, one.locked)) for one in row.versions.all()
            ),
            may_be_edited=_may_edit(row, reader),
        )
        for row in rows
    ]


def note_or_404(person, note_id):
    """One note of this person."""
    row = (
        IntakeNote.objects.select_related("author", "person")
        .filter(person=person, pk=note_id)
        .first()
    )
    if row is None:
        raise Http404
    return row


def text_of(row):
    """What the note says, or None when its key is gone."""
    return _open(Keyring([row.person_id]), row, row.locked)


@transaction.atomic
def write_note(person, text, *, by):
    """A new note about the person. Raises ValidationError for an empty or endless one."""
    row = IntakeNote(person=person, author=by)
    row.locked = _lock(row, _checked(text))
    row.save(force_insert=True)
    record("intake_note.written", person, by=by, note=str(row.pk))
    return row


@transaction.atomic
def edit_note(note, text, *, by):
    """Change one's own note of the last day; what it said before is kept.

    Raises ValidationError for anybody else's, later, and for no text; no change leaves no trace.
    """
    row = (
        IntakeNote.objects.select_for_update(of=("self",))
        .select_related("author", "person")
        .get(pk=note.pk)
    )
    if not _may_edit(row, by):
        raise ValidationError(
            _("Only its author changes a note, and only on the first day. Write another one.")
        )
    text = _checked(text)
    if text == text_of(row):
        return row
    row.locked = _lock(row, text)
    row.save(update_fields=["locked"])
    record("intake_note.changed", row.person, by=by, note=str(row.pk))
    return row


@transaction.atomic
def remove_note(note, *, by):
    """Delete a note with all it ever said; the trail keeps that there was one."""
    facts = {"note": str(note.pk), "author": str(note.author.user_id)}
    deleted, _tables = IntakeNote.objects.filter(pk=note.pk).delete()
    if deleted:
        record("intake_note.removed", note.person, by=by, **facts)


def _may_edit(row, reader):
    own = row.author.user_id == reader.user_id
    return own and row.written_at > clock.now() - A_DAY


def _checked(text):
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({"text": _("Write something first.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Write at most %(n)s characters.") % {"n": LONGEST}})
    return text


def _about(row):
    return About("organizations_intakenote.locked", row.pk)


def _lock(row, text):
    return Keyring([row.person_id]).encrypt(row.person_id, text, _about(row))


def _open(keys, row, locked):
    try:
        return keys.decrypt(row.person_id, locked, _about(row))
    except Unreadable:
        return None
