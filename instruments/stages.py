"""Whether an occasion can be answered now: by the timetable, a coordinator's hand, or a match."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments.kinds import STAGES, Occasion
from mentoring import clock
from mentoring.ui.formats import written_day
from programs.models import Door, Program, ProgramDate


class State(models.TextChoices):
    PLANNED = "planned", gettext_lazy("Not open yet")
    OPEN = "open", gettext_lazy("Open")
    CLOSED = "closed", gettext_lazy("Closed")


@dataclass(frozen=True)
class Stage:
    """One occasion of one program as it stands on ``today``.

    ``is_matched``: a match was announced, so a baseline that must come before it is over.
    """

    program: Program
    occasion: str
    opens_on: date
    closes_on: date
    door: str
    today: date
    is_matched: bool = False

    @property
    def label(self):
        return Occasion(self.occasion).label

    @property
    def is_over_by_match(self):
        return self.is_matched and self.comes_first

    @property
    def comes_first(self):
        """No match may be announced before it has closed."""
        return self.occasion == Occasion.BASELINE and self.program.needs_baseline

    @property
    def state(self):
        if self.is_over_by_match or self.door == Door.CLOSED:
            return State.CLOSED
        if self.door == Door.OPEN:
            return State.OPEN
        if self.today < self.opens_on:
            return State.PLANNED
        return State.OPEN if self.today <= self.closes_on else State.CLOSED

    @property
    def is_open(self):
        return self.state == State.OPEN

    @property
    def is_closed(self):
        return self.state == State.CLOSED

    @property
    def blocks_matches(self):
        return self.comes_first and not self.is_closed

    @property
    def due(self):
        """The last day to answer, or None where the door was opened by hand."""
        return self.closes_on if self.is_open and self.door == Door.BY_DATE else None

    @property
    def why(self):
        """In a sentence why it stands so."""
        if self.is_over_by_match:
            return _("Closed, since matches have been announced.")
        if self.door == Door.CLOSED:
            return _("Closed by a coordinator.")
        if self.door == Door.OPEN:
            return _("Opened by a coordinator, until one closes it.")
        words = {
            State.PLANNED: (_("Opens on %(day)s."), self.opens_on),
            State.OPEN: (_("Open until %(day)s."), self.closes_on),
            State.CLOSED: (_("Closed on %(day)s."), self.closes_on),
        }
        sentence, day = words[self.state]
        return sentence % {"day": written_day(day, self.today)}


def stage_rows():
    """Rows of timetables that occasions follow, each with whether its program was ever matched."""
    matched = Program.objects.filter(pk=OuterRef("program_id"), partnerships__isnull=False)
    rows = ProgramDate.objects.filter(key__in=STAGES.values())
    return rows.annotate(is_matched=Exists(matched))


def may_be_open(row):
    """Whether a row of a timetable is open by its door or, anywhere in the world, by its dates."""
    if row.door != Door.BY_DATE:
        return row.door == Door.OPEN
    day, today = timedelta(days=1), clock.today()
    return row.opens_on - day <= today <= row.closes_on + day


def stages_of(program, rows, today=None):
    """``[Stage]`` of the occasions that a program asks; ``rows`` are its ``stage_rows``."""
    today = today or clock.today()
    known = {row.key: row for row in rows}
    return [
        Stage(program, occasion, row.opens_on, row.closes_on, row.door, today, row.is_matched)
        for occasion, key in STAGES.items()
        if (row := known.get(key))
    ]


def stages_for(program):
    """The same of one program, in one statement."""
    return stages_of(program, stage_rows().filter(program=program))


def stage_of(program, occasion):
    """The ``Stage`` of one occasion, or None where the timetable has no such row."""
    return next((stage for stage in stages_for(program) if stage.occasion == occasion), None)
