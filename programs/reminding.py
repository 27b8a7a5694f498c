"""When somebody is reminded of what they have not done: after 7, 14 and 21 days, and then no more.

Days are those of the organization; reminders come in the morning.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat

from mentoring import clock
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import Organization
from organizations.zones import zone_of

STEPS = (7, 14, 21)  # days after that of which it reminds
# One that nobody could send in time is left out: the next takes its place, or nothing does.
OPEN_FOR = 7
MORNING = time(8)


def step_on(since: date, today: date) -> int | None:
    """Which reminder is due today about something that waits since a day; None for none."""
    days = (today - since).days
    return next((step for step in STEPS if step <= days < step + OPEN_FOR), None)


@dataclass(frozen=True)
class Here:
    """The moment and the day it is where an organization is."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def is_morning(self) -> bool:
        """Or later on that day: from then on people are reminded."""
        return self.now.astimezone(self.zone).time() >= MORNING

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)

    def ago(self, days: int) -> datetime:
        """When the day began that is so many days ago."""
        return self.start_of(self.today - timedelta(days=days))


def here() -> Here:
    """Of the organization in force."""
    organization = Organization.objects.get(pk=context.current().organization_id)
    return Here(clock.now(), zone_of(organization))


def waiting_since(moment: str, place: Here) -> Q:
    """Rows that have waited, since the moment in this column, for days with a reminder of today."""
    span = (place.ago(STEPS[-1] + OPEN_FOR - 1), place.ago(STEPS[0] - 1))
    return Q(**{f"{moment}__gte": span[0], f"{moment}__lt": span[1]})


def with_step(rows, moment: str, place: Here):
    """Rows of ``waiting_since``, each with its ``step``: ``"7"``, ``"14"`` or ``"21"``."""
    later = [
        When(**{f"{moment}__lt": place.ago(step - 1)}, then=Value(str(step)))
        for step in reversed(STEPS)
    ]
    return rows.annotate(step=Case(*later, default=Value(""), output_field=CharField()))


def untold(rows, kind: str, person: str, *parts: str):
    """Rows whose ``person``, a column, was not told of ``kind`` on the occasion of these columns.

    Each row has ``told_of``, the occasion: the columns as text, with colons between.
    """
    joined = [Cast(F(parts[0]), CharField())]
    for part in parts[1:]:
        joined += [Value(":"), Cast(F(part), CharField())]
    occasion = Concat(*joined) if len(joined) > 1 else joined[0]
    told = Message.objects.filter(kind=kind, person=OuterRef(person), occasion=OuterRef("told_of"))
    return rows.annotate(told_of=occasion).filter(~Exists(told))
