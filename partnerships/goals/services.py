"""Setting goals, changing them, and saying how far they have come.

The mentee sets them. Either of the two says where one stands; the mentee closes it. The trail says
that a goal was set, changed or closed, never what it says nor at which level.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from organizations.audit import record
from partnerships.goals import wording as words
from partnerships.goals.models import Goal, GoalProgress, GoalVersion
from partnerships.goals.scale import MOST_GOALS, STARTS, Level
from partnerships.goals.working import NO_LONGER, add, held, open_work
from partnerships.lifecycle import MENTEE
from partnerships.writing.keys import Keyring
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Draft, SharedCopy
from partnerships.writing.services import CannotWrite, sealed_by

LONGEST_NOTE = 1_000
MOST_NOTES = 200  # in one goal

NOT_ON_SCALE = gettext_lazy("Choose one of the five levels.")
NO_START = gettext_lazy("Say where you are today: below what you aim for.")
NOTED = gettext_lazy("Somebody has said how far this has come, so it stays. You can close it.")
CLOSED = gettext_lazy("This goal is closed. Reopen it first.")


@transaction.atomic
def set_goal(partnership, wording, *, by, goal_id, start):
    """A new goal of the mentee, under an id that its form brought along; twice is once.

    Raises ``BadWords``, or ``CannotWrite``: five are open, or not the mentee's to do.
    """
    wording = words.checked(wording)
    if start not in STARTS:
        raise words.BadWords({"start": NO_START})
    partnership = open_work(partnership, by=by, side=MENTEE)
    before = Goal.objects.filter(pk=goal_id, author=by.person_id).first()
    if before is not None:
        return before
    place = _free_place(partnership)
    goal = Goal(pk=goal_id, partnership=partnership, author_id=by.person_id, place=place)
    goal.start = start
    add(goal, wording.as_json())
    drop_draft(partnership, goal_id, by=by)
    _note("goal.set", goal, by=by)
    return goal


@transaction.atomic
def change_goal(partnership, goal_id, wording, *, by, seen):
    """Word a goal anew; what it said before is kept. No change leaves no trace."""
    wording = words.checked(wording)
    partnership = open_work(partnership, by=by, side=MENTEE)
    goal = held(Goal, partnership, goal_id, by=by, seen=seen)
    with sealed_by():
        keys = Keyring(partnership.pk)
        said = keys.read(goal)
        if words.from_json(said) == wording:
            return goal
        version = GoalVersion(goal=goal, partnership=partnership, author_id=by.person_id)
        version.revision = goal.revision
        add(version, said)
        keys.seal(goal, wording.as_json())
    goal.revision, goal.edited_at = goal.revision + 1, clock.now()
    goal.save(update_fields=["sealed", "revision", "edited_at"])
    _note("goal.changed", goal, by=by)
    return goal


@transaction.atomic
def note_progress(partnership, goal_id, *, by, item_id, level, text=""):
    """Say where a goal stands, in a level and, if one likes, a few words; twice is once."""
    if level not in Level.values:
        raise words.BadWords({"level": NOT_ON_SCALE})
    text = _checked_note(text)
    partnership = open_work(partnership, by=by)
    goal = _of(partnership, goal_id)
    if goal.closed_at is not None:
        raise CannotWrite("closed_goal", CLOSED)
    if goal.progress.count() >= MOST_NOTES:
        raise CannotWrite("too_many", _("There are %(most)d notes here already.") % _MOST_NOTES)
    row = GoalProgress(pk=item_id, goal=goal, partnership=partnership, author_id=by.person_id)
    row.level = level
    if add(row, text):
        _note("goal.noted", goal, by=by)
    return row


@transaction.atomic
def remove_progress(partnership, goal_id, item_id, *, by):
    """Take back what one has said of a goal's progress; twice is once."""
    partnership = open_work(partnership, by=by)
    rows = GoalProgress.objects.filter(goal=goal_id, partnership=partnership, pk=item_id)
    if rows.filter(author=by.person_id).delete()[0]:
        _note("goal.noted", _of(partnership, goal_id), by=by)


@transaction.atomic
def close_goal(partnership, goal_id, *, by):
    """Its work is done, or it matters no longer: its place is free. Twice is once."""
    partnership = open_work(partnership, by=by, side=MENTEE)
    goal = held(Goal, partnership, goal_id, by=by)
    if goal.closed_at is None:
        goal.closed_at, goal.place = clock.now(), None
        goal.save(update_fields=["closed_at", "place"])
        _note("goal.closed", goal, by=by)
    return goal


@transaction.atomic
def reopen_goal(partnership, goal_id, *, by):
    """Go on with a closed goal, if there is a place for it. Twice is once."""
    partnership = open_work(partnership, by=by, side=MENTEE)
    goal = held(Goal, partnership, goal_id, by=by)
    if goal.closed_at is not None:
        goal.closed_at, goal.place = None, _free_place(partnership)
        goal.save(update_fields=["closed_at", "place"])
        _note("goal.reopened", goal, by=by)
    return goal


@transaction.atomic
def remove_goal(partnership, goal_id, *, by):
    """Delete a goal that nobody has said anything about yet; twice is once."""
    partnership = open_work(partnership, by=by, side=MENTEE)
    try:
        goal = held(Goal, partnership, goal_id, by=by)
    except CannotWrite as refusal:
        if refusal.rule == "removed":
            return
        raise
    if goal.progress.exists() or goal.suggestions.exists():
        raise CannotWrite("noted", NOTED)
    SharedCopy.objects.filter(item_id=goal_id, shared_by=by.person_id).delete()
    record("goal.removed", partnership, by=by, goal=str(goal_id))
    goal.delete()


@transaction.atomic
def keep_draft(partnership, wording, *, by, goal_id, start):
    """Keep a goal that is being written, from step to step and device to device."""
    wording = words.checked(wording, is_whole=False)
    partnership = open_work(partnership, by=by, side=MENTEE)
    place = {"author_id": by.person_id, "kind": Kind.GOAL, "is_new": True}
    draft = Draft.objects.filter(partnership=partnership, **place).first()
    is_first = draft is None
    if is_first:
        draft = Draft(partnership=partnership, item_id=goal_id, **place)
        draft.stamp()
    with sealed_by():
        Keyring(partnership.pk).seal(draft, f"{start}\n{wording.as_json()}")
    draft.written_at = clock.now()
    draft.save(force_insert=is_first, force_update=not is_first)
    return draft


def drop_draft(partnership, goal_id, *, by):
    """Forget a goal that is being written."""
    own = Draft.objects.filter(partnership=partnership, author=by.person_id, kind=Kind.GOAL)
    own.filter(item_id=goal_id).delete()


_MOST_NOTES = {"most": MOST_NOTES}


def _free_place(partnership):
    """The lowest place that no open goal has. Raises ``CannotWrite``; the partnership is held."""
    open_goals = Goal.objects.filter(partnership=partnership, place__isnull=False)
    taken = set(open_goals.values_list("place", flat=True))
    free = [place for place in range(1, MOST_GOALS + 1) if place not in taken]
    if not free:
        said = _("You have %(most)d open goals already. Close one first: fewer goals go further.")
        raise CannotWrite("too_many", said % {"most": MOST_GOALS})
    return free[0]


def _of(partnership, goal_id):
    goal = Goal.objects.filter(partnership=partnership, pk=goal_id).first()
    if goal is None:
        raise CannotWrite("removed", NO_LONGER)
    return goal


def _checked_note(text):
    try:
        return words.checked_text(text, LONGEST_NOTE)
    except words.BadWords as bad:
        raise words.BadWords({"text": bad.parts[""]}) from None


def _note(verb, goal, *, by):
    record(verb, goal.partnership, by=by, goal=str(goal.pk))
