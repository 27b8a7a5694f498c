"""Goals and what is to be done through the API: for the two of a pair alone."""

from datetime import timedelta

import pytest

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from tests.partnerships.goals.people import LEVELS, goal_in, introduced, own

WORDS = {"title": "I hand over whole tasks.", "levels": list(LEVELS)}


@pytest.fixture
def partnership(organization):
    return introduced()


@pytest.fixture
def call(caller_for, partnership):
    """``call(side)``: the API as one of the two calls it, and where the pair is."""
    root = f"programs/{partnership.program.slug}/partnerships/{partnership.pk}"

    def as_side(side):
        return caller_for(own(partnership, side)), root

    return as_side


def test_a_goal_is_set_planned_noted_and_closed(call):
    mentee, root = call("mentee")
    mentor, _root = call("mentor")
    goal_id, day = str(uuid7()), (clock.today() + timedelta(days=9)).isoformat()
    for _ in range(2):
        data = {**WORDS, "id": goal_id, "start": -1, "competencies": ["Delegating work"]}
        answer = mentee.post(f"{root}/goals", data)
    assert answer.status_code == 200
    assert answer.json()["competencies"] == ["delegating-work"]

    at = f"{root}/goals/{goal_id}"
    step = mentee.post(f"{at}/steps", {"text": "Write the list.", "due_on": day}).json()["steps"][0]
    change = {"text": "Write it all.", "due_on": day, "is_done": True, "seen": 0}
    steps = mentee.put(f"{at}/steps/{step['id']}", change).json()["steps"]
    assert (steps[0]["text"], steps[0]["done_at"] is not None) == ("Write it all.", True)
    assert mentee.put(f"{at}/steps/{step['id']}", change | {"text": "Late."}).status_code == 409
    note = {"level": 1, "text": "Better."}
    assert mentor.post(f"{at}/progress", note).json()["level"] == -1
    assert mentee.post(f"{at}/progress", note).json()["level"] == 1

    found = mentor.get(f"{root}/goals").json()["results"]
    assert [(one["id"], one["title"], one["level"]) for one in found] == [
        (goal_id, WORDS["title"], 1)
    ]
    assert mentee.post(f"{at}/close", {"is_closed": True}).json()["closed_at"]
    assert mentee.post(f"{at}/close", {"is_closed": False}).json()["closed_at"] is None


def test_what_is_wrong_is_named_by_its_field(call):
    mentee, root = call("mentee")
    wrong = [
        ({"title": "x" * 121}, "title"),
        ({"levels": ["a", "b"]}, "levels"),
        ({"start": 0}, "start"),
        ({"competencies": ["Juggling knives"]}, "competencies"),
        ({"secret": 1}, "secret"),
    ]
    for change, field in wrong:
        answer = mentee.post(f"{root}/goals", {**WORDS, "start": -1, **change})
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])


def test_the_mentor_changes_no_goal_and_the_slower_change_is_refused(call, partnership):
    goal = goal_in(partnership)
    mentee, root = call("mentee")
    mentor, _root = call("mentor")
    at = f"{root}/goals/{goal.pk}"
    data = {**WORDS, "why": "Anew.", "seen": 0}
    assert mentor.put(at, data).status_code == 409
    assert mentee.put(at, data).json()["why"] == "Anew."
    assert mentee.put(at, data | {"why": "Late."}).status_code == 409
    assert mentor.get(at).json()["revision"] == 1
    assert mentor.get(f"{root}/goals/{uuid7()}").status_code == 404


def test_what_is_to_be_done_comes_and_goes(call):
    mentee, root = call("mentee")
    mentor, _root = call("mentor")
    data = {"text": "Ask Ole.", "owner": "mentor", "id": str(uuid7())}
    for _ in range(2):
        found = mentee.post(f"{root}/actions", data).json()["results"]
    assert [(one["owner"], one["standing"], one["may_change"]) for one in found] == [
        ("mentor", "open", True)
    ]
    at = f"{root}/actions/{data['id']}"
    change = {"text": "Ask Ines.", "owner": "mentee", "seen": 0}
    assert mentor.put(at, change).status_code == 409
    assert mentee.put(at, change).json()["results"][0]["text"] == "Ask Ines."
    done = mentor.post(f"{at}/standing", {"standing": "done", "seen": 0})
    assert done.json()["results"][0]["standing"] == "done"
    late = mentee.post(f"{at}/standing", {"standing": "dropped", "seen": 0})
    assert late.status_code == 409


def test_nobody_else_reads_them(call, staff, partnership):
    goal = goal_in(partnership)
    _mentee, root = call("mentee")
    for path in ("goals", f"goals/{goal.pk}", "actions"):
        assert staff.get(f"{root}/{path}").status_code == 403
