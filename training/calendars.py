"""A session as an entry of somebody's calendar."""

from notifications.calendars import (
    ACCEPTED,
    CANCEL,
    DECLINED,
    PUBLISH,
    REQUEST,
    Appointment,
    Invited,
    calendar_file,
    enclosed,
    uid_of,
)
from training.roles import Answer
from training.zones import zone_or_utc

FILE_NAME = "session.ics"
ANSWERS = {Answer.COMING: ACCEPTED, Answer.CANNOT: DECLINED}


def appointment(session, *, session_id=None, sequence=None, is_cancelled=None):
    """The ``Appointment`` of a ``LiveSession``, or of a row with the same facts."""
    return Appointment(
        uid=uid_of(session_id or session.pk),
        sequence=session.sequence if sequence is None else sequence,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=str(zone_or_utc(session.time_zone)),
        changed_at=session.changed_at,
        description=session.description,
        place=session.place,
        link=session.link,
        is_cancelled=session.status == "cancelled" if is_cancelled is None else is_cancelled,
    )


def mailed(invitation, address):
    """The ``Attachment`` with which calendars of one invited person enter, move or remove it."""
    is_off = invitation.is_withdrawn or invitation.session.is_cancelled
    entry = appointment(invitation.session, sequence=invitation.sequence, is_cancelled=is_off)
    invited = Invited(address, ANSWERS.get(invitation.answer, ""))
    return enclosed(entry, method=CANCEL if is_off else REQUEST, invited=invited, name=FILE_NAME)


def taken(entry):
    """The bytes of a file to take away."""
    return calendar_file(entry, method=CANCEL if entry.is_cancelled else PUBLISH)
