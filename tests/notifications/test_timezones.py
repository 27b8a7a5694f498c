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
    "Asia/Jerusalem",
    "Europe/London",
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


def test_a_rule_stands_where_there_is_one_and_each_change_elsewhere():
    text = vtimezone("Europe/Dublin", FIRST, LAST).to_ical()
    assert b"DTSTART:19960331T010000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in text
    assert b"RRULE:FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=23,24" in vtimezone(
        "Asia/Jerusalem", FIRST, LAST
    ).to_ical().replace(b"\r\n ", b"")

    alone = vtimezone("Africa/Casablanca", FIRST, datetime(2026, 12, 1, tzinfo=UTC)).to_ical()
    assert b"RRULE" not in alone
    # By the clocks as they were until then.
    assert b"DTSTART:20260215T030000\r\n" in alone
    assert b"DTSTART:20260322T020000\r\n" in alone
