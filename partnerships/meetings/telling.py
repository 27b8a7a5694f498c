"""What became of a meeting: each of the two says it, and meetings elsewhere are written down."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from mentoring import clock
from notifications.calendars import uid_of
from partnerships.meetings.kinds import MeetingStatus, Said
from partnerships.meetings.models import Meeting
from partnerships.meetings.rules import (
    CANCELLED,
    FAR,
    FUTURE,
    NOT_INTRODUCED,
    NOT_STARTED,
    TOO_EARLY,
    TOO_FAR,
    CannotMeet,
    check_shape,
    held,
)
from partnerships.meetings.services import insert, keep, said_before, trace
from partnerships.meetings.timing import overlaps

OPEN = (MeetingStatus.PLANNED, MeetingStatus.HELD, MeetingStatus.MISSED)


@transaction.atomic
def say(meeting, what, *, by):
    """Whether the two met, as one of them has it; each may change their mind, twice is once.

    Where they differ it counts as held: whoever remembers a meeting is rarely wrong, and nobody is
    told so. Raises ``CannotMeet`` before it has begun and for one that was cancelled.
    """
    _partnership, side = held(meeting.partnership, by=by)
    meeting = Meeting.objects.get(pk=meeting.pk)
    if meeting.status not in OPEN:
        raise CannotMeet("cancelled", CANCELLED)
    if meeting.starts_at > clock.now():
        raise CannotMeet("not_started", NOT_STARTED)
    return _say(meeting, side, Said(what), by=by)


@transaction.atomic
def log(partnership, *, at, zone, minutes, form, by, meeting_id):
    """Write down a meeting that was held elsewhere, at the moment ``at``; twice is once.

    One that lies over a meeting which is known already says that this one was held. Raises
    ``CannotMeet``.
    """
    check_shape(zone=zone, minutes=minutes, form=form)
    partnership, side = held(partnership, by=by)
    if partnership.introduced_at is None:
        raise CannotMeet("not_introduced", NOT_INTRODUCED)
    _check_past(partnership, at, zone)
    before = said_before(Meeting, meeting_id, by=by)
    if before is not None:
        return before
    known = _known(partnership, at, minutes)
    if known is not None:
        return _say(known, side, Said.HELD, by=by)
    meeting = Meeting(
        pk=meeting_id,
        partnership=partnership,
        uid=uid_of(f"meeting-{meeting_id}"),
        zone=zone,
        minutes=minutes,
        form=form,
        proposed_by_id=by.person_id,
        starts_at=at,
        status=MeetingStatus.HELD,
        changed_by_id=by.person_id,
        **{f"{side}_said": Said.HELD},
    )
    insert(meeting)
    trace("logged", meeting, by=by)
    return meeting


def _check_past(partnership, at, zone):
    there, now = ZoneInfo(zone), clock.now()
    if at > now:
        raise CannotMeet("future", FUTURE)
    if at < now - FAR:
        raise CannotMeet("too_far", TOO_FAR)
    if at.astimezone(there).date() < partnership.introduced_at.astimezone(there).date():
        raise CannotMeet("too_early", TOO_EARLY)


def _known(partnership, at, minutes):
    """A meeting of the pair that has begun and lies over this time."""
    around = (at - timedelta(days=1), min(at + timedelta(days=1), clock.now()))
    rows = Meeting.objects.filter(partnership=partnership, status__in=OPEN, starts_at__range=around)
    return next((row for row in rows if overlaps(at, minutes, row.starts_at, row.minutes)), None)


def _say(meeting, side, what, *, by):
    if getattr(meeting, f"{side}_said") == what:
        return meeting
    setattr(meeting, f"{side}_said", what)
    is_held = Said.HELD in (meeting.mentee_said, meeting.mentor_said)
    meeting.status = MeetingStatus.HELD if is_held else MeetingStatus.MISSED
    meeting.options, meeting.open_until = [], None
    keep(meeting, by=by)
    trace("said", meeting, by=by, what=what)
    return meeting
