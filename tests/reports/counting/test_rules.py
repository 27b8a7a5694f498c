"""When sponsors are asked, and what may be said of what they count; no database."""

from datetime import date

import pytest

from reports.counting.days import due_on, next_turn, turn_on
from reports.counting.table import Numbers, is_weak, shown, total

END = date(2026, 8, 31)  # half a year later is the last day of February
FIRST = date(2027, 2, 28)


@pytest.mark.parametrize(
    ("today", "turn", "following"),
    [
        (date(2027, 2, 27), None, FIRST),
        (FIRST, 0, date(2027, 3, 14)),
        (date(2027, 3, 6), 0, date(2027, 3, 14)),
        (date(2027, 3, 7), None, date(2027, 3, 14)),
        (date(2027, 3, 14), 14, date(2027, 3, 28)),
        (date(2027, 3, 28), 28, None),
        (date(2027, 4, 4), None, None),
        (date(2031, 1, 1), None, None),
    ],
)
def test_sponsors_are_asked_three_times_and_what_was_late_is_left_out(today, turn, following):
    assert turn_on(END, "follow_up_6", today) == turn
    assert next_turn(END, "follow_up_6", today) == following


def test_a_year_later_is_another_occasion():
    assert due_on(END, "follow_up_12") == date(2027, 8, 31)


def numbers(counted, *parts):
    return Numbers(counted, parts or (counted, 0, 0, 0))


def test_nothing_is_said_of_fewer_than_k():
    assert shown(None, 5) is None
    assert shown(numbers(4), 5) is None
    assert shown(numbers(5), 5) == numbers(5)
    assert shown(numbers(5), 6) is None


@pytest.mark.parametrize(
    ("sizes", "summed", "is_of_all"),
    [
        ([], None, True),
        ([4], None, False),
        ([9, 8], 17, True),
        ([9, 4], 9, False),  # all less nine would be the four
        ([9, 4, 1], 14, True),
        ([4, 1], 5, True),
        ([2, 2], None, False),
    ],
)
def test_a_total_gives_no_gap_away(sizes, summed, is_of_all):
    found = total([numbers(size) for size in sizes], 5)

    assert (found.numbers.counted if found.numbers else None) == summed
    assert found.is_of_all == is_of_all


def test_sums_go_by_column_and_few_sponsors_are_a_weak_basis():
    found = total([numbers(9, 8, 2, 3, 1), numbers(6, 6, 0, 1, 0)], 5)

    assert found.numbers.texts == ["15", "14", "2", "4", "1"]
    assert (is_weak(2, 4), is_weak(3, 5), is_weak(0, 0)) == (True, False, False)
