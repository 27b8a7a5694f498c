"""When a mentee can invite observers: before the start, and again when the year nears its end."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.observers.kinds import OCCASIONS
from instruments.asked import is_asked, moved, pairs_of, people_asked, with_last_day
from instruments.bank import pages
from instruments.kinds import Informant, Occasion
from instruments.stages import Stage, stages_of
from mentoring import clock
from mentoring.ui.formats import written_day
from participants.models import Participant
from participants.roles import Side, Standing
from programs.models import ProgramDate

OBSERVERS = "observers"
KEYS = ("baseline", OBSERVERS, "end")


@dataclass(frozen=True)
class Window:
    """The days on which one mentee can invite observers for one occasion."""

    participant: Participant
    occasion: str
    opens_on: date
    closes_on: date
    today: date

    @property
    def label(self):
        return Occasion(self.occasion).label

    @property
    def is_open(self):
        return self.opens_on <= self.today <= self.closes_on

    @property
    def is_ahead(self):
        return self.today < self.opens_on

    @property
    def why(self):
        """In a sentence how it stands."""
        if self.is_open:
            said = {"day": written_day(self.closes_on, self.today)}
            return _("You can invite observers until %(day)s.") % said
        if self.is_ahead:
            said = {"day": written_day(self.opens_on, self.today)}
            return _("You can invite observers from %(day)s.") % said
        return _("The time to invite observers is over.")


def windows_of(participants):
    """``{participant id: [Window]}`` of these mentees, with their programs; two statements."""
    mentees = [
        row for row in participants if row.side == Side.MENTEE and row.standing == Standing.IN
    ]
    if not mentees:
        return {}
    dates = defaultdict(list)
    programs = {row.program_id for row in mentees}
    for row in ProgramDate.objects.filter(program__in=programs, key__in=KEYS):
        dates[row.program_id].append(row)
    pairs = pairs_of(mentees)
    return {row.pk: windows_by(row, dates[row.program_id], pairs[row.pk]) for row in mentees}


def windows_by(participant, dates, pairs):
    """``[Window]`` of one mentee, by the ``dates`` and ``pairs`` that are at hand."""
    stages = {one.occasion: one for one in stages_of(participant.program, dates)}
    found = (
        _window(participant, stages[occasion], dates, pairs)
        for occasion in OCCASIONS
        if occasion in stages and pages(Informant.OBSERVER, occasion)
    )
    return [window for window in found if window is not None]


def window_of(participant, occasion):
    """The ``Window`` of one mentee and occasion, or None."""
    found = windows_of([participant]).get(participant.pk, ())
    return next((window for window in found if window.occasion == occasion), None)


def _window(participant, stage: Stage, dates, pairs):
    if stage.occasion == Occasion.BASELINE:
        # What somebody sees after the two have met says nothing about before.
        met_on = [timezone.localdate(pair.introduced_at) for pair in pairs if pair.introduced_at]
        closes_on = min([max(stage.closes_on, participant.program.starts_on), *met_on])
        return Window(participant, stage.occasion, stage.opens_on, closes_on, stage.today)
    own = moved(stage, pairs)
    if not is_asked(own, pairs):
        return None
    opens_on = _opens_on(stage, dates) + (own.opens_on - stage.opens_on)
    return Window(participant, stage.occasion, opens_on, own.closes_on, clock.today())


def _opens_on(stage, dates):
    """From when on observers are invited for the end of a program, without what moves it."""
    row = next((row for row in dates if row.key == OBSERVERS), None)
    return row.opens_on if row else stage.opens_on


def asked_at_the_end(program, dates, today):
    """Mentees who can invite observers today for the end, or None when nobody can by the days."""
    stage = next(
        (one for one in stages_of(program, dates, today) if one.occasion == Occasion.FINAL), None
    )
    if stage is None:
        return None
    opens_on = _opens_on(stage, dates)
    longest = timedelta(days=program.pause_days + program.extension_days)
    if not opens_on <= today <= stage.closes_on + longest:
        return None
    mentees = with_last_day(people_asked(stage).filter(side=Side.MENTEE), program)
    span = (program.ends_on + (today - stage.closes_on), program.ends_on + (today - opens_on))
    return mentees.filter(last_day__range=span)
