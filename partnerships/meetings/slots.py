"""Times that suit both: a pure function of two weeks of hours on two clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

GRID = timedelta(minutes=30)
NOTICE = timedelta(hours=20)  # before the first that is suggested
LOOK_AHEAD = 21  # days
# When somebody has not said their hours.
USUAL = (time(9), time(17))
WAKING = (time(7), time(21))
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class Week:
    """When somebody can meet: days of the week (1 is Monday) and hours on the clocks of a zone.

    Hours that end before they begin go past midnight.
    """

    zone: str
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    start: time | None = None
    end: time | None = None

    def holds(self, at, until):
        """Whether the whole stretch lies in the hours of one of the days."""
        start, end = (self.start, self.end) if self.start and self.end else USUAL
        zone = ZoneInfo(self.zone)
        day = at.astimezone(zone).date()
        for begins_on in (day - timedelta(days=1), day):
            opens = datetime.combine(begins_on, start, zone)
            ends_on = begins_on + timedelta(days=end <= start)
            closes = datetime.combine(ends_on, end, zone)
            if begins_on.isoweekday() in self.days and opens <= at and until <= closes:
                return True
        return False

    @property
    def waking(self):
        """The same person's waking hours on all days."""
        return Week(self.zone, EVERY_DAY, *WAKING)


@dataclass(frozen=True)
class Slot:
    """A time to propose; ``is_inside`` both weeks, or else only when neither sleeps."""

    at: datetime
    is_inside: bool


def suggest(one, other, *, after, minutes, taken=(), count=3):
    """Up to ``count`` slots on different days, at different hours where the weeks allow.

    ``after`` is the earliest moment (aware), ``taken`` are ``(start, end)`` that are not free. When
    the two weeks share no hour, slots in which neither sleeps; when there are none, nothing.
    """
    for weeks, is_inside in (((one, other), True), ((one.waking, other.waking), False)):
        found = _free(*weeks, after, timedelta(minutes=minutes), taken, count)
        if found:
            return [Slot(at, is_inside) for at in _spread(found, count)]
    return []


def _free(one, other, after, length, taken, days):
    """``{day: [moments]}`` that both weeks hold, of the first such days."""
    step = GRID.total_seconds()
    at = datetime.fromtimestamp(-(-after.timestamp() // step) * step, UTC)
    end, found = at + timedelta(days=LOOK_AHEAD), {}
    zone = ZoneInfo(one.zone)
    while at < end:
        until = at + length
        if one.holds(at, until) and other.holds(at, until) and not _is_taken(at, until, taken):
            found.setdefault(at.astimezone(zone).date(), []).append(at)
            if len(found) > days:
                break
        at += GRID
    return found


def _is_taken(at, until, taken):
    return any(at < end and start < until for start, end in taken)


def _spread(found, count):
    """One moment of each of the first days, earlier and later in turn, full hours first."""
    chosen = []
    for number, day in enumerate(sorted(found)[:count]):
        full = [at for at in found[day] if at.minute == 0] or found[day]
        chosen.append(full[(len(full) - 1) * (number + 1) // (count + 1)])
    return chosen
