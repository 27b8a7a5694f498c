"""Goals of the pair of each organization and what the two are to do, a word in each part."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from partnerships.actions import services as actions
from partnerships.goals import milestones, services, suggestions
from partnerships.goals.scale import Level
from partnerships.goals.wording import Wording

TITLE, DETAIL, TO_DO = "goal titles and progress mark", "goal detail", "what the two are to do"
PAIR = ("mentee", "mentor")
WRITTEN = ("portal:goals:", "portal:actions:", "api:goal", "api:close-goal", "api:action")
# What the part ``item`` of an address names.
ITEMS = {"step": "milestone", "tick": "milestone", "unnote": "progress", "goal-step": "milestone"}


def plant(place):
    """A goal with everything that hangs on it; each of the two has something to do."""
    partnership = place.rows["partnership"]

    def word(key, resource):
        return place.garden.plant(key, (resource, set(PAIR)))

    def does(name, act, *args, **facts):
        person = place.participants[name].person
        own = context.Context(place.organization.pk, person.user_id, context.Actor.PARTICIPANT)
        with context.enter(own):
            return act(partnership, *args, by=place.members[name], **facts)

    levels = (word("pair.level", DETAIL), *(str(level.label) for level in list(Level)[1:]))
    wording = Wording(title=word("pair.goal", TITLE), levels=levels)
    facts = {"goal_id": uuid7(), "start": Level.LESS}
    goal = does("mentee", services.set_goal, wording, **facts)
    facts = {"item_id": uuid7(), "due_on": clock.today() + timedelta(days=9)}
    step = word("pair.step", DETAIL)
    place.rows |= {
        "goal": goal,
        "milestone": does("mentee", milestones.add_milestone, goal.pk, step, **facts),
        "suggestion": does(
            "mentor", suggestions.suggest, word("pair.offer", DETAIL), item_id=uuid7()
        ),
    }
    for name in PAIR:
        said = {
            "item_id": uuid7(),
            "level": Level.REACHED,
            "text": word(f"{name}.progress", DETAIL),
        }
        place.rows[f"{name}.progress"] = does(name, services.note_progress, goal.pk, **said)
        facts = {"item_id": uuid7(), "owner_id": place.participants[name].person_id}
        done = does(name, actions.add_item, word(f"{name}.action", TO_DO), **facts)
        place.rows[f"{name}.action"] = done


def part_of(place, name, route, part):
    """The id that this part of an address has for somebody; nobody else's leads anywhere."""
    if name not in PAIR:
        return place.organization.pk
    if part == "item":
        step = route.name.rpartition(":")[2]
        key = ITEMS.get(step, "action")
        return (place.rows.get(f"{name}.{key}") or place.rows[key]).pk
    return place.rows[part].pk
