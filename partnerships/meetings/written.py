"""Where a meeting is and what it is about: written and read by the two alone."""

from django.db import transaction

from mentoring import clock
from mentoring.crypto.master import Unreadable
from notifications.services import tell
from organizations.audit import record
from partnerships.lifecycle import MENTEE
from partnerships.meetings.kinds import Words
from partnerships.meetings.models import Meeting, MeetingWords
from partnerships.meetings.rules import CHANGED, NOT_YOURS, CannotMeet, checked_words, fresh, held
from partnerships.queries import other_side
from partnerships.writing.keys import Keyring
from partnerships.writing.services import CannotWrite, sealed_by


@transaction.atomic
def write_agenda(meeting, text, *, by, seen):
    """The mentee says what the meeting is about; empty takes it back.

    ``seen`` is the revision of the agenda that was on the page, 0 when there was none. Raises
    ``CannotMeet``.
    """
    text = checked_words(Words.AGENDA, text)
    partnership, side = held(meeting.partnership, by=by)
    if side != MENTEE:
        raise CannotMeet("not_yours", NOT_YOURS)
    row = _own(Words.AGENDA, meeting, by=by)
    if (row.revision if row else 0) != seen:
        raise CannotMeet("changed", CHANGED)
    if keep(partnership, Words.AGENDA, text, about=meeting, by=by):
        record("meeting.prepared", partnership, by=by, meeting=str(meeting.pk))


@transaction.atomic
def write_place(meeting, text, *, by, seen):
    """Either of the two says where it is; the other is told that it changed, not where.

    ``seen`` is the meeting's revision on the page. Raises ``CannotMeet``.
    """
    text = checked_words(Words.PLACE, text)
    partnership, side = held(meeting.partnership, by=by)
    meeting = fresh(meeting, seen)
    if keep(partnership, Words.PLACE, text, about=meeting, by=by):
        meeting.revision, meeting.changed_at = meeting.revision + 1, clock.now()
        meeting.changed_by_id = by.person_id
        meeting.save(update_fields=["revision", "changed_at", "changed_by"])
        record("meeting.placed", partnership, by=by, meeting=str(meeting.pk))
        other = other_side(side)
        person = getattr(partnership, f"{other}_person")
        tell(person, "meeting_place", f"{meeting.pk} {meeting.revision}", side=other)
    return meeting


def keep(partnership, kind, text, *, about, by):
    """Seal the words about a meeting or series in the author's own row; whether they are new."""
    keys = Keyring(partnership.pk)
    row = _own(kind, about, by=by)
    if row is None:
        if not text:
            return False
        row = MeetingWords(partnership=partnership, author_id=by.person_id, kind=kind)
        setattr(row, _column(about), about)
        row.stamp()
    elif read(keys, row) == text:
        return False
    try:
        with sealed_by():
            keys.seal(row, text)
    except CannotWrite as refusal:
        raise CannotMeet(refusal.rule, refusal.message) from None
    row.revision, row.edited_at = row.revision + 1, clock.now()
    row.save()
    return True


def read(keys, row):
    """What it says; None when its author's key is gone."""
    try:
        return keys.read(row)
    except Unreadable:
        return None


def _own(kind, about, *, by):
    rows = MeetingWords.objects.filter(kind=kind, author=by.person_id)
    return rows.filter(**{_column(about): about.pk}).first()


def _column(about):
    return "meeting" if isinstance(about, Meeting) else "series"
