"""How many days a pause moves the end: whole days, never more than the program allows in all."""

from datetime import date, timedelta

import pytest

from partnerships.lasting.days import days_counted, latest_end

DAY = date(2027, 3, 27)


@pytest.mark.parametrize(
    ("days", "used", "most", "counted"),
    [
        (0, 0, 92, 0),
        (1, 0, 92, 1),
        (92, 0, 92, 92),
        (93, 0, 92, 92),
        (40, 60, 92, 32),
        (40, 92, 92, 0),
        (40, 100, 92, 0),  # the program was made stricter since
        (5, 0, 0, 0),
        (-1, 0, 92, 0),  # the organization moved to a zone where it is still yesterday
    ],
)
def test_a_pause_counts_by_whole_days_as_far_as_they_are_left(days, used, most, counted):
    assert days_counted(DAY, DAY + timedelta(days=days), used, most) == counted


@pytest.mark.parametrize(("used", "most", "more"), [(0, 183, 183), (183, 183, 0), (200, 183, 0)])
def test_two_go_on_as_far_as_their_program_lets_them(used, most, more):
    assert latest_end(DAY, used, most) == DAY + timedelta(days=more)
