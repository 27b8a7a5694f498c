"""Meetings as entries of a calendar: another program finds the same moments, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import pytest
from django import conf
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.calendars import ACCEPTED, CANCEL, PUBLISH, REQUEST, Invited, calendar_file
from organizations.models import Person
from partnerships.meetings.calendars.entries import mailed, of_meeting, of_series
from partnerships.meetings.kinds import MeetingStatus
from tests.partnerships.calendars.planned import ODD_ZONES, cancel, meetings_of, move, series
from tests.partnerships.calendars.reading import components, instants

PAGE = "https://mentoring.example/"
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))


def file_of(rule, meetings, method=PUBLISH, **how):
    return calendar_file(*of_series(rule, meetings, page=PAGE), method=method, **how)


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ODD_ZONES),
    first_on=DAYS,
    at=HOURS,
    every=st.integers(1, 12),
    unit=st.sampled_from(("week", "month")),
    days=st.integers(0, 400),
    fates=st.lists(st.sampled_from(("on", "on", "on", "moved", "cancelled")), min_size=1),
    unseen=st.integers(0, 5),
)
def test_another_program_finds_the_moments_of_the_product(
    zone, first_on, at, every, unit, days, fates, unseen
):
    rule = series(first_on, at, zone, every=every, unit=unit, until=first_on + timedelta(days=days))
    meetings = meetings_of(rule)
    for number, one in enumerate(meetings):
        {"on": lambda _: None, "moved": move, "cancelled": cancel}[fates[number % len(fates)]](one)
    shown = meetings[unseen:]
    on = sorted(one.starts_at for one in shown if one.status != MeetingStatus.CANCELLED)

    assert instants(file_of(rule, shown)) == on


@pytest.mark.parametrize("zone", ODD_ZONES)
def test_an_hour_stays_the_same_on_the_clocks_of_itsZoneInfo(zone):
    rule = series(date(2026, 1, 6), time(9, 30), zone, until=date(2027, 1, 31))

    there = {one.original_at.astimezone(ZoneInfo(zone)).time() for one in meetings_of(rule)}

    assert there == {time(9, 30)}
    assert len(instants(file_of(rule, meetings_of(rule)))) == 56


def test_an_entry_says_that_and_when_alone():
    rule = series(date(2026, 3, 3), time(17), "Europe/Copenhagen", until=date(2026, 6, 30))
    invited = Invited("amara@works.example", ACCEPTED)

    content = file_of(rule, meetings_of(rule), REQUEST, invited=invited)
    (event,) = components(content, "VEVENT")

    assert {name: [value for _given, value in values] for name, values in event.items()} == {
        "UID": ["series-1@mentoring.example"],
        "SEQUENCE": ["0"],
        "DTSTAMP": ["20260105T080000Z"],
        "SUMMARY": ["Mentoring meeting"],
        "DTSTART": ["20260303T170000"],
        "DTEND": ["20260303T180000"],
        "RRULE": ["FREQ=WEEKLY;UNTIL=20260630T215959Z;INTERVAL=1;BYDAY=TU"],
        "STATUS": ["CONFIRMED"],
        "CLASS": ["PRIVATE"],
        "DESCRIPTION": [f"Where you meet and what about is in your portal: {PAGE}"],
        "URL": [PAGE],
        "ORGANIZER": [f"mailto:{parseaddr(conf.settings.DEFAULT_FROM_EMAIL)[1]}"],
        "ATTENDEE": ["mailto:amara@works.example"],
    }
    assert event["ATTENDEE"][0][0]["PARTSTAT"] == "ACCEPTED"
    assert event["ATTENDEE"][0][0]["RSVP"] == "FALSE"


def test_one_that_is_moved_or_cancelled_names_which_one_it_was():
    rule = series(date(2026, 3, 3), time(17), "Europe/Copenhagen", until=date(2026, 6, 30))
    _first, moved, gone, *_rest = meetings_of(rule)
    rule.sequence = 2
    move(moved)
    moved.zone = "America/New_York"  # as whoever proposed the move typed it
    cancel(gone)

    files = [
        calendar_file(of_meeting(one, page=PAGE), method=method)
        for one, method in ((moved, REQUEST), (gone, CANCEL))
    ]
    (moves,), (cancels,) = (components(one, "VEVENT") for one in files)

    there = {"TZID": "Europe/Copenhagen"}
    assert moves["RECURRENCE-ID"] == [(there, "20260310T170000")]
    assert moves["DTSTART"] == [(there, "20260311T230000")]
    assert cancels["RECURRENCE-ID"] == [(there, "20260317T170000")]
    assert (moves["SEQUENCE"], cancels["SEQUENCE"]) == ([({}, "3")], [({}, "3")])
    assert cancels["STATUS"] == [({}, "CANCELLED")]
    assert moves["UID"] == cancels["UID"] == [({}, rule.uid)]


def test_a_series_of_which_nothing_is_on_has_no_entry():
    rule = series(date(2026, 3, 3), time(17), "UTC", until=date(2026, 3, 17))
    meetings = meetings_of(rule)
    for one in meetings:
        cancel(one)

    assert of_series(rule, meetings, page=PAGE) == ()
    assert of_series(rule, [], page=PAGE) == ()


def test_what_was_cancelled_whole_is_named_whole():
    rule = series(date(2026, 3, 3), time(17), "UTC", until=date(2026, 3, 17))
    meetings = meetings_of(rule)
    for one in meetings:
        cancel(one)

    (entry,) = of_series(rule, meetings, page=PAGE, is_off=True)

    assert entry.is_cancelled
    assert entry.starts_at == datetime(2026, 3, 3, 17, tzinfo=UTC)


def test_hostile_words_stay_words():
    hostile = "x;y,z\\\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM 會議 " + "ß" * 90
    rule = series(date(2026, 3, 3), time(17), "UTC", until=date(2026, 3, 17))
    (entry,) = of_series(rule, meetings_of(rule), page=PAGE)
    entry = replace(entry, title=hostile, description=hostile, place=hostile)

    content = calendar_file(entry, method=PUBLISH)

    assert components(content, "VALARM") == []
    assert len(components(content, "VEVENT")) == 1


def test_a_meeting_of_its_own_is_mailed_to_one_person():
    rule = series(date(2026, 3, 3), time(17), "Asia/Tokyo", until=date(2026, 3, 17))
    meeting = meetings_of(rule)[0]
    meeting.series = meeting.original_at = None
    meeting.uid, meeting.partnership_id = "meeting-1@mentoring.example", rule.partnership_id

    sent = mailed(meeting, Person(email="amara@works.example"))
    cancel(meeting)
    off = mailed(meeting, Person(email="amara@works.example"))

    assert sent.media_type == "text/calendar; method=REQUEST; charset=utf-8"
    assert off.media_type == "text/calendar; method=CANCEL; charset=utf-8"
    (asked,), (gone,) = components(sent.content, "VEVENT"), components(off.content, "VEVENT")
    assert asked["UID"] == gone["UID"]
    assert (asked["SEQUENCE"], gone["SEQUENCE"]) == ([({}, "0")], [({}, "1")])
    assert "RECURRENCE-ID" not in asked
    assert instants(sent.content) == [datetime(2026, 3, 3, 8, tzinfo=UTC)]
