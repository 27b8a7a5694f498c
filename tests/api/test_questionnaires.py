"""The API says who has answered and when, to those who may know, and never what."""

import pytest

from tests.api.statements import statements
from tests.factories.instruments import WORDS, open_baseline, send, start
from tests.factories.participants import ParticipantFactory, membership_of

PATH = "programs/spring/questionnaires/baseline"


@pytest.fixture
def people(program):
    open_baseline(program)
    sent, begun, fresh = ParticipantFactory.create_batch(3, program=program)
    send(sent)
    start(begun)
    return {"sent": sent, "started": begun, "unopened": fresh}


def test_staff_read_how_far_everybody_is(staff, people):
    answer = staff.get(PATH)

    rows = {row["participant"]: row for row in answer.json()["results"]}
    assert {pk: row["state"] for pk, row in rows.items()} == {
        str(one.pk): state for state, one in people.items()
    }
    assert rows[str(people["sent"].pk)]["sent_at"]
    assert rows[str(people["started"].pk)]["sent_at"] is None
    assert WORDS not in answer.content.decode()


def test_a_participant_reads_of_themselves_alone(caller_for, people):
    [row] = caller_for(membership_of(people["sent"])).get(PATH).json()["results"]

    assert row["participant"] == str(people["sent"].pk)


def test_hr_reads_nothing(hr, people):
    assert hr.get(PATH).status_code == 403


@pytest.mark.parametrize("path", ["programs/spring/questionnaires/nonsense", f"{PATH}/x"])
def test_what_is_not_asked_does_not_exist(staff, people, path):
    assert staff.get(path).status_code == 404


def test_a_page_of_people_costs_the_same_whoever_many(staff, program, people):
    once = statements(staff, PATH)
    send(ParticipantFactory(program=program))

    assert statements(staff, PATH) == once
