"""When a pair is asked: by the program's timetable and by the day on which the two could meet."""

from datetime import timedelta

from programs.timetable import add_months

# For a day of the timetable that has no length of its own.
ANSWER_DAYS = 14
REMIND_DAYS = 2  # before it closes
# A first meeting that lies further back is no longer asked about.
FIRST_MEETING_DAYS = 30


def span_of(opens_on, closes_on, introduced_on, months):
    """``(first, last)`` day on which one pair answers.

    The program's own days, or so many months after the two could meet where that is later.
    """
    days = (closes_on - opens_on).days or ANSWER_DAYS
    first = max(opens_on, add_months(introduced_on, months))
    return first, first + timedelta(days=days)


def fit_closes_on(today):
    return today + timedelta(days=ANSWER_DAYS)
