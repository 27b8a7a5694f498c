"""The default timetable of a program (product rules, every date editable afterwards)."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

MONTHS = 12


@dataclass(frozen=True)
class Entry:
    """A stage or a moment: offsets from the program's start, in weeks before or months after."""

    key: str
    label: str
    weeks: tuple[int, int] | None = None
    months: int | None = None
    days: int = 0


TIMETABLE = (
    Entry("setup", _("Purpose, seats and rules"), weeks=(-16, -12)),
    Entry("nominations", _("Nominations and consent"), weeks=(-12, -8)),
    Entry("profiles", _("Profiles and intake"), weeks=(-8, -6)),
    Entry("baseline", _("Baseline evaluation"), weeks=(-6, -5)),
    Entry("matching", _("Matching and answers"), weeks=(-6, -3)),
    Entry("training", _("Training"), weeks=(-3, 0)),
    Entry("start", _("Start"), weeks=(0, 0)),
    Entry("agreements", _("Agreements signed"), months=0, days=30),
    Entry("check_1", _("Progress check, month 1"), months=1),
    Entry("check_3", _("Progress check, month 3"), months=3),
    Entry("check_6", _("Progress check and mid-year evaluation"), months=6),
    Entry("check_9", _("Progress check, month 9"), months=9),
    Entry("observers", _("Observers' final links"), months=11),
    Entry("end", _("Close and final evaluation"), months=MONTHS),
    Entry("follow_up_6", _("Follow-up, six months later"), months=18),
    Entry("follow_up_12", _("Follow-up, a year later"), months=24),
)
LABELS = {entry.key: entry.label for entry in TIMETABLE}
START, END = "start", "end"
CLOSING = ("observers", END, "follow_up_6", "follow_up_12")  # counted from the end


def add_months(day, months):
    """The same day ``months`` later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def default_end(starts_on):
    return add_months(starts_on, MONTHS)


def default_dates(starts_on, ends_on=None):
    """``{key: (opens_on, closes_on)}`` of a program; ``ends_on`` is a year later unless told.

    In a program of another length the last stages keep their distance to the end, and checks that
    would fall on it or later are left out.
    """
    dates = {entry.key: _dates(entry, starts_on) for entry in TIMETABLE}
    if ends_on is None or ends_on == default_end(starts_on):
        return dates
    for entry in TIMETABLE:
        if entry.key in CLOSING:
            dates[entry.key] = (add_months(ends_on, entry.months - MONTHS),) * 2
        elif entry.months is not None and dates[entry.key][0] >= ends_on:
            del dates[entry.key]
    return dates


def shifted(dates, old, new):
    """``dates`` of a program that moves from ``old`` to ``new``, both ``(starts_on, ends_on)``.

    A row that still has its default keeps its distance in months, whatever their length; a row that
    somebody edited keeps its distance in days to the start.
    """
    before, after = default_dates(*old), default_dates(*new)
    days = new[0] - old[0]
    return {
        key: after[key] if span == before.get(key) and key in after else _later(span, days)
        for key, span in dates.items()
    }


def shifted_end(old_start, old_end, new_start):
    """The end of a program that moves: as many months after the start as before, else days."""
    months = (old_end.year - old_start.year) * MONTHS + old_end.month - old_start.month
    if add_months(old_start, months) == old_end:
        return add_months(new_start, months)
    return old_end + (new_start - old_start)


def _later(span, days):
    return tuple(day + days for day in span)


def _dates(entry, starts_on):
    if entry.weeks:
        return tuple(starts_on + timedelta(weeks=week) for week in entry.weeks)
    day = add_months(starts_on, entry.months) + timedelta(days=entry.days)
    return day, day
