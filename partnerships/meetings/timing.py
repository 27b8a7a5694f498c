"""Times on clocks that jump: pure functions, no database."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from partnerships.meetings.kinds import Unit

WEEK = timedelta(days=7)
LAST = -1
MOST_IN_A_SERIES = 60


class Skipped(ValueError):
    """No clock shows this time: they are put forward. ``before`` and ``after`` are the nearest real
    ones, on the clocks of the same zone."""

    def __init__(self, before, after):
        super().__init__("no such time")
        self.before, self.after = before, after


@dataclass(frozen=True)
class Found:
    """The moment that somebody means, and whether the clocks show that time twice.

    Of the two it is the first.
    """

    at: datetime
    is_twice: bool = False


def moment(day: date, at: time, zone: str) -> Found:
    """``day`` and ``at`` on the clocks of ``zone``, in UTC. Raises ``Skipped``."""
    there = ZoneInfo(zone)
    wall = datetime.combine(day, at)
    first, second = (wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(there).replace(tzinfo=None) != wall:
        # Read by the clocks after the jump it comes before it, read by those before it after it.
        jump = _jump(second, first, there)
        before = (jump - timedelta(minutes=1)).astimezone(there)
        raise Skipped(before.replace(tzinfo=None), jump.astimezone(there).replace(tzinfo=None))
    return Found(first, is_twice=first != second)


def _jump(low, high, zone):
    """The first moment after ``low`` on whose clocks the offset of ``high`` holds."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def nth_of(day: date) -> int:
    """Which of its weekday in the month a day is, 1 to 4; the fifth counts as the last, -1."""
    nth = (day.day - 1) // 7 + 1
    return LAST if nth > 4 else nth


def days_of(first_on: date, *, every: int, unit: str, nth: int | None, until: date):
    """The days of a series, the first included, at most ``MOST_IN_A_SERIES``."""
    found, number = [], 0
    while len(found) < MOST_IN_A_SERIES:
        day = first_on + number * every * WEEK if unit == Unit.WEEK else None
        day = day or _nth_in(first_on, number * every, nth)
        if day > until:
            break
        if day >= first_on:
            found.append(day)
        number += 1
    return found


def _nth_in(first_on, months, nth):
    """The nth weekday of the month that comes so many months after the one of ``first_on``."""
    count = first_on.year * 12 + first_on.month - 1 + months
    year, month = count // 12, count % 12 + 1
    last = calendar.monthrange(year, month)[1]
    if nth == LAST:
        day = date(year, month, last)
        return day - timedelta(days=(day.weekday() - first_on.weekday()) % 7)
    day = date(year, month, 1)
    return day + timedelta(days=(first_on.weekday() - day.weekday()) % 7 + 7 * (nth - 1))


def moments_of(series):
    """The moments of a series, at one hour on its zone's clocks.

    In a night that skips this hour it is as much later as the clocks jump, and of an hour that
    comes twice the first: as calendars read the same rule.
    """
    zone = ZoneInfo(series.zone)
    rule = {name: getattr(series, name) for name in ("every", "unit", "nth", "until")}
    days = days_of(series.first_on, **rule)
    return [datetime.combine(day, series.at, zone).astimezone(UTC) for day in days]


def overlaps(start, minutes, other_start, other_minutes):
    """Whether two stretches of time share a moment."""
    length, other = timedelta(minutes=minutes), timedelta(minutes=other_minutes)
    return start < other_start + other and other_start < start + length
