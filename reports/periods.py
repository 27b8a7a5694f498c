"""Which reports a program gets, and about which days: quarters while it runs, then one at its end.

The days between the last quarter and the end have no report of their own. So numbers over the whole
program always cover days of which nothing else was said, and no difference of reports shows those
days for a few people (``docs/guides/reports.md``).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from programs.timetable import add_months
from reports.content import ReportKind

MONTHS = 3
# Between the end of a period and its report: what was late is still written down.
REST = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """Closed days, both included."""

    kind: ReportKind
    first: date
    last: date

    @property
    def due_on(self) -> date:
        """From this day on its reports are made by themselves."""
        return self.last + REST

    def is_closed(self, today: date) -> bool:
        """Over, so that a report can be made."""
        return self.last < today

    def overlaps(self, first: date, last: date) -> bool:
        return first <= self.last and self.first <= last


def periods_of(starts_on: date, ends_on: date, closing_days: int) -> list[Period]:
    """All periods of a program, in order; the last is the final one."""
    found = []
    while (until := add_months(starts_on, MONTHS * (len(found) + 1))) < ends_on:
        first = add_months(starts_on, MONTHS * len(found))
        found.append(Period(ReportKind.QUARTERLY, first, until - timedelta(days=1)))
    last = ends_on + timedelta(days=closing_days)
    return [*found, Period(ReportKind.FINAL, starts_on, last)]


def rest_of(period: Period, quarters: list[date]) -> date:
    """The first day of a period of which no quarterly report has spoken.

    ``quarters`` are the last days of those that were published.
    """
    if period.kind != ReportKind.FINAL or not quarters:
        return period.first
    return max(period.first, max(quarters) + timedelta(days=1))


def is_sayable(period: Period, published: list[Period], today: date) -> bool:
    """Whether a report may be made: its days are over, and no published one speaks of them.

    A program whose dates have moved may have periods that overlap published ones: they are left
    out. The final report comes once, while days are left of which nothing was said.
    """
    if not period.is_closed(today) or any(one.kind == ReportKind.FINAL for one in published):
        return False
    if period.kind == ReportKind.FINAL:
        return rest_of(period, [one.last for one in published]) <= period.last
    return not any(one.overlaps(period.first, period.last) for one in published)
