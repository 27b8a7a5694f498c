"""A pair in the middle of its year, with goals and things to do, and the pages of these."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from partnerships.actions import services as actions
from partnerships.actions.standings import Standing
from partnerships.goals import milestones, services, suggestions
from partnerships.goals.scale import Level
from partnerships.goals.wording import Wording

FIRST = Wording(
    title="I hand over whole tasks, and they come back finished.",
    why="I am the last to leave three evenings a week, and my team waits for my word.",
    levels=(
        "I do everything that is difficult myself, in the evening.",
        "I hand tasks over, and take half of them back when time is short.",
        "Every month I hand over one whole task, and it comes back finished.",
        "I hand over one large project and am asked about the goal alone.",
        "My team divides the work among themselves; I hear of it when it is done.",
    ),
    competencies=("delegating-work", "leading-a-team"),
)
SECOND = Wording(
    title="I know which two roles I could take next, and what each would ask of me.",
    why="",
    levels=("I wait to be asked.", "One idea.", "Two roles, described.", "Met both.", "Offered."),
)
STEPS = (
    ("List what only I can do, and what I merely like doing.", -30, True),
    ("Hand the monthly report to Ole, from data to mail.", -2, False),
    ("Ask the team what they would take over first.", 21, False),
)
SAID = (
    ("mentee", Level.LESS, "I gave the report away and looked over his shoulder twice.", 40),
    ("mentor", Level.REACHED, "You did not open the file on Friday. That was the task.", 25),
    ("mentee", Level.REACHED, "The report went out while I was on leave.", 6),
)


def prepare(scenes, pair):
    """Two goals, one with a course; a suggestion, and a list of things to do."""

    def does(side, act, *args, **facts):
        user_id = getattr(pair, f"{side}_person").user_id
        own = context.Context(pair.organization_id, user_id, context.Actor.PARTICIPANT)
        by = Membership.objects.get(user_id=user_id, role=Role.PARTICIPANT)
        with context.enter(own):
            return act(pair, *args, by=by, **facts)

    today = clock.today()
    with clock.held_at(clock.now() - timedelta(days=60)):
        goal = does("mentee", services.set_goal, FIRST, goal_id=uuid7(), start=Level.MUCH_LESS)
    second = does("mentee", services.set_goal, SECOND, goal_id=uuid7(), start=Level.LESS)
    for text, days, is_done in STEPS:
        facts = {"item_id": uuid7(), "due_on": today + timedelta(days=days)}
        step = does("mentee", milestones.add_milestone, goal.pk, text, **facts)
        if is_done:
            does("mentee", milestones.tick, step.pk, is_done=True)
    for side, level, text, days in SAID:
        with clock.held_at(clock.now() - timedelta(days=days)):
            facts = {"item_id": uuid7(), "level": level, "text": text}
            does(side, services.note_progress, goal.pk, **facts)
    offer = "I ask one person outside my company for their view before each large decision."
    does("mentor", suggestions.suggest, offer, item_id=uuid7())
    scenes.values["own_action"] = _put_on_the_list(does, pair, today)
    scenes.values.update(goal_pair=pair.pk, first_goal=goal.pk, second_goal=second.pk, step=step.pk)
    scenes.people.update(goal_mentee=pair.mentee_person.user, goal_mentor=pair.mentor_person.user)


def _put_on_the_list(does, pair, today):
    """Something that each asks of each; the id of the mentee's own."""
    found = []
    for side, owner, text, days in (
        ("mentee", "mentee", "Write to the three people on my list.", -3),
        ("mentor", "mentee", "Read the chapter on letting go.", 12),
        ("mentee", "mentor", "Introduce Ines to somebody who runs a plant.", None),
        ("mentor", "mentor", "Look for the notes of my own first year.", 5),
    ):
        due_on = None if days is None else today + timedelta(days=days)
        facts = {"item_id": uuid7(), "owner_id": getattr(pair, f"{owner}_person_id")}
        item = does(side, actions.add_item, text, due_on=due_on, **facts)
        found.append(item.pk)
    does("mentee", actions.say, item.pk, Standing.DONE)
    return found[0]


def write_the_first_step(page):
    """A goal with words, whose levels come next."""
    page.get_by_label("What do you want to reach?").fill("I say no once a week, and why.")
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()


def leave_the_levels_empty(page):
    write_the_first_step(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()


def pages(state, send_empty):
    """States of every page of goals and of what is to be done."""
    here, early = {"partnership": "goal_pair"}, {"partnership": "preparing"}
    goal, agreed = {**here, "goal": "first_goal"}, {"partnership": "agreed"}
    mentee, mentor = {"who": "goal_mentee", "parts": here}, {"who": "goal_mentor", "parts": here}
    first = {"who": "agreed_mentee", "parts": {**agreed, "step": "goal"}}
    of_goal = {"who": "goal_mentee", "parts": goal}
    return {
        "portal:goals:board": [
            state("mentee", **mentee),
            state("mentor", **mentor),
            state("none", who="agreed_mentee", parts=agreed),
            state("too-early", who="preparing", parts=early),
        ],
        "portal:goals:new": [
            state("goal", **first),
            state("errors", **first, act=send_empty),
            state("levels", **first, act=write_the_first_step),
            state("levels-errors", **first, act=leave_the_levels_empty),
        ],
        "portal:goals:goal": [
            state("mentee", **of_goal),
            state("mentor", who="goal_mentor", parts=goal),
            state("new", who="goal_mentee", parts={**here, "goal": "second_goal"}),
        ],
        "portal:goals:change": [state(**of_goal)],
        "portal:goals:share": [state(**of_goal)],
        "portal:goals:remove": [state(who="goal_mentee", parts={**here, "goal": "second_goal"})],
        "portal:goals:step": [state(who="goal_mentee", parts={**goal, "item": "step"})],
        "portal:goals:suggest": [state(**mentor)],
        "portal:actions:board": [
            state("mentee", **mentee),
            state("errors", **mentor, act=send_empty),
        ],
        "portal:actions:change": [state(who="goal_mentee", parts={**here, "item": "own_action"})],
    }
