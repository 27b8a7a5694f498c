"""Meetings that come again: proposed and answered as one, cancelled one, from one on, or all."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from notifications.calendars import uid_of
from partnerships.meetings import written
from partnerships.meetings.kinds import MeetingStatus, SeriesStatus, Unit, Words
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.meetings.rules import (
    CANCELLED,
    FAR,
    OWN,
    PAST,
    TOO_FAR,
    CannotMeet,
    check_room,
    check_shape,
    check_times,
    checked_words,
    fresh,
    held,
    held_open,
)
from partnerships.meetings.services import (
    drop,
    insert,
    keep,
    said_before,
    tell_both,
    tell_side,
    trace,
)
from partnerships.meetings.timing import moments_of, nth_of
from partnerships.queries import other_side

A_DAY = timedelta(days=1)  # zones apart
ONE_ONLY = _("This makes a single meeting. Choose a later last day, or propose one meeting.")


@transaction.atomic
def propose_series(partnership, *, by, series_id, place="", replaces=None, seen=None, **rule):
    """One of the two proposes to meet every so many weeks or months until a day.

    ``rule`` has ``first_on`` and ``at`` on the clocks of ``zone``, ``every``, ``unit``, ``until``,
    ``minutes`` and ``form``. ``replaces`` is a planned series, in the revision ``seen``, that this
    one takes the place of once it is agreed. Twice is once. Raises ``CannotMeet``.
    """
    place = checked_words(Words.PLACE, place)
    check_shape(**{name: rule[name] for name in ("zone", "minutes", "form")})
    series = _made(partnership, series_id, rule, by=by)
    moments = _checked_moments(series)
    series.partnership, side = held_open(partnership, by=by)
    before = said_before(MeetingSeries, series_id, by=by)
    if before is not None:
        return before
    if replaces is not None:
        series.replaces = _replaced(replaces, series.partnership, seen)
    check_room(series.partnership)
    insert(series)
    if place:
        written.keep(series.partnership, Words.PLACE, place, about=series, by=by)
    trace("proposed", series, by=by, times=len(moments))
    tell_side(other_side(side), "meeting_proposed", series)
    return series


def _made(partnership, series_id, rule, *, by):
    first_on, unit = rule["first_on"], rule["unit"]
    return MeetingSeries(
        pk=series_id,
        partnership=partnership,
        uid=uid_of(f"series-{series_id}"),
        proposed_by_id=by.person_id,
        changed_by_id=by.person_id,
        nth=nth_of(first_on) if unit == Unit.MONTH else None,
        **rule,
    )


def _checked_moments(series):
    """When its meetings would be. Raises ``CannotMeet``."""
    if series.until > (clock.now() + FAR).date():
        raise CannotMeet("too_far", TOO_FAR)
    if series.first_on < (clock.now() - A_DAY).date():
        raise CannotMeet("past", PAST)
    moments = moments_of(series)
    if len(moments) < 2:
        raise CannotMeet("one_only", ONE_ONLY)
    check_times(moments[:1])
    return moments


def _replaced(series, partnership, seen):
    """The series that is to be moved, as it stands now."""
    now = fresh(series, seen)
    if now.partnership_id != partnership.pk or now.status != SeriesStatus.PLANNED:
        raise CannotMeet("cancelled", CANCELLED)
    return now


@transaction.atomic
def accept_series(series, *, by, seen):
    """Whoever was asked agrees: each meeting that is still to come is planned; twice is once.

    What lies ahead of the series whose place it takes is cancelled. Raises ``CannotMeet``.
    """
    held_open(series.partnership, by=by)
    now = MeetingSeries.objects.get(pk=series.pk)
    if now.status == SeriesStatus.PLANNED:
        return now
    series = fresh(series, seen)
    if series.proposed_by_id == by.person_id:
        raise CannotMeet("own", OWN)
    ahead = [at for at in moments_of(series) if at > clock.now()]
    if not ahead:
        raise CannotMeet("past", PAST)
    series.status, series.agreed_at = SeriesStatus.PLANNED, clock.now()
    keep(series, by=by)
    Meeting.objects.bulk_create(_meeting(series, at) for at in moments_of(series) if at in ahead)
    trace("agreed", series, by=by, times=len(ahead))
    if series.replaces_id:
        cancel_series(series.replaces, by=by)
    tell_both("meeting_planned", series)
    return series


@transaction.atomic
def give_up_series(series, *, by, seen):
    """Either of the two says no to a series that waits for an answer; twice is once."""
    _partnership, side = held(series.partnership, by=by)
    if MeetingSeries.objects.get(pk=series.pk).status == SeriesStatus.CANCELLED:
        return series
    series = fresh(series, seen)
    if series.status != SeriesStatus.PROPOSED:
        raise CannotMeet("cancelled", CANCELLED)
    series.status = SeriesStatus.CANCELLED
    keep(series, by=by)
    trace("declined", series, by=by)
    tell_side(other_side(side), "meeting_declined", series)
    return series


@transaction.atomic
def cancel_series(series, *, by, since=None):
    """Either of the two cancels what lies ahead of a series; what was stays.

    ``since`` is the meeting from which on, or None for all. Twice is once.
    """
    held(series.partnership, by=by)
    series = MeetingSeries.objects.get(pk=series.pk)
    if series.status != SeriesStatus.PLANNED:
        return series
    if drop_series(series, since.original_at if since else None, by=by):
        trace("cancelled", series, by=by)
        tell_both("meeting_cancelled", series)
    return series


def drop_series(series, since=None, *, by=None):
    """Cancel the rest of a held series, from the moment ``since`` on; how many meetings went."""
    ahead = series.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=clock.now())
    if since is not None:
        ahead = ahead.filter(original_at__gte=since)
    ahead = list(ahead.order_by("original_at"))
    if not ahead:
        return 0
    for meeting in ahead:
        drop(meeting)
    kept = series.meetings.exclude(status=MeetingStatus.CANCELLED)
    if kept.exists():
        first = ahead[0].original_at.astimezone(ZoneInfo(series.zone)).date()
        series.until = min(series.until, first - timedelta(days=1))
    else:
        series.status = SeriesStatus.CANCELLED
    series.sequence += 1
    keep(series, by=by)
    return len(ahead)


def _meeting(series, at):
    return Meeting(
        partnership=series.partnership,
        series=series,
        original_at=at,
        starts_at=at,
        uid=series.uid,
        zone=series.zone,
        minutes=series.minutes,
        form=series.form,
        status=MeetingStatus.PLANNED,
        proposed_by_id=series.proposed_by_id,
        proposed_at=series.proposed_at,
        agreed_at=series.agreed_at,
    )
