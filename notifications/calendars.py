"""Calendar files of appointments, as mail and calendar programs read them (RFC 5545, RFC 5546)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Mentoring//Calendar//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True)
class Appointment:
    """One appointment as one person has it.

    ``uid`` stays the same for its whole life; ``sequence`` rises with every change, or calendars
    keep the older one. ``zone`` is a name such as ``Europe/Copenhagen``; ``starts_at`` and
    ``ends_at`` are aware, ``changed_at`` is when it became as it is.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    changed_at: datetime
    description: str = ""
    place: str = ""
    link: str = ""
    is_cancelled: bool = False


def uid_of(key):
    """An address-like name for ``key`` that is unique in the world."""
    return f"{key}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}"


def calendar_file(appointment, method, attendee=""):
    """The bytes of an ``.ics`` file with its time zone written out.

    ``method`` is ``REQUEST`` or ``CANCEL`` in a mail to ``attendee``, and ``PUBLISH`` in a file to
    take away, which has no attendee.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(appointment, attendee))
    around = timedelta(days=366)
    calendar.add_missing_timezones(
        first_date=(appointment.starts_at - around).date(),
        last_date=(appointment.ends_at + around).date(),
    )
    return calendar.to_ical()


def _event(appointment, attendee):
    zone = ZoneInfo(appointment.zone)
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("summary", appointment.title)
    event.add("dtstart", appointment.starts_at.astimezone(zone))
    event.add("dtend", appointment.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    for name, value in (
        ("description", appointment.description),
        ("location", appointment.place or appointment.link),
        ("url", appointment.link),
    ):
        if value:
            event.add(name, value)
    if attendee:
        _address(event, attendee)
    return event


def _address(event, attendee):
    """Who asks, and who is asked; the answer is given on our page, not by mail."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or address)
    event.add("organizer", organizer)
    invited = vCalAddress(f"mailto:{attendee}")
    invited.params["ROLE"] = vText("REQ-PARTICIPANT")
    invited.params["RSVP"] = vText("FALSE")
    event.add("attendee", invited)
