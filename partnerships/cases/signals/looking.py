"""One look through an organization: which day it is there, and what its programs have set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import Organization
from organizations.zones import zone_of
from partnerships.cases.kinds import Signal
from partnerships.cases.rules import KINDS, Thresholds, all_thresholds
from partnerships.cases.watching import Found
from partnerships.models import PartnershipEvent

HUNDRED = 100


@dataclass(frozen=True)
class Look:
    """``now`` and ``today`` are those of the organization, for as long as the look takes."""

    now: datetime
    zone: ZoneInfo
    thresholds: Thresholds

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """When a day begins where the organization is."""
        return datetime.combine(day, time(), self.zone)

    def before(self, signal: Signal) -> datetime:
        """Before which moment a cause has begun that any program would call late by now."""
        return self.midnight(self.latest_day(signal) + timedelta(days=1))

    def latest_day(self, signal: Signal) -> date:
        return self.today - timedelta(days=min(self.thresholds.numbers(signal)))

    def found(
        self, signal, *, program, since, anchor, partnership=None, participant=None, days=None
    ):
        kind = KINDS[signal]
        if days is None and kind.comes_back:
            days = self.thresholds.number(signal, program)
        return Found(program, partnership, participant, anchor, since, kind.severity, days)

    def late(self, signal, program, since, pauses=()) -> bool:
        """Whether as many days have gone by as the program says; a pause stops the clock."""
        gone = (self.today - self.day(since)).days - self.rested(self.day(since), pauses)
        return gone >= self.thresholds.number(signal, program)

    def rested(self, since: date, pauses: Iterable[datetime]) -> int:
        """How many days from then on a pair has rested.

        ``pauses`` are the moments of its pauses and of going on after each, in turn.
        """
        days = [self.day(moment) for moment in pauses]
        if len(days) % 2:
            days.append(self.today)
        spans = zip(days[::2], days[1::2], strict=True)
        return sum(max(0, (until - max(start, since)).days) for start, until in spans)


def look_now(instead=None):
    """The ``Look`` of this moment; ``instead`` are rules that nobody has set yet."""
    organization = Organization.objects.get(pk=context.current().organization_id)
    return Look(clock.now(), zone_of(organization), all_thresholds(instead))


def pauses(partnership="pk"):
    """The moments of pauses and of going on after each, in turn, of a row's partnership."""
    rows = PartnershipEvent.objects.filter(
        partnership=OuterRef(partnership), action__in=("pause", "resume")
    )
    return ArraySubquery(rows.order_by("at", "id").values("at"))
