"""Meetings as the two agree on them: proposed by one, answered by the other, cancelled by either.

Each step holds the partnership first, so whoever is slower finds what the faster one left.
"""

from django.db import IntegrityError, transaction

from mentoring import clock
from notifications.calendars import uid_of
from notifications.services import tell
from organizations.audit import record
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.meetings import written
from partnerships.meetings.kinds import MeetingStatus, Words
from partnerships.meetings.models import Meeting
from partnerships.meetings.rules import (
    NOT_YOURS,
    OWN,
    PAST,
    STARTED,
    CannotMeet,
    check_room,
    check_shape,
    check_times,
    checked_words,
    fresh,
    held,
    held_open,
)
from partnerships.queries import other_side


@transaction.atomic
def propose(partnership, *, times, zone, minutes, form, by, meeting_id, place=""):
    """One of the two proposes up to three moments (aware); the other chooses.

    ``zone`` is the name of the zone that they were typed in. ``meeting_id`` comes with the form, so
    that twice is once. Raises ``CannotMeet``.
    """
    times, place = check_times(times), checked_words(Words.PLACE, place)
    check_shape(zone=zone, minutes=minutes, form=form)
    partnership, side = held_open(partnership, by=by)
    before = said_before(Meeting, meeting_id, by=by)
    if before is not None:
        return before
    check_room(partnership)
    meeting = Meeting(
        pk=meeting_id,
        partnership=partnership,
        uid=uid_of(f"meeting-{meeting_id}"),
        zone=zone,
        minutes=minutes,
        form=form,
        proposed_by_id=by.person_id,
        starts_at=times[0],
        options=times,
        open_until=times[-1],
        changed_by_id=by.person_id,
    )
    insert(meeting)
    if place:
        written.keep(partnership, Words.PLACE, place, about=meeting, by=by)
    trace("proposed", meeting, by=by)
    tell_side(other_side(side), "meeting_proposed", meeting)
    return meeting


@transaction.atomic
def propose_again(meeting, *, times, zone, by, seen):
    """Other moments: for what waits for an answer, or to move what is planned.

    Until the other agrees, what is planned stays as it was. Raises ``CannotMeet``.
    """
    times = check_times(times)
    partnership, side = held_open(meeting.partnership, by=by)
    meeting = fresh(meeting, seen)
    check_shape(zone=zone, minutes=meeting.minutes, form=meeting.form)
    _check_ahead(meeting)
    if meeting.status == MeetingStatus.PROPOSED:
        meeting.starts_at = times[0]
    meeting.options, meeting.open_until = times, times[-1]
    meeting.proposed_by_id, meeting.proposed_at, meeting.zone = by.person_id, clock.now(), zone
    keep(meeting, by=by)
    trace("proposed", meeting, by=by)
    tell_side(other_side(side), "meeting_proposed", meeting)
    return meeting


@transaction.atomic
def accept(meeting, at, *, by, seen):
    """Whoever was asked takes one of the moments; the same answer twice is once.

    Raises ``CannotMeet``, with the rule ``changed`` or ``cancelled`` when somebody was faster.
    """
    held_open(meeting.partnership, by=by)
    now = Meeting.objects.get(pk=meeting.pk)
    if now.status == MeetingStatus.PLANNED and now.starts_at == at and not now.options:
        return now
    meeting = fresh(meeting, seen)
    if meeting.proposed_by_id == by.person_id:
        raise CannotMeet("own", OWN)
    if at not in meeting.options or at <= clock.now():
        raise CannotMeet("past", PAST)
    if meeting.status == MeetingStatus.PLANNED:
        meeting.sequence += 1  # calendars have it already
    meeting.status, meeting.starts_at, meeting.agreed_at = MeetingStatus.PLANNED, at, clock.now()
    meeting.options, meeting.open_until = [], None
    keep(meeting, by=by)
    trace("agreed", meeting, by=by)
    tell_both("meeting_planned", meeting)
    return meeting


@transaction.atomic
def give_up(meeting, *, by, seen):
    """Either of the two says no to what waits for an answer: the asked, or who proposed it.

    A meeting that was planned stays as it was. Raises ``CannotMeet``.
    """
    _partnership, side = held(meeting.partnership, by=by)
    now = Meeting.objects.get(pk=meeting.pk)
    if now.status == MeetingStatus.CANCELLED:
        return now
    meeting = fresh(meeting, seen)
    if meeting.status == MeetingStatus.PROPOSED:
        meeting.status = MeetingStatus.CANCELLED
    meeting.options, meeting.open_until = [], None
    keep(meeting, by=by)
    trace("declined", meeting, by=by)
    tell_side(other_side(side), "meeting_declined", meeting)
    return meeting


@transaction.atomic
def cancel(meeting, *, by, seen):
    """Either of the two cancels a planned meeting that has not begun; twice is once.

    Raises ``CannotMeet``.
    """
    held(meeting.partnership, by=by)
    now = Meeting.objects.get(pk=meeting.pk)
    if now.status == MeetingStatus.CANCELLED:
        return now
    meeting = fresh(meeting, seen)
    _check_ahead(meeting)
    drop(meeting, by=by)
    trace("cancelled", meeting, by=by)
    tell_both("meeting_cancelled", meeting)
    return meeting


def drop(meeting, *, by=None):
    """Cancel a held row; what was planned is news to calendars.

    ``by`` is who cancels this meeting alone, None where it goes with others.
    """
    meeting.sequence += meeting.status == MeetingStatus.PLANNED
    meeting.status = MeetingStatus.CANCELLED
    meeting.options, meeting.open_until = [], None
    keep(meeting, by=by)


def keep(row, *, by):
    """Save a changed meeting or series; ``by`` is who of the two changed it, or None."""
    row.revision, row.changed_at = row.revision + 1, clock.now()
    row.changed_by_id = by.person_id if by else None
    row.save()


def said_before(model, pk, *, by):
    """What the same form has made before, or None."""
    row = model.objects.filter(pk=pk).first()
    if row is not None and row.proposed_by_id != by.person_id:
        raise CannotMeet("not_yours", NOT_YOURS)
    return row


def insert(row):
    """Save a new row; an id that somebody out of sight has taken is refused."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if error.__cause__.diag.sqlstate != "23505":
            raise
        raise CannotMeet("not_yours", NOT_YOURS) from None


def trace(verb, row, *, by, **facts):
    """The trail says that and when, as coordinators may see."""
    record(f"meeting.{verb}", row.partnership, by=by, meeting=str(row.pk), **facts)


def tell_side(side, kind, row):
    """A message to one of the two about this state of a meeting or series."""
    person = getattr(row.partnership, f"{side}_person")
    tell(person, kind, f"{row.pk} {row.revision}", side=side, of=row._meta.model_name)


def tell_both(kind, row):
    for side in (MENTEE, MENTOR):
        tell_side(side, kind, row)


def _check_ahead(meeting):
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.MISSED):
        raise CannotMeet("started", STARTED)
    if meeting.status == MeetingStatus.PLANNED and meeting.starts_at <= clock.now():
        raise CannotMeet("started", STARTED)
