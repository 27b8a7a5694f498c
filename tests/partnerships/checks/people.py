"""Pairs that are asked how it goes."""

from datetime import UTC, datetime

from mentoring import clock
from partnerships.checks.kinds import Occasion
from partnerships.checks.models import Check
from programs.models import ProgramDate
from tests.factories.agreements import agree
from tests.partnerships.meetings.people import introduced_pair
from tests.partnerships.writing.people import as_side

# The plainest program starts on 2027-01-11.
INTRODUCED = datetime(2027, 1, 20, 10, tzinfo=UTC)


def at(month, day, hour=12):
    return clock.held_at(datetime(2027, month, day, hour, tzinfo=UTC))


def timetable(program, **days):
    """The days of this program's checks: ``check_1=(opens_on, closes_on)``."""
    for key, (opens_on, closes_on) in days.items():
        ProgramDate.objects.create(program=program, key=key, opens_on=opens_on, closes_on=closes_on)


def active_pair():
    """Introduced on 2027-01-20 and under way since."""
    with clock.held_at(INTRODUCED):
        partnership = introduced_pair()
        agree(partnership)
    return partnership


def opened(partnership, side, occasion=Occasion.MONTH_1, **columns):
    """A check that the system has opened for this side."""
    columns.setdefault("closes_on", clock.today())
    participant = getattr(partnership, side)
    return Check.objects.create(
        partnership=partnership, participant=participant, occasion=occasion, **columns
    )


def own(partnership, side):
    """This side's checks as they see them."""
    with as_side(partnership, side):
        return list(Check.objects.order_by("occasion"))
