"""Clocks that jump, days of a series, and times that suit both: pure functions."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as nth_weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.meetings.slots import Week, suggest
from partnerships.meetings.timing import Skipped, days_of, moment, moments_of, nth_of, overlaps

ODD = (
    *("Europe/Copenhagen", "Europe/Dublin", "Africa/Casablanca", "America/Santiago"),
    *("Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Tokyo", "America/St_Johns", "UTC"),
)


@pytest.mark.parametrize(
    ("day", "at", "zone", "near"),
    [
        (date(2027, 3, 28), time(2, 30), "Europe/Copenhagen", ("01:59", "03:00")),
        (date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", ("01:59", "02:30")),
        (date(2026, 9, 6), time(0, 30), "America/Santiago", ("23:59", "01:00")),
        (date(2011, 12, 30), time(12), "Pacific/Apia", ("23:59", "00:00")),
    ],
)
def test_a_time_that_no_clock_shows_names_the_nearest(day, at, zone, near):
    with pytest.raises(Skipped) as skipped:
        moment(day, at, zone)

    found = (skipped.value.before, skipped.value.after)
    assert tuple(f"{wall:%H:%M}" for wall in found) == near


@pytest.mark.parametrize(
    ("day", "at", "zone", "first"),
    [
        (date(2026, 10, 25), time(2, 30), "Europe/Copenhagen", "00:30"),
        (date(2027, 4, 4), time(1, 45), "Australia/Lord_Howe", "14:45"),
        (date(2026, 11, 1), time(1, 0), "America/New_York", "05:00"),
    ],
)
def test_of_an_hour_that_comes_twice_it_is_the_first(day, at, zone, first):
    found = moment(day, at, zone)

    assert found.is_twice
    assert f"{found.at:%H:%M}" == first


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)), st.sampled_from(ODD))
def test_a_moment_reads_back_as_it_was_typed_or_is_skipped(wall, zone):
    wall = wall.replace(second=0, microsecond=0, fold=0)
    try:
        found = moment(wall.date(), wall.time(), zone)
        read = found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        is_right = read == wall
    except Skipped as skipped:
        is_right = skipped.before < wall < skipped.after
    assert is_right


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.integers(1, 4),
    st.sampled_from(("week", "month")),
    st.integers(20, 400),
)
def test_the_days_of_a_series_are_those_of_another_calendar(first, every, unit, length):
    until, nth = first + timedelta(days=length), nth_of(first)
    start = datetime.combine(first, time())
    rule = {"interval": every, "dtstart": start, "until": datetime.combine(until, time())}
    if unit == "week":
        expected = rrule(WEEKLY, **rule)
    else:
        expected = rrule(MONTHLY, byweekday=nth_weekday(first.weekday(), nth), **rule)

    found = days_of(first, every=every, unit=unit, nth=nth, until=until)

    wanted = [day.date() for day in expected]
    # A first day in a fifth week is the last of its weekday only if the month has no more of them.
    assert [day for day in found if day != first] == [day for day in wanted if day != first][:59]


@pytest.mark.parametrize("zone", ODD)
def test_a_series_keeps_its_hour(zone):
    rule = {"first_on": date(2026, 1, 6), "at": time(16, 30), "every": 1, "unit": "week"}
    series = SimpleNamespace(**rule, zone=zone, nth=None, until=date(2026, 12, 31))

    found = moments_of(series)

    assert len(found) == 52
    assert {at.astimezone(ZoneInfo(zone)).time() for at in found} == {time(16, 30)}


def test_stretches_share_a_moment_or_only_touch():
    at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert overlaps(at, 60, at + timedelta(minutes=59), 30)
    assert not overlaps(at, 60, at + timedelta(minutes=60), 30)


HOURS = st.tuples(
    st.sampled_from(ODD),
    st.lists(st.integers(1, 7), min_size=1, unique=True).map(tuple),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)


def _in_hours(week, at, until):
    """Written another way: every quarter of an hour is on a day and in the hours of it."""
    zone, days, start, end = week
    while at < until:
        wall = at.astimezone(ZoneInfo(zone))
        day, now = wall.isoweekday(), wall.time()
        before = (day - 2) % 7 + 1
        by_day = day in days and (start <= now < end if start < end else now >= start)
        by_night = start >= end and before in days and now < end
        if not (by_day or by_night):
            return False
        at += timedelta(minutes=15)
    return True


@settings(max_examples=40, deadline=None)
@given(HOURS, HOURS, st.integers(0, 365), st.sampled_from((30, 60, 90)))
def test_what_is_suggested_lies_in_the_hours_of_both(one, other, day, minutes):
    after = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    taken = [(after + timedelta(hours=n), after + timedelta(hours=n + 5)) for n in (0, 24, 48)]

    found = suggest(Week(*one), Week(*other), after=after, minutes=minutes, taken=taken)

    assert len(found) <= 3
    for slot in found:
        until = slot.at + timedelta(minutes=minutes)
        assert slot.at >= after
        assert not any(slot.at < end and start < until for start, end in taken)
        if slot.is_inside:
            assert _in_hours(one, slot.at, until)
            assert _in_hours(other, slot.at, until)
    days = [slot.at.astimezone(ZoneInfo(one[0])).date() for slot in found]
    assert len(set(days)) == len(days)


def test_between_two_usual_days_there_are_three_times_and_across_the_world_none_asleep():
    after = datetime(2026, 11, 24, tzinfo=UTC)
    europe, york = Week("Europe/Copenhagen"), Week("America/New_York")

    near = suggest(europe, york, after=after, minutes=60)
    far = suggest(europe, Week("Asia/Tokyo"), after=after, minutes=60)

    assert [(slot.at.hour, slot.is_inside) for slot in near] == [(14, True)] * 3
    assert len(far) == 3
    assert not any(slot.is_inside for slot in far)
