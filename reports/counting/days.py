"""When sponsors count, and when they are asked to; no database."""

from datetime import date, timedelta

from programs.timetable import add_months
from reports.models import FollowUp

MONTHS = {FollowUp.HALF_YEAR: 6, FollowUp.YEAR: 12}
# Days after the one from which a sponsor can count: asked, and asked once more, and no more.
TURNS = (0, 14, 28)
# What nobody could say in time is left out.
STILL_SAID_FOR = 7


def due_on(ends_on: date, occasion: str) -> date:
    """From this day on what became of people can be counted."""
    return add_months(ends_on, MONTHS[FollowUp(occasion)])


def turn_on(ends_on: date, occasion: str, today: date) -> int | None:
    """The turn of ``TURNS`` in which somebody is asked on this day, or None."""
    late = (today - due_on(ends_on, occasion)).days
    return next((one for one in TURNS if one <= late < one + STILL_SAID_FOR), None)


def next_turn(ends_on: date, occasion: str, today: date) -> date | None:
    """The next day on which whoever has not counted is asked, or None when it was the last."""
    first = due_on(ends_on, occasion)
    days = (first + timedelta(days=one) for one in TURNS)
    return next((day for day in days if day > today), None)
