"""Time zones as they are written into calendar files, read by another program."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz

from notifications.timezones import vtimezone

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)
# Half an hour of summer; winter as the exception; clocks put back for one month, by the moon; the
# south; a quarter of an hour; changes at midnight; two hours; none.
ZONES = (
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Africa/Casablanca",
    "America/Santiago",
    "Pacific/Chatham",
    "Africa/Cairo",
    "Asia/Gaza",
    "Antarctica/Troll",
    "Asia/Kolkata",
)


def as_read(zone):
    text = vtimezone(zone, FIRST, LAST).to_ical().decode()
    return tz.tzical(StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).get()


@pytest.mark.parametrize("zone", ZONES)
def test_its_clocks_show_the_same_all_the_time(zone):
    read, there, step = as_read(zone), ZoneInfo(zone), timedelta(minutes=90)
    hours = (FIRST + n * step for n in range((LAST - FIRST) // step))
    shown = [at.astimezone(there) for at in hours]

    # Of an hour that comes twice the first is what calendars mean.
    differ = [at for at in shown if not at.fold and _offset(at, read) != at.utcoffset()]

    assert differ == []


def _offset(at, zone):
    return at.replace(tzinfo=zone).utcoffset()


def test_a_change_is_at_the_time_that_clocks_showed_until_then():
    text = vtimezone("America/New_York", FIRST, datetime(2026, 12, 1, tzinfo=UTC)).to_ical()

    assert b"DTSTART:20260308T020000\r\n" in text
    assert b"DTSTART:20261101T020000\r\n" in text
