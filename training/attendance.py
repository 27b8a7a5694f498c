"""Who was there: noted by a coordinator from the session's start on, and undone as it was done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.utils.translation import gettext as _

from mentoring.tenancy.keys import uuid7
from organizations.audit import record
from training import queries
from training.models import LiveSession, SessionInvitation
from training.roles import Answer, Attendance


@transaction.atomic
def note(session, marks, *, by):
    """Set ``{invitation id: attendance or ""}``; the batch to undo it by, or None.

    Invitations of other sessions are left alone, and no change leaves no trace.
    """
    _refuse_too_early(session)
    rows = _locked(session, pk__in=list(marks))
    changed = [row for row in rows if marks[row.pk] != row.attendance]
    wrong = {marks[row.pk] for row in changed} - {"", *Attendance.values}
    if wrong:
        raise ValidationError(_("Choose attended, partly or absent."))
    return _write(session, [(row, marks[row.pk]) for row in changed], by=by)


@transaction.atomic
def note_rest(session, *, by):
    """Everybody not noted yet attended, but for those who said that they cannot; the batch."""
    _refuse_too_early(session)
    rows = _locked(session, attendance="")
    marks = [
        (row, Attendance.ABSENT if row.answer == Answer.CANNOT else Attendance.ATTENDED)
        for row in rows
    ]
    return _write(session, marks, by=by)


@transaction.atomic
def undo(session, batch, *, by):
    """Take one batch back where nobody has noted anything since; how many it was."""
    rows = SessionInvitation.objects.filter(session=session, attendance_batch=batch)
    undone = rows.update(
        attendance=F("attendance_before"), attendance_before=Value(""), attendance_batch=None
    )
    if undone:
        record("session.attendance_undone", session, by=by, people=undone)
    return undone


def _refuse_too_early(session):
    session = LiveSession.objects.get(pk=session.pk)
    if session.is_cancelled:
        raise ValidationError(_("This session was cancelled, so nobody attended."))
    if not session.has_started:
        raise ValidationError(_("Attendance is taken from the start of the session on."))


def _locked(session, **narrow):
    rows = SessionInvitation.objects.filter(queries.INVITED, session=session, **narrow)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _write(session, marks, *, by):
    if not marks:
        return None
    batch = uuid7()
    for row, attendance in marks:
        row.attendance_before, row.attendance = row.attendance, attendance
        row.attendance_batch = batch
    SessionInvitation.objects.bulk_update(
        [row for row, _attendance in marks],
        ["attendance", "attendance_before", "attendance_batch"],
        batch_size=1000,
    )
    record("session.attendance", session, by=by, people=len(marks))
    return batch
