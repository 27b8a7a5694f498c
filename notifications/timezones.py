"""Time zones as calendar programs read them (RFC 5545, 3.6.5), from the system's own rules.

Where clocks are put by one rule every year the rule is written, as programs know it best: some
take a zone for UTC if it has only the changes of a few years. Elsewhere each change stands alone.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

# No zone puts its clocks twice within one.
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# As far as rules are compared; zones are as they are written in the first of these years.
KNOWN_FROM, KNOWN_UNTIL = datetime(1996, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
# So often a rule must hold, to the last of these years, until it is taken for one.
YEARS_OF_A_RULE = 12


@dataclass(frozen=True)
class Change:
    """A moment (UTC) from which the clocks of a zone show another offset."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def shown(self):
        """What clocks showed at that moment, just before they were put."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def kind(self):
        """What is the same each year where a rule holds."""
        shown = self.shown
        return shown.month, shown.weekday(), shown.time(), self.before, self.after, self.name


@lru_cache(maxsize=600)
def changes(zone):
    """The ``Change`` of each time that clocks of ``zone``, a name, are put, in order."""
    found, there, day = [], ZoneInfo(zone), KNOWN_FROM
    while day < KNOWN_UNTIL:
        after = day + WEEK
        if _offset(day, there) != _offset(after, there):
            at = _first_after(day, after, there)
            offsets = _offset(at - SECOND, there), _offset(at, there)
            found.append(Change(at, *offsets, at.astimezone(there).tzname()))
        day = after
    return tuple(found)


def vtimezone(zone, first, last):
    """A ``VTIMEZONE`` that holds from ``first`` to ``last``, two moments."""
    written, there = Timezone(), ZoneInfo(zone)
    written.add("tzid", zone)
    ruled = rules(zone)
    if ruled and max(since.at for since, _rule in ruled) <= first:
        least = min(since.after for since, _rule in ruled)
        for since, rule in ruled:
            written.add_component(_observance(since, since.after != least, rule))
        return written
    start = _start(zone, first)
    for one in (start, *changes(zone)):
        if start.at <= one.at <= last:
            written.add_component(_observance(one, bool(one.at.astimezone(there).dst())))
    return written


@lru_cache(maxsize=600)
def rules(zone):
    """``((first Change, rule for vRecur), …)`` by which clocks are put every year, or ()."""
    years = [list(of_year) for _year, of_year in groupby(changes(zone), lambda one: one.shown.year)]
    ruled = []
    for of_year in reversed(years):
        if ruled and [one.kind for one in of_year] != [one.kind for one in ruled[-1]]:
            break
        ruled.append(of_year)
    ruled = [same[::-1] for same in zip(*ruled, strict=True)]
    is_rule = ruled and ruled[0][-1].at.year == KNOWN_UNTIL.year - 1
    if not is_rule or len(ruled[0]) < YEARS_OF_A_RULE:
        return ()
    found = tuple((same[0], _rule(same)) for same in ruled)
    return found if all(rule for _since, rule in found) else ()


def _rule(same):
    """Which day of the month it is, of changes alike but for their year; None if unknown."""
    shown = [one.shown for one in same]
    weekday, days = WEEKDAYS[shown[0].weekday()], [day.day for day in shown]
    yearly = {"freq": "YEARLY", "bymonth": shown[0].month}
    if all(day.day + 7 > monthrange(day.year, day.month)[1] for day in shown):
        return yearly | {"byday": f"-1{weekday}"}
    weeks = {(day - 1) // 7 for day in days}
    if len(weeks) == 1:
        return yearly | {"byday": f"{weeks.pop() + 1}{weekday}"}
    if max(days) - min(days) == 6:
        return yearly | {"byday": weekday, "bymonthday": list(range(min(days), max(days) + 1))}
    return None


def _start(zone, first):
    """As a ``Change`` to the same offset: what clocks show at ``first``, from its day on."""
    there, at = ZoneInfo(zone), first.astimezone(UTC).replace(hour=0, minute=0, second=0)
    at = at.replace(microsecond=0)
    offset = _offset(at, there)
    return Change(at, offset, offset, at.astimezone(there).tzname())


def _observance(change, is_daylight, rule=None):
    observance = TimezoneDaylight() if is_daylight else TimezoneStandard()
    observance.add("dtstart", change.shown)
    if rule:
        observance.add("rrule", vRecur(rule))
    observance.add("tzname", change.name)
    observance.add("tzoffsetfrom", change.before)
    observance.add("tzoffsetto", change.after)
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
