"""Goals as rows: who sets them, how many, what stays, and what coordinators know."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from organizations.roles import Role
from partnerships.erasing.own_data import own_data
from partnerships.goals import facts, milestones, queries, services, suggestions
from partnerships.goals.models import Goal, GoalFact, GoalProgress, GoalVersion, Milestone
from partnerships.goals.scale import MOST_GOALS, Level
from partnerships.goals.wording import BadWords
from partnerships.models import Partnership
from partnerships.writing import sharing
from partnerships.writing.keys import Keyring, destroy_keys
from partnerships.writing.models import Draft, SharedCopy
from partnerships.writing.services import CannotWrite
from tests.factories.organizations import MembershipFactory
from tests.partnerships.goals.people import (
    does,
    goal_in,
    introduced,
    noted,
    own,
    planned,
    worded,
)
from tests.partnerships.writing.people import as_side, as_user, pair


def _shown(partnership, side, goal):
    person_id = getattr(partnership, f"{side}_person_id")
    with as_side(partnership, side):
        return queries.goal_of(partnership, goal.pk, person_id, Keyring(partnership.pk))


def _refused(partnership, side, act, *args, **facts):
    with pytest.raises(CannotWrite) as refused:
        does(partnership, side, act, *args, **facts)
    return refused.value.rule


def _verbs(partnership):
    events = AuditEvent.objects.filter(object_id=partnership.pk, verb__startswith="goal.")
    return list(events.order_by("at", "id").values_list("verb", flat=True))


def test_a_goal_is_set_once_and_read_by_both(partnership):
    goal_id = uuid7()
    for _ in range(2):
        goal = goal_in(partnership, goal_id=goal_id)

    for side in ("mentee", "mentor"):
        shown = _shown(partnership, side, goal)
        assert shown.wording == worded()
        assert (shown.start, shown.level) == (Level.LESS, Level.LESS)
    assert _verbs(partnership) == ["goal.set"]
    events = AuditEvent.objects.filter(object_id=partnership.pk)
    assert "evenings" not in str(list(events.values()))


def test_coordinators_know_that_and_since_when_and_no_word_nor_level(partnership):
    with clock.held_at(clock.now() - timedelta(days=3)):
        goal = goal_in(partnership)
    noted(partnership, goal, text="Better.")
    other = introduced()

    with as_user(partnership, uuid7(), context.Actor.COORDINATOR):
        row = Partnership.objects.annotate(**facts.goal_facts()).get(pk=partnership.pk)
        assert (row.goals_set, row.goals_since) == (1, goal.written_at)
        assert list(facts.without_goals(Partnership.objects.all())) == []
        with clock.held_at(clock.now() + timedelta(days=31)):
            assert list(facts.without_goals(Partnership.objects.all())) == [other]
        for model in (Goal, GoalVersion, Milestone, GoalProgress):
            assert model.objects.count() == 0
    with as_side(other, "mentee"):
        assert GoalFact.objects.count() == Goal.objects.count() == 0


@pytest.mark.parametrize("column", ["goal", "milestone", "goalprogress"])
def test_the_mentor_writes_nothing_in_the_mentees_name(partnership, column):
    goal = goal_in(partnership)
    rows = {
        "goal": Goal(place=2, start=-1),
        "milestone": Milestone(goal=goal, due_on=clock.today()),
        "goalprogress": GoalProgress(goal=goal, level=2),
    }
    row = rows[column]
    row.partnership, row.sealed = partnership, b"x"
    for author in ("mentee", "mentor"):
        row.author_id = getattr(partnership, f"{author}_person_id")
        if (column, author) == ("goalprogress", "mentor"):
            continue
        with as_side(partnership, "mentor"), pytest.raises(DatabaseError), transaction.atomic():
            row.save(force_insert=True)


def test_parts_of_a_goal_stay_in_its_partnership(partnership):
    other, goal = introduced(), goal_in(partnership)
    row = Milestone(goal_id=goal.pk, partnership=other, due_on=clock.today(), sealed=b"x")
    row.author_id = other.mentee_person_id
    with as_side(other, "mentee"), pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.usefixtures("organization")
def test_nothing_begins_before_the_introduction_and_nothing_after_the_end():
    early = pair()
    assert _refused(early, "mentee", services.set_goal, worded(), goal_id=uuid7(), start=-1) == (
        "not_yet"
    )
    late = introduced()
    goal = goal_in(late)
    Partnership.objects.filter(pk=late.pk).update(
        status="ended", place=None, ended_at=clock.now() - timedelta(days=1)
    )
    facts = {"item_id": uuid7(), "level": 0}
    assert _refused(late, "mentor", services.note_progress, goal.pk, **facts) == "over"
    assert _refused(late, "mentee", services.close_goal, goal.pk) == "over"
    with as_side(late, "mentee"), pytest.raises(DatabaseError), transaction.atomic():
        Goal.objects.update(place=3)
    assert _shown(late, "mentor", goal).wording == worded()
    Partnership.objects.filter(pk=late.pk).update(ended_at=clock.now() - timedelta(days=31))
    assert _shown(late, "mentee", goal) is None


def test_the_mentor_sets_closes_and_removes_no_goal(partnership):
    goal = goal_in(partnership)
    facts = {"goal_id": uuid7(), "start": -1}
    assert _refused(partnership, "mentor", services.set_goal, worded(), **facts) == "not_yours"
    for act in (services.close_goal, services.reopen_goal, services.remove_goal):
        assert _refused(partnership, "mentor", act, goal.pk) == "not_yours"


def test_five_are_open_at_the_most_and_a_closed_one_makes_room(partnership):
    goals = [goal_in(partnership) for _ in range(MOST_GOALS)]
    facts = {"goal_id": uuid7(), "start": -1}
    assert _refused(partnership, "mentee", services.set_goal, worded(), **facts) == "too_many"

    does(partnership, "mentee", services.close_goal, goals[1].pk)
    does(partnership, "mentee", services.close_goal, goals[1].pk)
    assert goal_in(partnership).place == 2
    assert _refused(partnership, "mentee", services.reopen_goal, goals[1].pk) == "too_many"
    with as_side(partnership, "mentee"), pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goals[0].pk).update(place=2)


@pytest.mark.parametrize("start", [0, 1, 2, 3, None])
def test_a_goal_starts_below_what_it_aims_for(partnership, start):
    with pytest.raises(BadWords):
        does(partnership, "mentee", services.set_goal, worded(), goal_id=uuid7(), start=start)


def test_a_change_keeps_what_it_said_before_and_a_stale_one_is_refused(partnership):
    goal = goal_in(partnership)
    change = services.change_goal
    does(partnership, "mentee", change, goal.pk, worded(), seen=0)
    does(partnership, "mentee", change, goal.pk, worded(why="The team."), seen=0)
    stale = (change, goal.pk, worded(why="Nothing."))
    assert _refused(partnership, "mentee", *stale, seen=0) == "changed"

    shown = _shown(partnership, "mentor", goal)
    assert shown.wording.why == "The team."
    with as_side(partnership, "mentor"):
        former = queries.former_wordings(shown.row, Keyring(partnership.pk))
    assert [wording for _at, wording in former] == [worded()]
    with as_side(partnership, "mentee"), pytest.raises(ProgrammingError), transaction.atomic():
        GoalVersion.objects.update(revision=7)


def test_the_level_is_what_the_mentee_said_last(partnership):
    goal = goal_in(partnership)
    noted(partnership, goal, level=Level.REACHED)
    noted(partnership, goal, "mentor", level=Level.MUCH_MORE)
    last = noted(partnership, goal, level=Level.MORE, text="A whole project.")

    assert _shown(partnership, "mentor", goal).level == Level.MORE
    assert _refused(partnership, "mentee", services.remove_goal, goal.pk) == "noted"
    does(partnership, "mentor", services.remove_progress, goal.pk, last.pk)
    assert _shown(partnership, "mentor", goal).level == Level.MORE
    does(partnership, "mentee", services.remove_progress, goal.pk, last.pk)
    assert _shown(partnership, "mentor", goal).level == Level.REACHED
    does(partnership, "mentee", services.close_goal, goal.pk)
    facts = {"item_id": uuid7(), "level": 0}
    assert _refused(partnership, "mentee", services.note_progress, goal.pk, **facts) == (
        "closed_goal"
    )


def test_a_goal_that_nobody_spoke_of_is_removed_with_its_steps_and_its_fact(partnership):
    goal = goal_in(partnership)
    planned(partnership, goal)
    for _ in range(2):
        does(partnership, "mentee", services.remove_goal, goal.pk)

    assert _shown(partnership, "mentee", goal) is None
    with as_user(partnership, None, context.Actor.WORKER):
        assert GoalFact.objects.count() == 0
    assert _verbs(partnership)[-1] == "goal.removed"


def test_a_step_is_planned_moved_ticked_and_removed(partnership):
    goal = goal_in(partnership)
    row = planned(partnership, goal)
    move = (milestones.change_milestone, row.pk, "Write the whole list.")
    day = clock.today() + timedelta(days=20)
    does(partnership, "mentee", *move, due_on=day, seen=0)
    assert _refused(partnership, "mentee", *move, due_on=clock.today(), seen=0) == "changed"
    for _ in range(2):
        ticked = does(partnership, "mentee", milestones.tick, row.pk, is_done=True)
    assert (ticked.due_on, ticked.done_at is not None) == (day, True)
    assert _refused(partnership, "mentor", milestones.tick, row.pk, is_done=True) == "not_yours"
    for _ in range(2):
        does(partnership, "mentee", milestones.remove_milestone, row.pk)
    assert _refused(partnership, "mentee", *move, due_on=day, seen=1) == "removed"


@pytest.mark.parametrize("days", [-(10**5) * 3, 400 * 20])
def test_a_step_has_a_day_that_somebody_can_have_meant(partnership, days):
    goal = goal_in(partnership)
    with pytest.raises(BadWords):
        planned(partnership, goal, days=days)


def test_a_suggestion_is_the_mentors_and_answered_once_by_the_mentee(partnership):
    facts = {"item_id": uuid7()}
    for _ in range(2):
        row = does(partnership, "mentor", suggestions.suggest, "I ask first.", **facts)
    assert _refused(partnership, "mentee", suggestions.suggest, "Mine.", item_id=uuid7()) == (
        "not_yours"
    )
    assert _refused(partnership, "mentor", suggestions.answer, row.pk, was_taken=True) == (
        "not_yours"
    )
    taken = [
        does(partnership, "mentee", suggestions.answer, row.pk, was_taken=was).was_taken
        for was in (True, False)
    ]
    assert taken == [True, True]
    does(partnership, "mentor", suggestions.take_back, row.pk)
    with as_side(partnership, "mentor"):
        assert queries.suggestion_of(
            partnership, row.pk, partnership.mentor_person_id, Keyring(partnership.pk)
        )


def test_what_is_begun_waits_for_its_author_alone(partnership):
    facts = {"goal_id": uuid7(), "start": None}
    half = worded(levels=("",) * 5)
    does(partnership, "mentee", services.keep_draft, half, **facts)
    does(partnership, "mentee", services.keep_draft, worded(), **{**facts, "start": -2})

    with as_side(partnership, "mentee"):
        keys = Keyring(partnership.pk)
        found = queries.begun(partnership, partnership.mentee_person_id, keys)
    assert (found.goal_id, found.wording, found.start) == (facts["goal_id"], worded(), -2)
    with as_side(partnership, "mentor"):
        assert Draft.objects.count() == 0
    goal_in(partnership, goal_id=facts["goal_id"])
    with as_side(partnership, "mentee"):
        assert Draft.objects.count() == 0


def test_a_goal_is_shared_as_a_copy_and_taken_back(partnership):
    goal = goal_in(partnership)
    shown, by = _shown(partnership, "mentor", goal), own(partnership, "mentor")
    with as_side(partnership, "mentor"):
        for _ in range(2):
            copy = sharing.share(shown, by=by)
    coordinator = MembershipFactory(role=Role.COORDINATOR)
    with as_user(partnership, coordinator.user_id, context.Actor.COORDINATOR):
        seen = sharing.read(partnership, copy.pk, by=coordinator)
        assert seen.text == worded().as_text()
        assert seen.row.get_kind_display() == "Goal"
    assert _shown(partnership, "mentee", goal).row.shared_at == copy.shared_at
    with as_side(partnership, "mentee"):
        assert not sharing.take_back(goal.pk, by=own(partnership, "mentee"))
    with as_side(partnership, "mentor"):
        assert sharing.take_back(goal.pk, by=by)
    with as_user(partnership, None, context.Actor.COORDINATOR):
        assert SharedCopy.objects.count() == 0


def test_erasing_the_mentee_leaves_days_and_the_mentors_words(partnership):
    goal = goal_in(partnership)
    noted(partnership, goal, "mentor", text="I see it.")
    destroy_keys(partnership.mentee_person_id)

    shown = _shown(partnership, "mentor", goal)
    assert (shown.wording, shown.text, shown.may_share) == (None, None, False)
    with as_side(partnership, "mentor"):
        rows = queries.told(
            goal.progress.all(), partnership.mentor_person_id, Keyring(partnership.pk)
        )
    assert [told.text for told in rows] == ["I see it."]
    facts = {"goal_id": uuid7(), "start": -1}
    assert _refused(partnership, "mentee", services.set_goal, worded(), **facts) == "gone"


def test_one_takes_goals_along_as_they_are_read(partnership):
    goal = goal_in(partnership)
    begun = {"goal_id": uuid7(), "start": None}
    does(partnership, "mentee", services.keep_draft, worded(title="I let go."), **begun)

    with as_side(partnership, "mentee"):
        (kept,) = own_data(partnership.mentee_person_id)["partnerships"]

    assert [row["text"] for row in kept["written"]["goal"]] == [worded().as_text()]
    assert [row["text"] for row in kept["written"]["draft"]] == [worded("I let go.").as_text()]
    assert [row["id"] for row in kept["written"]["goal"]] == [goal.pk]
