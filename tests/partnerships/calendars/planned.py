"""A series and its meetings as the database would have them, in memory."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from organizations.models import Organization
from partnerships.meetings.kinds import MeetingStatus, SeriesStatus
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.meetings.timing import moments_of, nth_of

AGREED = datetime(2026, 1, 5, 8, tzinfo=UTC)
# Half an hour of summer, winter as the exception, a clock put back for one month, the south, a
# quarter of an hour, midnight, and none at all.
ODD_ZONES = (
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Africa/Casablanca",
    "America/Santiago",
    "Pacific/Chatham",
    "Africa/Cairo",
    "Asia/Kolkata",
    "America/New_York",
    "UTC",
)


def series(first_on, at, zone, *, until, every=1, unit="week", minutes=60):
    """A planned ``MeetingSeries`` that nothing has happened to."""
    return MeetingSeries(
        organization=Organization(slug="northwind"),
        partnership_id=UUID(int=1),
        uid="series-1@mentoring.example",
        zone=zone,
        minutes=minutes,
        first_on=first_on,
        at=at,
        every=every,
        unit=unit,
        nth=nth_of(first_on) if unit == "month" else None,
        until=until,
        status=SeriesStatus.PLANNED,
        changed_at=AGREED,
    )


def meetings_of(rule):
    """One planned ``Meeting`` for each moment of a series."""
    return [
        Meeting(
            organization=rule.organization,
            series=rule,
            uid=rule.uid,
            zone=rule.zone,
            minutes=rule.minutes,
            original_at=at,
            starts_at=at,
            status=MeetingStatus.PLANNED,
            changed_at=AGREED,
        )
        for at in moments_of(rule)
    ]


def move(meeting, by=timedelta(hours=30)):
    meeting.starts_at += by
    meeting.sequence += 1


def cancel(meeting):
    meeting.status = MeetingStatus.CANCELLED
    meeting.sequence += 1
