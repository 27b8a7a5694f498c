"""Moments at which pairs are reminded, and what they were told by then."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentoring import clock
from notifications import kinds
from notifications.models import Message
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.factories.training import introduce
from tests.partnerships.meetings.people import ZONES
from tests.partnerships.writing.people import BOTH

# In a year that is over: steps of a partnership are never noted for a day to come.
BEGUN = datetime(2025, 1, 20, 10, tzinfo=UTC)


def introduced_on(moment=BEGUN, days=365):
    """A pair in two zones, introduced at this moment in a program that lasts so much longer."""
    day = moment.date()
    program = ProgramFactory(starts_on=day - timedelta(days=9), ends_on=day + timedelta(days=days))
    mentee = ParticipantFactory(program=program, time_zone=ZONES["mentee"])
    mentor = ParticipantFactory(program=program, mentor=True, time_zone=ZONES["mentor"])
    with clock.held_at(moment):
        pair = make_partnership(mentor=mentor, mentee=mentee, accepted_by=BOTH)
        introduce(pair)
    return pair


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
