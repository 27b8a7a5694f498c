"""When observers can be invited, by the days of a program and of a partnership."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from evaluations.observers.windows import windows_by
from mentoring import clock
from programs.models import Door

STARTS, ENDS = date(2027, 1, 11), date(2028, 1, 10)
PROGRAM = SimpleNamespace(starts_on=STARTS, ends_on=ENDS, needs_baseline=True, grace_days=3)
MENTEE = SimpleNamespace(program=PROGRAM)


def row(key, opens_on, closes_on=None):
    return SimpleNamespace(
        key=key, opens_on=opens_on, closes_on=closes_on or opens_on, door=Door.BY_DATE
    )


ROWS = [
    row("baseline", date(2026, 11, 30), date(2026, 12, 7)),
    row("observers", date(2027, 12, 11)),
    row("end", ENDS),
]


def pair(status="active", ends_on=ENDS, ended_at=None):
    introduced_at = datetime(2027, 1, 11, 9, tzinfo=UTC)
    return SimpleNamespace(
        status=status, introduced_at=introduced_at, ends_on=ends_on, ended_at=ended_at
    )


def open_on(day, pairs=(), rows=ROWS):
    with clock.held_at(datetime.combine(day, datetime.min.time(), UTC).replace(hour=12)):
        return [one.occasion for one in windows_by(MENTEE, rows, pairs) if one.is_open]


@pytest.mark.parametrize(
    ("day", "pairs", "expected"),
    [
        (date(2026, 11, 29), (), []),
        (date(2026, 11, 30), (), ["baseline"]),
        (STARTS, (), ["baseline"]),
        (date(2027, 1, 12), (), []),
        (date(2027, 1, 11), [pair()], ["baseline"]),
        (date(2027, 12, 10), [pair()], []),
        (date(2027, 12, 11), [pair()], ["final"]),
        (date(2028, 1, 24), [pair("closing")], ["final"]),
        (date(2028, 1, 25), [pair("completed")], []),
        (date(2027, 12, 20), (), []),
        (date(2027, 12, 20), [pair("active", ends_on=date(2028, 3, 10))], []),
        (date(2028, 2, 20), [pair("active", ends_on=date(2028, 3, 10))], ["final"]),
        (date(2027, 12, 20), [pair("ended", ended_at=datetime(2027, 2, 1, tzinfo=UTC))], []),
    ],
)
def test_windows(day, pairs, expected):
    assert open_on(day, pairs) == expected


def test_a_timetable_without_such_rows_asks_nobody():
    assert open_on(date(2026, 12, 1), rows=[]) == []
    assert open_on(date(2027, 12, 20), [pair()], rows=[row("end", ENDS)]) == ["final"]
