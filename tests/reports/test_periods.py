"""Which days reports speak of: quarters, then the whole, and always some days of their own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.content import ReportKind
from reports.periods import Period, is_sayable, periods_of, rest_of

START, END = date(2026, 1, 31), date(2027, 1, 31)


def test_a_year_has_three_quarters_and_an_end():
    found = periods_of(START, END, 21)

    assert [(one.kind, one.first, one.last) for one in found] == [
        (ReportKind.QUARTERLY, date(2026, 1, 31), date(2026, 4, 29)),
        (ReportKind.QUARTERLY, date(2026, 4, 30), date(2026, 7, 30)),
        (ReportKind.QUARTERLY, date(2026, 7, 31), date(2026, 10, 30)),
        (ReportKind.FINAL, START, date(2027, 2, 21)),
    ]
    assert found[0].due_on == date(2026, 5, 6)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 1500), st.integers(1, 90))
def test_quarters_follow_each_other_and_leave_days_to_the_end(start, days, closing):
    *quarters, final = periods_of(start, start + timedelta(days=days), closing)

    firsts = [start, *(one.last + timedelta(days=1) for one in quarters)]
    assert [one.first for one in quarters] == firsts[: len(quarters)]
    assert rest_of(final, [one.last for one in quarters]) == firsts[-1] <= final.last
    assert len(quarters) == 0 or quarters[-1].last < start + timedelta(days=days)


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2026, 4, 29), False), (date(2026, 4, 30), True)]
)
def test_an_open_period_is_not_spoken_of(today, expected):
    first = periods_of(START, END, 21)[0]

    assert is_sayable(first, [], today) is expected


def test_nothing_is_said_twice():
    first, second, third, final = periods_of(START, END, 21)
    later = date(2028, 1, 1)

    assert not is_sayable(first, [first], later)
    assert is_sayable(second, [first], later)
    assert is_sayable(final, [first, second, third], later)
    assert not is_sayable(third, [first, second, final], later)
    assert not is_sayable(final, [final], later)


def test_a_program_that_moved_speaks_of_no_day_again():
    published = periods_of(START, END, 21)[0]
    moved = periods_of(START + timedelta(days=30), END + timedelta(days=30), 21)

    assert not is_sayable(moved[0], [published], date(2028, 1, 1))
    assert is_sayable(moved[1], [published], date(2028, 1, 1))


def test_a_final_report_needs_days_of_its_own():
    quarter = Period(ReportKind.QUARTERLY, START, date(2027, 3, 1))
    final = periods_of(START, END, 21)[-1]

    assert not is_sayable(final, [quarter], date(2028, 1, 1))
