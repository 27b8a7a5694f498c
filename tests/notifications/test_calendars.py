"""Calendar files: one appointment for its whole life, in its own zone, read by other programs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from notifications.calendars import (
    CANCEL,
    PUBLISH,
    REQUEST,
    Appointment,
    Invited,
    calendar_file,
    uid_of,
)

SOMEBODY = Invited("a@b.example")
NEW_YORK = ZoneInfo("America/New_York")


def appointment(**facts):
    start = facts.pop("starts_at", datetime(2027, 3, 14, 9, tzinfo=NEW_YORK))
    values = {
        "uid": uid_of("session-1"),
        "sequence": 0,
        "title": "Training; for mentees, and more",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "zone": "America/New_York",
        "changed_at": datetime(2027, 1, 1, tzinfo=UTC),
    }
    return Appointment(**values | facts)


def event_of(content):
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_a_reader_gets_back_what_was_written():
    hostile = "Bring: paper;\nBEGIN:VEVENT\r\nSUMMARY:Forged"

    calendar, event = event_of(
        calendar_file(
            appointment(description=hostile, place="Hall 3, left"), method=REQUEST, invited=SOMEBODY
        )
    )

    assert calendar["METHOD"] == "REQUEST"
    assert event["SUMMARY"] == "Training; for mentees, and more"
    assert event["DESCRIPTION"].replace("\r", "") == hostile.replace("\r", "")
    assert event["LOCATION"] == "Hall 3, left"
    assert str(event["ATTENDEE"]) == "mailto:a@b.example"
    assert event["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("day", "offset"),
    [(13, -5), (14, -4)],  # clocks go forward in the night between
)
def test_the_zone_of_the_appointment_is_written_out(day, offset):
    start = datetime(2027, 3, day, 9, tzinfo=NEW_YORK)

    calendar, event = event_of(calendar_file(appointment(starts_at=start), method=PUBLISH))

    assert calendar.walk("VTIMEZONE")[0]["TZID"] == "America/New_York"
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=offset)
    assert event["DTSTART"].dt == start
    assert "ATTENDEE" not in event


def test_the_file_is_small_enough_to_be_mailed_to_thousands():
    assert len(calendar_file(appointment(), method=REQUEST, invited=SOMEBODY)) < 2000


def test_moving_raises_the_sequence_and_keeps_the_name():
    _, before = event_of(calendar_file(appointment(), method=REQUEST, invited=SOMEBODY))
    _, after = event_of(calendar_file(appointment(sequence=1), method=REQUEST, invited=SOMEBODY))

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_what_is_cancelled_says_so():
    calendar, event = event_of(
        calendar_file(appointment(sequence=2, is_cancelled=True), method=CANCEL, invited=SOMEBODY)
    )

    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_link_is_where_it_happens_when_there_is_no_place():
    _, event = event_of(calendar_file(appointment(link="https://meet.example/a"), method=PUBLISH))

    assert event["LOCATION"] == event["URL"] == "https://meet.example/a"
