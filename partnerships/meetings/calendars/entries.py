"""Meetings as entries of a calendar: that and when; never with whom, where, or what about."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.calendars import ACCEPTED, CANCEL, REQUEST, Appointment, Invited, Rule, enclosed
from partnerships.meetings.kinds import MeetingStatus, SeriesStatus
from partnerships.meetings.models import Meeting
from partnerships.meetings.timing import moments_of

FILE_NAME = "meeting.ics"
# Not agreed, or not any more.
NOT_ON = (MeetingStatus.PROPOSED, MeetingStatus.CANCELLED)


def mailed(row, person):
    """The ``Attachment`` with which one person's calendar enters, moves or removes a meeting.

    ``row`` is a ``Meeting`` or ``MeetingSeries`` that is or was planned. What is left of a series
    takes its place: many programs read the end of single ones of it from one file badly.
    """
    if isinstance(row, Meeting):
        entries = (of_meeting(row, page=_page(row)),)
        is_off = row.status == MeetingStatus.CANCELLED
    else:
        is_off = row.status == SeriesStatus.CANCELLED
        meetings = list(row.meetings.order_by("original_at"))
        entries = of_series(row, meetings, page=_page(row), is_off=is_off)
    invited = Invited(person.email, ACCEPTED)
    method = CANCEL if is_off else REQUEST
    return enclosed(*entries, method=method, invited=invited, name=FILE_NAME)


def of_meeting(meeting, *, page):
    """The ``Appointment`` of one meeting, be it alone or one of a series."""
    series = meeting.series
    return _appointment(
        meeting,
        page,
        # Later than whatever calendars know of the series.
        sequence=meeting.sequence + (series.sequence if series else 0),
        starts_at=meeting.starts_at,
        zone=(series or meeting).zone,
        changed_at=meeting.changed_at,
        is_cancelled=meeting.status == MeetingStatus.CANCELLED,
        original_at=meeting.original_at,
    )


def of_series(series, meetings, *, page, is_off=False):
    """The ``Appointment`` of a series, and one for each of ``meetings`` that was moved.

    It begins with the first of ``meetings`` and leaves out all that are not among them, or not on;
    nothing when none is. With ``is_off`` it is that of a series which is not on any more.
    """
    on = {one.original_at: one for one in meetings if is_off or one.status not in NOT_ON}
    if not on:
        return ()
    first = min(on)
    master = _appointment(
        series,
        page,
        sequence=series.sequence,
        starts_at=first,
        zone=series.zone,
        changed_at=max([series.changed_at, *(one.changed_at for one in meetings)]),
        is_cancelled=is_off,
        rule=Rule(until=series.until, every=series.every, nth=series.nth),
        left_out=tuple(at for at in moments_of(series) if at > first and at not in on),
    )
    if is_off:
        return (master,)
    moved = [one for one in on.values() if one.starts_at != one.original_at]
    return (master, *(of_meeting(one, page=page) for one in moved))


def _appointment(row, page, *, starts_at, **facts):
    return Appointment(
        uid=row.uid,
        title=_("Mentoring meeting"),
        description=_("Where you meet and what about is in your portal: %(page)s") % {"page": page},
        page=page,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=row.minutes),
        is_private=True,
        **facts,
    )


def _page(row):
    """The address of the page of a pair, where the two alone read more."""
    place = [row.organization.slug, row.partnership_id]
    return settings.BASE_URL + reverse("portal:match", args=place)
