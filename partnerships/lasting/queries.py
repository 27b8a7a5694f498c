"""Reads about how long a partnership lasts."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentoring import clock
from partnerships import stepping
from partnerships.lasting.days import days_counted
from partnerships.lasting.extending import latest_end_of
from partnerships.lasting.models import Extension
from partnerships.lifecycle import Status
from partnerships.models import Partnership

# After the day on which both were asked; then a coordinator asks.
SILENT_FOR = timedelta(days=7)


def open_extension(partnership):
    """The proposal about a later last day that waits for an answer, or None."""
    return partnership.extensions.filter(outcome="", answer_by__gt=clock.now()).first()


def asked_in_vain(program_ids):
    """Pairs of these programs that rest and were asked in vain a week ago whether they go on."""
    day = clock.today() - SILENT_FOR
    return Partnership.objects.filter(
        program__in=program_ids, status=Status.PAUSED, ask_again_on__lte=day
    )


@dataclass(frozen=True)
class Span:
    """How long a partnership lasts, for a page about it.

    ``resumed_end`` is its last day if it went on today, ``days_left`` how many more days pauses may
    move it, ``latest_end`` the last day that the two may still agree on.
    """

    today: date
    ends_on: date
    resumed_end: date
    days_left: int
    latest_end: date
    extension: Extension | None

    @property
    def may_extend(self):
        return self.latest_end > self.ends_on > self.today

    @property
    def suggested(self):
        """A day to begin with: three months on, or as far as it goes."""
        return min(self.ends_on + timedelta(days=91), self.latest_end)


def span_of(partnership):
    """The ``Span`` of a partnership that has an end; else None."""
    if partnership.ends_on is None:
        return None
    today, program = stepping.today_of(partnership), partnership.program
    resumed_end = partnership.ends_on
    if partnership.status == Status.PAUSED:
        days = (partnership.paused_on, today, partnership.days_paused, program.pause_days)
        resumed_end += timedelta(days=days_counted(*days))
    may_wait = partnership.status == Status.ACTIVE
    return Span(
        today=today,
        ends_on=partnership.ends_on,
        resumed_end=resumed_end,
        days_left=max(0, program.pause_days - partnership.days_paused),
        latest_end=latest_end_of(partnership),
        extension=open_extension(partnership) if may_wait else None,
    )
