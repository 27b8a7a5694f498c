"""Whether an occasion can be answered now: by the timetable, a coordinator's hand, or a match."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments.asked import moved, pairs_of
from instruments.kinds import AROUND, AT_THE_END, STAGES, Occasion
from mentoring import clock
from mentoring.ui.formats import written_day
from organizations.zones import zone_of
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
    def whom(self):
        """In a sentence, who is asked."""
        words = {
            Occasion.BASELINE: _("Everybody who takes part is asked."),
            Occasion.MID_YEAR: _("Everybody whose partnership is under way is asked."),
            Occasion.FINAL: _(
                "Everybody whose partnership lasts to its end is asked, and who ended it after "
                "three months or more."
            ),
            Occasion.THEN: _("Mentees who have sent their final evaluation may look back."),
        }
        later = _("Everybody whose partnership was completed is asked.")
        return words.get(self.occasion, later)

    @property
    def is_look_back(self):
        """It may be left out, so nobody is reminded of it; it follows the final evaluation."""
        return self.occasion == Occasion.THEN

    @property
    def goes_with_pairs(self):
        """Its days are those of each partnership."""
        return self.occasion in AT_THE_END and self.door == Door.BY_DATE

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
    def grace_until(self):
        """The last day to send what was begun, or None: a hand and a match close for good."""
        by_hand = self.is_over_by_match or self.door != Door.BY_DATE or self.comes_first
        days = 0 if by_hand else self.program.grace_days
        return self.closes_on + timedelta(days=days) if days else None

    @property
    def is_in_grace(self):
        return self.is_closed and self.grace_until is not None and self.today <= self.grace_until

    @property
    def takes_what_was_begun(self):
        return self.is_open or self.is_in_grace

    def later_by(self, days):
        """The same so many days (a timedelta) later, for whom it is so."""
        return replace(self, opens_on=self.opens_on + days, closes_on=self.closes_on + days)

    @staticmethod
    def end_of(day):
        """The moment after a day."""
        return datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())

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
        said = sentence % {"day": written_day(day, self.today)}
        return f"{said} {self._why_grace()}" if self.is_in_grace else said

    def _why_grace(self):
        day = written_day(self.grace_until, self.today)
        return _("What was begun can be sent until %(day)s.") % {"day": day}


def stage_rows():
    """Rows of timetables that occasions follow.

    Each with whether its program was ever matched, and the time zone whose days count.
    """
    matched = Program.objects.filter(pk=OuterRef("program_id"), partnerships__isnull=False)
    rows = ProgramDate.objects.filter(key__in=STAGES.values())
    zone = F("program__organization__time_zone")
    return rows.annotate(is_matched=Exists(matched), time_zone=zone)


def span_of(occasion, row):
    """``(opens_on, closes_on)``: the row's own days, or the days around a row of one day."""
    if row.opens_on != row.closes_on:
        return row.opens_on, row.closes_on
    before, after = AROUND[occasion]
    return row.opens_on - timedelta(days=before), row.closes_on + timedelta(days=after)


def _day_of(row):
    """The organization's day, as the database reads it, or the reader's for rows without a zone."""
    return clock.today(zone_of(row) if hasattr(row, "time_zone") else None)


def stages_of(program, rows, today=None):
    """``[Stage]`` of the occasions that a program asks; ``rows`` are its ``stage_rows``."""
    known = {row.key: row for row in rows}
    return [
        Stage(
            program,
            occasion,
            *span_of(occasion, row),
            row.door,
            today or _day_of(row),
            getattr(row, "is_matched", False),
        )
        for occasion, key in STAGES.items()
        if (row := known.get(key))
    ]


def stages_for(program):
    """The same of one program, in one statement."""
    return stages_of(program, stage_rows().filter(program=program))


def stage_of(program, occasion):
    """The ``Stage`` of one occasion, or None where the timetable has no such row."""
    return next((stage for stage in stages_for(program) if stage.occasion == occasion), None)


def own_stage_of(participant, occasion):
    """The ``Stage`` as it is for one participant, or None."""
    return own_stage_and_pairs(participant, occasion)[0]


def own_stage_and_pairs(participant, occasion):
    """The same, and the partnerships that it may be about, for what comes after a match."""
    stage = stage_of(participant.program, occasion)
    if stage is None or occasion == Occasion.BASELINE:
        return stage, []
    pairs = pairs_of([participant])[participant.pk]
    return moved(stage, pairs), pairs
