"""A pair that has been introduced, and a goal of theirs."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.actions import services as actions
from partnerships.goals import milestones, services
from partnerships.goals.scale import Level
from partnerships.goals.wording import Wording
from tests.factories.participants import membership_of
from tests.factories.training import introduce
from tests.partnerships.writing.people import as_side, pair

LEVELS = (
    "I do it all myself.",
    "I take half back.",
    "One task a month.",
    "A project.",
    "Without me.",
)


def worded(title="I hand over whole tasks.", why="My evenings.", levels=LEVELS, competencies=()):
    return Wording(title=title, why=why, levels=levels, competencies=competencies)


def introduced(**columns):
    """A partnership of two who have finished their training."""
    partnership = pair(**columns)
    introduce(partnership)
    return partnership


def own(partnership, side):
    """The membership of one of the two."""
    return membership_of(getattr(partnership, side))


def does(partnership, side, act, *args, **facts):
    """What a service answers to one of the two, in their own context."""
    by = own(partnership, side)
    with as_side(partnership, side):
        return act(partnership, *args, by=by, **facts)


def goal_in(partnership, start=Level.LESS, goal_id=None, **words):
    facts = {"goal_id": goal_id or uuid7(), "start": start}
    return does(partnership, "mentee", services.set_goal, worded(**words), **facts)


def noted(partnership, goal, side="mentee", level=Level.REACHED, text=""):
    facts = {"item_id": uuid7(), "level": level, "text": text}
    return does(partnership, side, services.note_progress, goal.pk, **facts)


def planned(partnership, goal, text="Write the list.", days=7):
    facts = {"item_id": uuid7(), "due_on": clock.today() + timedelta(days=days)}
    return does(partnership, "mentee", milestones.add_milestone, goal.pk, text, **facts)


def to_do(partnership, side="mentee", text="Ask Ines.", owner=None, days=7):
    owner_id = getattr(partnership, f"{owner or side}_person_id")
    due_on = None if days is None else clock.today() + timedelta(days=days)
    facts = {"item_id": uuid7(), "owner_id": owner_id, "due_on": due_on}
    return does(partnership, side, actions.add_item, text, **facts)
