"""What is due in a program: what needs a coordinator, and the next day that changes something."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mentoring.ui.formats import written_day
from programs.next_steps import NextStep

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Moment:
    """A day of the timetable on which a stage opens or closes, and that in words."""

    day: date
    label: str


@dataclass(frozen=True)
class Due:
    """``steps`` need a coordinator, the most pressing first; ``next`` is None when all is over."""

    steps: list[NextStep]
    next: Moment | None
    today: date

    @property
    def first(self):
        return self.steps[0] if self.steps else None

    @property
    def others(self):
        """How many steps wait behind the first."""
        return len(self.steps) - 1

    @property
    def is_soon(self):
        return self.next is not None and self.next.day <= self.today + SOON

    @property
    def urgency(self):
        """Sorts what needs somebody before what only comes, and the nearest day before later."""
        rank = self.steps[0].rank if self.steps else float("inf")
        return rank, self.next.day if self.next else date.max


def due_of(stage, steps):
    """The ``Due`` of a program at this ``programs.queries.Stage``, with its ``NextStep``s."""
    days = [one for row in stage.rows if (one := _next_day(row, stage.today))]
    day, row = min(days, key=lambda found: found[0], default=(None, None))
    moment = Moment(day, _in_words(row, day, stage.today)) if row else None
    return Due([step for step in steps if step.needs_you], moment, stage.today)


def _next_day(row, today):
    """The day on which a row opens or else closes, from today on; a hand decides without days."""
    ahead = [day for day in (row.opens_on, row.closes_on) if day >= today]
    return (ahead[0], row) if ahead and not row.door else None


def _in_words(row, day, today):
    facts = {"stage": row.get_key_display(), "day": written_day(day, today)}
    if row.opens_on == row.closes_on:
        return _("%(stage)s: %(day)s") % facts
    if day == row.opens_on:
        return _("%(stage)s: opens %(day)s") % facts
    return _("%(stage)s: closes %(day)s") % facts


# What the filter of the list can ask for.
NOW, COMING, NOTHING = "now", "soon", "none"


def due_options():
    return {
        NOW: _("Needs you now"),
        COMING: _("A date within two weeks"),
        NOTHING: _("Neither"),
    }


def is_due(due, asked):
    """Whether a ``Due`` is what the filter asks for."""
    if asked == NOTHING:
        return not due.steps and not due.is_soon
    return bool(due.steps) if asked == NOW else due.is_soon
