"""Training over the API: one's own modules step by step, and how far everybody is."""

import pytest

from mentoring.tenancy.keys import uuid7
from tests.api.statements import statements
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.training import finish, furnish, module_of
from training.modules import parsing
from training.modules.models import Attempt, Completion


@pytest.fixture
def mentee(program):
    made = ParticipantFactory(program=program)
    furnish()
    return made


@pytest.fixture
def own(caller_for, mentee):
    return caller_for(membership_of(mentee))


@pytest.fixture
def path(mentee):
    return f"modules/{module_of(mentee).pk}"


def test_a_module_is_gone_through(own, path, mentee):
    first = own.get(path).json()
    assert (first["state"], first["content"]["reached"]) == ("new", "")
    assert first["content"]["questions"][0]["choices"][0]["why"] == ""
    assert not Attempt.objects.exists()
    for step in ({}, {"part": "exercise"}, {"part": "scenario"}, {"ending": 1}):
        assert own.post(path, step).status_code == 200
    begun = own.post(path, {"part": "questions"}).json()
    assert (begun["state"], begun["content"]["ending"]) == ("begun", 1)

    for number, question in enumerate(parsing.module(module_of(mentee).version.source).questions):
        done = own.post(path, {"question": number, "choice": question.right}).json()
        assert done["content"]["questions"][number]["choices"][question.right]["is_right"]
    assert done["state"] == "finished"
    assert done["completion"]["score"] == 3
    assert own.post(path, {"question": 0, "choice": 0}).json()["completion"] == done["completion"]
    assert Completion.objects.count() == 1
    listed = own.get("modules").json()
    assert listed["count"] == 6
    assert listed["results"][0]["completion"] == done["completion"]


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ({"part": "questions"}, 409),
        ({"ending": 0}, 409),
        ({"question": 0, "choice": 0}, 409),
        ({"part": "nowhere"}, 400),
        ({"part": "exercise", "ending": 0}, 400),
        ({"question": 0}, 400),
        ({"ending": -1}, 400),
        ({"ending": "\x00"}, 400),
        ({"question": 10**30, "choice": 0}, 400),
        ({"score": 3}, 400),
    ],
)
def test_what_is_not_possible_is_refused(own, path, step, status):
    assert own.post(path, step).status_code == status
    assert not Completion.objects.exists()


def test_modules_of_others_are_missing_alike(own, mentee, program):
    mentor = ParticipantFactory(program=program, mentor=True)
    foreign = own.get(f"modules/{module_of(mentor).pk}")
    nowhere = own.get(f"modules/{uuid7()}")

    assert foreign.status_code == nowhere.status_code == 404
    assert foreign.json() == nowhere.json()
    assert own.post(f"modules/{module_of(mentor).pk}", {}).status_code == 404


def test_coordinators_see_how_far_everybody_is(staff, mentee, program):
    finish(mentee, module_of(mentee), wrong=1)
    ParticipantFactory(program=program, mentor=True)
    answer = staff.get("programs/spring/training").json()

    assert answer["count"] == 2
    row = next(one for one in answer["results"] if one["participant"] == str(mentee.pk))
    assert (row["required"], row["left"], row["finished"]) == (5, 4, 1)
    assert (row["score"], row["questions"]) == (2, 3)
    assert "answers" not in row
    mentors = staff.get("programs/spring/training?side=mentor&state=new").json()["results"]
    assert [one["finished"] for one in mentors] == [0]
    assert staff.get("programs/spring/training?state=lazy").status_code == 400


def test_participants_see_no_list_and_coordinators_no_modules(own, staff, path):
    assert own.get("programs/spring/training").status_code in (403, 404)
    assert staff.get("modules").status_code in (403, 404)
    assert staff.get(path).status_code in (403, 404)


def test_lists_cost_the_same_for_one_and_for_many(own, staff, mentee, program):
    few = [statements(staff, "programs/spring/training"), statements(own, "modules")]
    for _ in range(3):
        other = ParticipantFactory(program=program)
        finish(other, module_of(other))
    finish(mentee, module_of(mentee))

    now = [statements(staff, "programs/spring/training"), statements(own, "modules")]
    assert now == few
    assert max(few) <= 12
