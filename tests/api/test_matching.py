"""Runs, their matches, and approval over the API."""

import pytest

from matching import announcing, services
from matching.models import Match
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from tests.api.statements import statements
from tests.matching.pools import finished_run, make_pool

RUNS = "programs/spring/runs"


@pytest.fixture
def run(program, coordinator):
    make_pool(program=program)
    return finished_run(program, by=coordinator)


@pytest.fixture
def match(run):
    return Match.objects.filter(run=run).first()


def path_of(match):
    return f"{RUNS}/{match.run.number}/matches/{match.pk}"


def test_runs_are_listed_without_their_problem(staff, run):
    (row,) = staff.get(RUNS).json()["results"]

    assert (row["number"], row["status"], row["mentees"]) == (1, "done", 2)
    assert not {"problem", "claim"} & set(row)


def test_a_match_says_how_its_score_comes_to_be(staff, match):
    body = staff.get(path_of(match)).json()

    assert sum(body["parts"].values()) == body["score"] == match.score
    assert body["mentee"]["name"] == match.mentee.person.name
    assert body["mentor"]["company"]["name"] == match.mentor.company.name
    assert (body["decision"], body["alternates"]) == ("proposed", [])
    assert len(body["options"]) == len(match.options)


def test_a_match_is_approved_with_alternates(staff, match, coordinator):
    option = match.options[0]["mentor"]

    response = staff.post(f"{path_of(match)}/approve", {"alternates": [option]})

    assert response.status_code == 200
    body = response.json()
    assert body["decision"] == "approved"
    assert [row["mentor"]["id"] for row in body["alternates"]] == [option]
    assert staff.get(path_of(match)).json() == body
    assert AuditEvent.objects.get(verb="match.approved").by_user_id == coordinator.user_id


@pytest.mark.parametrize(
    "body",
    [
        {"alternates": ["nobody"]},
        {"alternates": "nobody"},
        {"alternates": [str(uuid7()) for _ in range(3)]},
        {"decision": "approved"},
    ],
)
def test_approval_is_checked_by_field(body, staff, match):
    response = staff.post(f"{path_of(match)}/approve", body)

    assert response.status_code == 400
    assert list(response.json()["error"]["fields"]) == list(body)
    match.refresh_from_db()
    assert match.decision == "proposed"


def test_what_cannot_be_approved_is_a_conflict(staff, match, run, coordinator):
    stranger = staff.post(f"{path_of(match)}/approve", {"alternates": [str(uuid7())]})
    services.approve(match, by=coordinator)
    announcing.announce(run, by=coordinator)
    announced = staff.post(f"{path_of(match)}/approve", {})

    for response in (stranger, announced):
        assert response.status_code == 409
        assert response.json()["error"]["code"] == "conflict"
    assert "can be alternates" in stranger.json()["error"]["message"]
    assert "has been announced" in announced.json()["error"]["message"]


def test_a_match_of_another_run_is_missing(staff, match):
    assert staff.get(f"{RUNS}/2/matches/{match.pk}").status_code == 404
    assert staff.post(f"{RUNS}/2/matches/{match.pk}/approve", {}).status_code == 404
    assert staff.get(f"{RUNS}/1/matches/{uuid7()}").status_code == 404


def test_the_number_of_statements_does_not_grow(staff, program, coordinator):
    make_pool(mentees=1, mentors=4, program=program)
    finished_run(program, by=coordinator)
    one = statements(staff, f"{RUNS}/1/matches")
    one_run = statements(staff, RUNS)
    make_pool(mentees=2, mentors=0, program=program)
    finished_run(program, by=coordinator)

    assert staff.get(f"{RUNS}/2/matches").json()["count"] == 3
    assert statements(staff, f"{RUNS}/2/matches") == one
    assert statements(staff, RUNS) == one_run
