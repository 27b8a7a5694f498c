"""Reminders come on the seventh, fourteenth and twenty-first day, by the calendar of the place."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from programs.reminding import STEPS, Here, step_on

SINCE = date(2027, 3, 1)


def test_each_step_holds_for_a_week_and_the_last_ends_it():
    steps = [step_on(SINCE, SINCE + timedelta(days=days)) for days in range(35)]
    assert steps[:7] == [None] * 7
    assert steps[7:28] == [7] * 7 + [14] * 7 + [21] * 7
    assert steps[28:] == [None] * 7
    assert step_on(SINCE, SINCE - timedelta(days=1)) is None
    assert set(STEPS) == {7, 14, 21}


@pytest.mark.parametrize(
    ("moment", "zone", "day", "is_morning"),
    [
        ("2027-03-28T00:30", "Europe/Copenhagen", "2027-03-28", False),
        ("2027-03-28T05:59", "Europe/Copenhagen", "2027-03-28", False),  # clocks went forward
        ("2027-03-28T06:00", "Europe/Copenhagen", "2027-03-28", True),
        ("2027-03-28T06:00", "America/New_York", "2027-03-28", False),
        ("2027-03-28T02:00", "America/New_York", "2027-03-27", True),
        ("2027-03-28T12:00", "Pacific/Auckland", "2027-03-29", False),
        ("2027-03-28T20:00", "Pacific/Auckland", "2027-03-29", True),
    ],
)
def test_a_day_is_that_of_the_place_and_begins_there_in_the_morning(moment, zone, day, is_morning):
    place = Here(datetime.fromisoformat(moment).replace(tzinfo=UTC), ZoneInfo(zone))
    assert place.today == date.fromisoformat(day)
    assert place.is_morning == is_morning
    assert place.ago(0).astimezone(place.zone).hour == 0
    assert place.ago(7).date() == place.today - timedelta(days=7)
