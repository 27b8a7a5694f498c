"""The default timetable of a one-year program (product rules, every date editable afterwards)."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _


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
    Entry("end", _("Close and final evaluation"), months=12),
    Entry("follow_up_6", _("Follow-up, six months later"), months=18),
    Entry("follow_up_12", _("Follow-up, a year later"), months=24),
)
LABELS = {entry.key: entry.label for entry in TIMETABLE}


def add_months(day, months):
    """The same day ``months`` later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def default_dates(starts_on):
    """``{key: (opens_on, closes_on)}`` for a program that starts on this day."""
    return {entry.key: _dates(entry, starts_on) for entry in TIMETABLE}


def _dates(entry, starts_on):
    if entry.weeks:
        return tuple(starts_on + timedelta(weeks=week) for week in entry.weeks)
    day = add_months(starts_on, entry.months) + timedelta(days=entry.days)
    return day, day
