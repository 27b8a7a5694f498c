"""Calendar files of appointments, as mail and calendar programs read them (RFC 5545, RFC 5546)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vDDDTypes, vRecur, vText

from notifications.kinds import Attachment
from notifications.timezones import vtimezone

PRODUCT = "-//Mentoring//Calendar//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
ACCEPTED, DECLINED, NEEDS_ACTION = "ACCEPTED", "DECLINED", "NEEDS-ACTION"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# A clock change a year before the first and after the last is enough for any program to know both
# offsets of a zone.
AROUND = timedelta(days=366)


@dataclass(frozen=True)
class Rule:
    """That an appointment comes again, at one hour on the clocks of its zone.

    Every so many weeks on the weekday it starts on, or with ``nth`` every so many months on the
    nth such weekday (-1 is the last); ``until`` is the last day that it may come on.
    """

    until: date
    every: int = 1
    nth: int | None = None


@dataclass(frozen=True)
class Appointment:
    """One appointment as one person has it.

    ``uid`` stays the same for its whole life; ``sequence`` rises with every change, or calendars
    keep the older one. ``zone`` is a name such as ``Europe/Copenhagen``; ``starts_at`` and
    ``ends_at`` are aware, ``changed_at`` is when it became as it is. With a ``rule`` it is a whole
    series, without the moments ``left_out``; with ``original_at`` it is the one of a series that
    the rule has at that moment, wherever it is now, on the clocks of the series' ``zone``.
    ``link`` is where it takes place, ``page`` where more is said. What is private shows to others
    as busy.
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
    page: str = ""
    is_cancelled: bool = False
    is_private: bool = False
    rule: Rule | None = None
    left_out: tuple[datetime, ...] = ()
    original_at: datetime | None = None


@dataclass(frozen=True)
class Invited:
    """Whose calendar a file is for, and what they have answered on our page."""

    address: str
    answer: str = ""


def uid_of(key):
    """An address-like name for ``key`` that is unique in the world."""
    return f"{key}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}"


def calendar_file(*appointments, method, invited=None, properties=()):
    """The bytes of an ``.ics`` file with its time zones written out.

    ``method`` is ``REQUEST`` or ``CANCEL`` in a mail to somebody ``invited``, who then gets
    appointments of one ``uid``, and ``PUBLISH`` in what is taken away. ``properties`` are further
    names and values of the calendar itself.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for name, value in properties:
        calendar.add(name, value)
    for appointment in appointments:
        calendar.add_component(_event(appointment, invited))
    if appointments:
        first, last = _span(appointments)
        for zone in sorted(calendar.get_missing_tzids(), reverse=True):
            calendar.subcomponents.insert(0, vtimezone(zone, first - AROUND, last + AROUND))
    return calendar.to_ical()


def enclosed(*appointments, method, invited, name):
    """The ``Attachment`` that enters, moves or removes appointments in one person's calendar."""
    content = calendar_file(*appointments, method=method, invited=invited)
    return Attachment(name, content, f"text/calendar; method={method}; charset=utf-8")


def _span(appointments):
    """The moments between which all these lie, at least."""
    starts = [one.starts_at for one in appointments]
    starts += [one.original_at for one in appointments if one.original_at]
    ends = [one.ends_at for one in appointments]
    ends += [_last_moment(one) for one in appointments if one.rule]
    return min(starts), max(ends)


def _last_moment(appointment):
    """When the last day of a series is over, on its own clocks."""
    return datetime.combine(
        appointment.rule.until, time(23, 59, 59), ZoneInfo(appointment.zone)
    ).astimezone(UTC)


def _event(appointment, invited):
    zone = ZoneInfo(appointment.zone)
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("summary", appointment.title)
    event.add("dtstart", appointment.starts_at.astimezone(zone))
    event.add("dtend", appointment.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    if appointment.is_private:
        event.add("class", "PRIVATE")
    for name, value in (
        ("description", appointment.description),
        ("location", appointment.place or appointment.link),
        ("url", appointment.link or appointment.page),
    ):
        if value:
            event.add(name, value)
    _again(event, appointment, zone)
    if invited:
        _address(event, invited)
    return event


def _again(event, appointment, zone):
    """What ties the appointments of a series together."""
    if appointment.rule:
        event.add("rrule", _rrule(appointment, zone))
    for moment in appointment.left_out:
        event.add("exdate", moment.astimezone(zone))
    if appointment.original_at:
        original = vDDDTypes(appointment.original_at.astimezone(zone))
        event.add("recurrence-id", original)


def _rrule(appointment, zone):
    rule = appointment.rule
    weekday = WEEKDAYS[appointment.starts_at.astimezone(zone).weekday()]
    return vRecur(
        freq="MONTHLY" if rule.nth else "WEEKLY",
        interval=rule.every,
        byday=f"{rule.nth}{weekday}" if rule.nth else weekday,
        until=_last_moment(appointment),
    )


def _address(event, invited):
    """Who asks, and who is asked; the answer is given on our page, not by mail."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or address)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{invited.address}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(invited.answer or NEEDS_ACTION)
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
