"""Moments at which pairs are reminded, and what they were told by then."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentoring import clock
from notifications import kinds
from notifications.models import Message
from tests.partnerships.meetings.people import introduced_pair

BEGUN = datetime(2027, 1, 20, 10, tzinfo=UTC)


def introduced_on(moment=BEGUN):
    """A pair that is introduced at this moment."""
    with clock.held_at(moment):
        return introduced_pair()


def on(day, hour=9, zone="UTC"):
    """The clock held at a full hour of a day, by the clocks of a zone."""
    return clock.held_at(datetime.combine(day, time(hour), ZoneInfo(zone)))


def after(days, hour=9, begun=BEGUN, zone="UTC"):
    """The same, so many days after the beginning."""
    return on(begun.astimezone(ZoneInfo(zone)).date() + timedelta(days=days), hour, zone)


def place(organization, zone):
    organization.time_zone = zone
    organization.save()


def told(kind, person_id):
    """Occasions of what was said to somebody, without the id that each begins with."""
    rows = Message.objects.filter(kind=kind, person=person_id).order_by("occasion")
    return [one.partition(":")[2] for one in rows.values_list("occasion", flat=True)]


def letters(kind, person_id):
    """What a worker would send of these now: ``Letter`` or None."""
    rows = Message.objects.filter(kind=kind, person=person_id).order_by("created_at", "id")
    return [kinds.write(row) for row in rows]
