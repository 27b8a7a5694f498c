"""The default timetable, and how it moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.timetable import (
    TIMETABLE,
    add_months,
    default_dates,
    default_end,
    shifted,
    shifted_end,
)

DAYS = st.dates(date(1995, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
    ],
)
def test_add_months_stops_at_the_last_day_of_a_shorter_month(day, months, expected):
    assert add_months(day, months) == expected


def test_default_dates_are_those_of_the_year():
    dates = default_dates(date(2027, 1, 11))

    assert list(dates) == [entry.key for entry in TIMETABLE]
    assert dates["setup"] == (date(2026, 9, 21), date(2026, 10, 19))
    assert dates["matching"] == (date(2026, 11, 30), date(2026, 12, 21))
    assert dates["start"] == (date(2027, 1, 11), date(2027, 1, 11))
    assert dates["agreements"] == (date(2027, 2, 10), date(2027, 2, 10))
    assert dates["check_6"] == (date(2027, 7, 11), date(2027, 7, 11))
    assert dates["end"] == (date(2028, 1, 11), date(2028, 1, 11))


def test_a_shorter_program_closes_at_its_own_end_and_has_no_check_after_it():
    dates = default_dates(date(2027, 1, 11), date(2027, 7, 11))

    assert dates["observers"][0] == date(2027, 6, 11)
    assert dates["end"][0] == date(2027, 7, 11)
    assert dates["follow_up_12"][0] == date(2028, 7, 11)
    assert "check_3" in dates
    assert not {"check_6", "check_9"} & dates.keys()


def _moved(start, new, edited=None):
    end = default_end(start)
    dates = default_dates(start, end) | (edited or {})
    return shifted(dates, (start, end), (new, shifted_end(start, end, new)))


@pytest.mark.parametrize(
    ("start", "new"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 8, 31)),
        (date(2027, 12, 31), date(2027, 12, 30)),
    ],
)
def test_untouched_rows_have_the_defaults_of_the_new_start(start, new):
    assert _moved(start, new) == default_dates(new)


@given(DAYS, DAYS)
def test_moving_there_and_back_changes_nothing(start, new):
    end = default_end(start)
    new_end = shifted_end(start, end, new)
    there = shifted(default_dates(start, end), (start, end), (new, new_end))
    back = shifted(there, (new, new_end), (start, shifted_end(new, new_end, start)))

    assert back == default_dates(start, end)


@given(DAYS, st.integers(-400, 400), st.integers(0, 60))
def test_an_edited_row_keeps_its_distance_in_days(start, days, length):
    new = start + timedelta(days=days)
    opens = start + timedelta(days=37)
    edited = {"training": (opens, opens + timedelta(days=length))}

    span = _moved(start, new, edited)["training"]

    assert span == (new + timedelta(days=37), new + timedelta(days=37 + length))


@given(DAYS, DAYS)
def test_no_row_ever_closes_before_it_opens(start, new):
    assert all(opens <= closes for opens, closes in _moved(start, new).values())


def test_an_end_between_months_keeps_its_days():
    start, end = date(2027, 1, 11), date(2027, 9, 1)

    assert shifted_end(start, end, date(2027, 1, 18)) == date(2027, 9, 8)
