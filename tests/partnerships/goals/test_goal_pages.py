"""The pages of goals: what each of the two sees, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.goals import services
from partnerships.goals.scale import Level
from tests.factories.training import introduce
from tests.partnerships.goals.people import (
    LEVELS,
    does,
    goal_in,
    introduced,
    noted,
    planned,
    to_do,
    worded,
)
from tests.partnerships.writing.people import BOTH, pair

TITLE = "I hand over whole tasks."
TYPED_LEVELS = {f"level_{number}": words for number, words in enumerate(LEVELS)}
MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")


def _write(go, partnership, until="check", **changed):
    """Go through the steps of a new goal; the last answer."""
    typed = {
        "goal": {"title": TITLE, "why": "My evenings."},
        "levels": {**TYPED_LEVELS, "start": "-1"},
        "check": {"competencies": [], "another": ""},
    }
    for step, form in typed.items():
        answer = go(
            partnership, "mentee", "goals:new", step, data={**form, **changed.get(step, {})}
        )
        if step == until:
            return answer
        assert answer.status_code == 302, step
    return None


def test_before_the_training_the_page_says_what_comes_first(go, organization):
    partnership = pair()
    for side in BOTH:
        page = go(partnership, side, "goals:board").text
        assert "This opens after the training" in page
        assert "/goals/new/" not in page
    answer = go(partnership, "mentee", "goals:new", "goal", data={"title": TITLE})
    assert (answer.status_code, TITLE in answer.text) == (409, True)

    introduce(partnership)
    assert "Write your first goal" in go(partnership, "mentee", "goals:board").text
    assert "has set no goals yet" in go(partnership, "mentor", "goals:board").text


def test_a_goal_is_written_in_three_steps_that_are_kept(go, partnership):
    another = {"check": {"another": "delegating WORK"}}
    answer = _write(go, partnership, until="levels")
    assert answer.url.endswith("/new/check/")
    assert TITLE in go(partnership, "mentee", "goals:board").text
    assert TITLE not in go(partnership, "mentor", "goals:board").text

    answer = go(partnership, "mentee", "goals:new", "check", data=another["check"])
    page = go(partnership, "mentor", "goals:board").text
    assert TITLE in page
    assert "You have begun" not in go(partnership, "mentee", "goals:board").text
    goal_id = answer.url.rstrip("/").rpartition("/")[2]
    shown = go(partnership, "mentor", "goals:goal", goal_id).text
    assert "Delegating work" in shown
    assert all(words in shown for words in LEVELS)
    assert go(partnership, "mentee", "goals:new", "levels").url.endswith("/new/goal/")


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("goal", {"title": "  "}, "Write your goal in one sentence."),
        ("goal", {"title": "a" * 121}, "121 characters; 120 is the most"),
        ("goal", {"why": "b" * 30_000}, "30,000 characters; 1,000 is the most"),
        ("levels", {"start": ""}, "Say where you are today"),
        ("levels", {"start": "2"}, "Select a valid choice"),
        ("levels", {"level_3": ""}, "Say how it is at this level"),
        ("check", {"another": "Delgating work"}, "Did you mean: Delegating work"),
        ("check", {"competencies": ["nothing"]}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(go, partnership, step, typed, said):
    answer = _write(go, partnership, until=step, **{step: typed})

    assert answer.status_code == 200
    assert said in answer.text.replace("&quot;", '"')
    for words in typed.values():
        assert not isinstance(words, str) or words.strip() in answer.text
    assert "/goals/new/" in go(partnership, "mentee", "goals:board").text


def test_a_stale_change_keeps_what_was_typed_beside_what_stands_there(go, partnership):
    goal = goal_in(partnership)
    does(partnership, "mentee", services.change_goal, goal.pk, worded(why="Newer."), seen=0)
    form = {"title": TITLE, "why": "Typed <b>now</b>.", "seen": 0, **TYPED_LEVELS}
    answer = go(partnership, "mentee", "goals:change", goal.pk, data=form)

    assert answer.status_code == 409
    assert "Typed &lt;b&gt;now&lt;/b&gt;." in answer.text
    assert "Newer." in answer.text
    again = go(partnership, "mentee", "goals:change", goal.pk, data={**form, "seen": 1})
    assert again.status_code == 302
    assert "?former" in go(partnership, "mentor", "goals:goal", goal.pk).text
    page = go(partnership, "mentor", "goals:goal", goal.pk, query="?former").text
    assert page.index("Typed &lt;b&gt;") < page.index("Newer.")


def test_what_was_typed_for_a_goal_that_is_gone_is_shown(go, partnership):
    form = {"text": "A step of mine.", "due_on": clock.today(), "item": uuid7()}
    answer = go(partnership, "mentee", "goals:plan", uuid7(), data=form)

    assert (answer.status_code, "A step of mine." in answer.text) == (409, True)


def test_each_says_where_it_stands_and_both_see_the_course(go, partnership):
    goal, item = goal_in(partnership), uuid7()
    for side, level, text in (("mentee", 0, "Done once."), ("mentor", 1, "<i>More</i> than once.")):
        form = {"level": level, "text": text, "item": item if side == "mentee" else uuid7()}
        for _ in range(2):
            answer = go(partnership, side, "goals:note", goal.pk, data=form)
            assert answer.status_code == 302
    for side in BOTH:
        page = go(partnership, side, "goals:goal", goal.pk).text
        assert "Done once." in page
        assert "&lt;i&gt;More&lt;/i&gt;" in page
        assert (page.count("course__mine"), page.count("course__theirs")) == (3, 2)
    wrong = {"level": "", "text": "Kept.", "item": uuid7()}
    answer = go(partnership, "mentor", "goals:note", goal.pk, data=wrong)
    assert "Choose one of the five levels." in answer.text
    assert "Kept." in answer.text

    assert go(partnership, "mentor", "goals:unnote", goal.pk, item, data={}).status_code == 302
    assert "Done once." in go(partnership, "mentee", "goals:goal", goal.pk).text


def test_steps_are_planned_ticked_and_changed_by_the_mentee(go, partnership):
    goal = goal_in(partnership)
    form = {"text": "Write the list.", "due_on": clock.today().isoformat(), "item": uuid7()}
    go(partnership, "mentee", "goals:plan", goal.pk, data=form)
    row = goal.milestones.model
    item = form["item"]
    assert "Write the list." in go(partnership, "mentor", "goals:goal", goal.pk).text
    assert "0 of 1 step done" in go(partnership, "mentor", "goals:board").text

    go(partnership, "mentee", "goals:tick", goal.pk, item, data={"go": "done"})
    assert "1 of 1 step done" in go(partnership, "mentor", "goals:board").text
    form |= {"text": "Write it all.", "seen": 0}
    assert go(partnership, "mentee", "goals:step", goal.pk, item, data=form).status_code == 302
    answer = go(partnership, "mentee", "goals:step", goal.pk, item, data={**form, "text": "Late."})
    assert answer.status_code == 409
    assert "Late." in answer.text
    assert "Write it all." in answer.text
    for name in ("goals:step", "goals:tick"):
        answer = go(partnership, "mentor", name, goal.pk, item, data={**form, "text": "Mine."})
        assert answer.url.endswith(f"/goals/{goal.pk}/")
    go(partnership, "mentee", "goals:step", goal.pk, item, data={"go": "remove"})
    assert "Write it all." not in go(partnership, "mentee", "goals:goal", goal.pk).text
    assert row.objects.count() == 0


def test_a_suggestion_becomes_the_beginning_of_a_goal(go, partnership):
    form = {"text": "I ask first.\nPeople think along.", "item": uuid7()}
    go(partnership, "mentor", "goals:suggest", data=form)
    assert "I ask first." in go(partnership, "mentee", "goals:board").text

    answer = go(partnership, "mentee", "goals:answer", form["item"], data={"go": "take"})
    page = go(partnership, "mentee", "goals:new", "goal").text
    assert answer.url.endswith("/new/goal/")
    assert 'value="I ask first."' in page
    assert "People think along." in page
    assert "I ask first." not in go(partnership, "mentor", "goals:board").text


def test_a_suggestion_for_a_goal_stands_beside_the_words_to_change(go, partnership):
    goal, item = goal_in(partnership), uuid7()
    form = {"text": "Say it shorter.", "item": item, "goal": goal.pk}
    assert go(partnership, "mentor", "goals:suggest", data=form).status_code == 302
    for name, args in (("goals:goal", [goal.pk]), ("goals:board", [])):
        assert "Say it shorter." in go(partnership, "mentee", name, *args).text

    answer = go(partnership, "mentee", "goals:answer", item, data={"go": "take"})
    query = "?" + answer.url.partition("?")[2]
    assert "Say it shorter." in go(partnership, "mentee", "goals:change", goal.pk, query=query).text
    other = "?suggestion=nothing"
    assert go(partnership, "mentee", "goals:change", goal.pk, query=other).status_code == 200


@pytest.mark.parametrize("name", ["goals:new", "goals:change", "goals:remove", "goals:close"])
def test_what_is_the_mentees_leads_the_mentor_back(go, partnership, name):
    goal = goal_in(partnership)
    place = "goal" if name == "goals:new" else goal.pk

    answer = go(partnership, "mentor", name, place, data={})
    assert answer.status_code == 302
    assert answer.url.partition("/goals/")[2] in ("", f"{goal.pk}/")
    page = go(partnership, "mentor", "goals:goal", goal.pk).text
    assert "Closed" not in page
    assert "/change/" not in page


def test_a_goal_is_closed_reopened_shared_and_removed_on_its_page(go, partnership):
    goal = goal_in(partnership)
    go(partnership, "mentee", "goals:close", goal.pk, data={})
    assert "Closed" in go(partnership, "mentor", "goals:goal", goal.pk).text
    go(partnership, "mentee", "goals:close", goal.pk, data={"go": "reopen"})
    assert "five levels as they read now" in go(partnership, "mentor", "goals:share", goal.pk).text
    go(partnership, "mentor", "goals:share", goal.pk, data={})
    assert "shared a copy" in go(partnership, "mentee", "goals:goal", goal.pk).text
    go(partnership, "mentor", "goals:take-back", goal.pk, data={})
    assert "shared a copy" not in go(partnership, "mentee", "goals:goal", goal.pk).text
    assert "gone for good" in go(partnership, "mentee", "goals:remove", goal.pk).text
    go(partnership, "mentee", "goals:remove", goal.pk, data={})
    assert go(partnership, "mentee", "goals:goal", goal.pk).status_code == 404


def test_a_goal_of_another_pair_is_not_found(go, partnership):
    goal = goal_in(introduced())

    assert go(partnership, "mentee", "goals:goal", goal.pk).status_code == 404
    assert go(partnership, "mentee", "goals:change", goal.pk).status_code == 404


def test_pages_ask_the_same_whether_there_is_one_row_or_many(go, partnership):
    goal = goal_in(partnership)

    def fill():
        planned(partnership, goal)
        noted(partnership, goal, level=Level.MORE, text="One.")
        noted(partnership, goal, "mentor")
        to_do(partnership)

    def counts():
        found = {}
        for name, args in (("goals:board", ()), ("goals:goal", (goal.pk,)), ("actions:board", ())):
            with CaptureQueriesContext(connection) as asked:
                assert go(partnership, "mentee", name, *args).status_code == 200
            found[name] = len([one for one in asked if not one["sql"].startswith(MARKS)])
        return found

    fill()
    go(partnership, "mentee", "goals:board")
    one = counts()
    for _ in range(3):
        fill()
    goal_in(partnership)
    assert counts() == one
    words = worded(why="Newer.", competencies=("delegating-work",))
    does(partnership, "mentee", services.change_goal, goal.pk, words, seen=0)
    one |= {"goals:goal": one["goals:goal"] + 1}  # the organization's own competencies
    assert counts() == one
    assert max(one.values()) <= 12, one
