"""Time zones as calendar programs read them (RFC 5545, 3.6.5), from the system's own rules."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Change:
    """A moment (UTC) from which the clocks of a zone show another offset."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str


@lru_cache(maxsize=512)
def changes(zone, first, last):
    """The ``Change`` of each time that clocks of ``zone``, a name, are put between two moments."""
    found, there, day = [], ZoneInfo(zone), first
    while day < last:
        after = min(day + DAY, last)
        if _offset(day, there) != _offset(after, there):
            at = _first_after(day, after, there)
            offsets = _offset(at - SECOND, there), _offset(at, there)
            found.append(Change(at, *offsets, at.astimezone(there).tzname()))
        day = after
    return tuple(found)


def vtimezone(zone, first, last):
    """A ``VTIMEZONE`` that holds from ``first`` to ``last``, moments of which days count."""
    first, last = (
        moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        for moment in (first, last + DAY)
    )
    there = ZoneInfo(zone)
    offset = _offset(first, there)
    begin = Change(first, offset, offset, first.astimezone(there).tzname())
    alike = {}
    for change in (begin, *changes(zone, first, last)):
        alike.setdefault((change.before, change.after, change.name), []).append(change)
    least = min(after for _before, after, _name in alike)
    written = Timezone()
    written.add("tzid", zone)
    for same in alike.values():
        written.add_component(_observance(same, is_standard=same[0].after == least))
    return written


def _observance(same, *, is_standard):
    """Changes that are alike, each at the time that clocks showed when they were put."""
    observance = TimezoneStandard() if is_standard else TimezoneDaylight()
    times = [(change.at + change.before).replace(tzinfo=None) for change in same]
    observance.add("dtstart", times[0])
    if times[1:]:
        observance.add("rdate", times[1:])
    observance.add("tzname", same[0].name)
    observance.add("tzoffsetfrom", same[0].before)
    observance.add("tzoffsetto", same[0].after)
    return observance


def _first_after(low, high, zone):
    """The first second after ``low`` with another offset than there."""
    offset = _offset(low, zone)
    while high - low > SECOND:
        middle = low + timedelta(seconds=(high - low) // SECOND // 2)
        if _offset(middle, zone) == offset:
            low = middle
        else:
            high = middle
    return high


def _offset(moment, zone):
    return moment.astimezone(zone).utcoffset()
