"""Steps on the way to a goal: the mentee plans and ticks them."""

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import clock
from organizations.audit import record
from partnerships.goals import wording as words
from partnerships.goals.models import Goal, Milestone
from partnerships.goals.working import NO_LONGER, add, held, open_work
from partnerships.lifecycle import MENTEE
from partnerships.writing.keys import Keyring
from partnerships.writing.services import CannotWrite, sealed_by

LONGEST = 200
MOST = 12  # in one goal
FIRST_YEAR, YEARS_AHEAD = 2000, 5


@transaction.atomic
def add_milestone(partnership, goal_id, text, *, by, item_id, due_on):
    """A step of this goal by a day, under an id that its form brought along; twice is once.

    Raises ``BadWords`` or ``CannotWrite``.
    """
    text = _checked(text, due_on)
    partnership = open_work(partnership, by=by, side=MENTEE)
    goal = Goal.objects.filter(partnership=partnership, pk=goal_id).first()
    if goal is None:
        raise CannotWrite("removed", NO_LONGER)
    if goal.milestones.exclude(pk=item_id).count() >= MOST:
        raise CannotWrite("too_many", _("A goal has %(most)d steps at most.") % {"most": MOST})
    row = Milestone(pk=item_id, goal=goal, partnership=partnership, author_id=by.person_id)
    row.due_on = due_on
    if add(row, text):
        record("goal.planned", partnership, by=by, goal=str(goal_id))
    return row


@transaction.atomic
def change_milestone(partnership, item_id, text, *, by, due_on, seen):
    """Word a step anew or move its day."""
    text = _checked(text, due_on)
    partnership = open_work(partnership, by=by, side=MENTEE)
    row = held(Milestone, partnership, item_id, by=by, seen=seen)
    with sealed_by():
        keys = Keyring(partnership.pk)
        if (keys.read(row), row.due_on) == (text, due_on):
            return row
        keys.seal(row, text)
    row.due_on, row.revision, row.edited_at = due_on, row.revision + 1, clock.now()
    row.save(update_fields=["sealed", "due_on", "revision", "edited_at"])
    record("goal.planned", partnership, by=by, goal=str(row.goal_id))
    return row


@transaction.atomic
def tick(partnership, item_id, *, by, is_done):
    """The step is done, or after all it is not; twice is once."""
    partnership = open_work(partnership, by=by, side=MENTEE)
    row = held(Milestone, partnership, item_id, by=by)
    if (row.done_at is not None) != is_done:
        row.done_at = clock.now() if is_done else None
        row.save(update_fields=["done_at"])
        record("goal.planned", partnership, by=by, goal=str(row.goal_id))
    return row


@transaction.atomic
def remove_milestone(partnership, item_id, *, by):
    """Delete a step; twice is once."""
    partnership = open_work(partnership, by=by, side=MENTEE)
    row = Milestone.objects.filter(partnership=partnership, pk=item_id, author=by.person_id).first()
    if row is not None:
        row.delete()
        record("goal.planned", partnership, by=by, goal=str(row.goal_id))


def plausible_day(day):
    """Whether somebody can have meant this day."""
    return FIRST_YEAR <= day.year <= clock.today().year + YEARS_AHEAD


def _checked(text, due_on):
    wrong = {}
    try:
        text = words.checked_text(text, LONGEST)
        if not text:
            wrong["text"] = words.EMPTY
    except words.BadWords as bad:
        wrong["text"] = bad.parts[""]
    if due_on is None or not plausible_day(due_on):
        wrong["due_on"] = _("Choose a day within the next years.")
    if wrong:
        raise words.BadWords(wrong)
    return text
