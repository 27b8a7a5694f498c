"""What the two read, propose and sign, and what coordinators read of it."""

import pytest

from tests.api.statements import statements
from tests.factories.agreements import furnish, propose
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce

WORDS = "Never before nine in the morning."
SAID = {"weeks": 3, "minutes": 75, "form": "in person", "clauses": WORDS, "seen": 0}


@pytest.fixture
def pair(program):
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    made = make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))
    introduce(made)
    furnish()
    return made


@pytest.fixture
def path(pair):
    return f"programs/{pair.program.slug}/partnerships/{pair.pk}/agreements"


def test_both_propose_and_sign_and_staff_see_that(caller_for, staff, pair, path):
    callers = [caller_for(membership_of(one)) for one in (pair.mentee, pair.mentor)]
    (row,) = callers[0].post(path, SAID).json()["results"]
    assert (row["clauses"], row["stands"], row["proposed_by"]) == (WORDS, False, "mentee")
    assert "What we agree on" in row["text"]
    mark = {"number": 1, "digest": row["digest"]}
    for caller in callers:
        assert caller.post(f"{path}/sign", mark).status_code == 200
    (row,) = callers[1].get(path).json()["results"]
    assert row["stands"]
    assert all(row["signed"].values())

    answer = staff.get(path)
    (seen,) = answer.json()["results"]
    assert (seen["clauses"], seen["text"], seen["weeks"]) == (None, None, 3)
    assert WORDS not in answer.content.decode()
    assert staff.post(path, SAID).status_code == 403
    assert staff.post(f"{path}/sign", mark).status_code == 403
    pair.refresh_from_db()
    assert pair.status == "active"


def test_what_is_wrong_or_stale_is_told(caller_for, pair, path):
    caller = caller_for(membership_of(pair.mentee))
    propose(pair, "mentor")

    assert caller.post(path, SAID).status_code == 409
    assert caller.post(f"{path}/sign", {"number": 1, "digest": "x"}).status_code == 409
    assert caller.post(path, {**SAID, "weeks": 9}).status_code == 400
    assert caller.post(path, {**SAID, "clauses": "x" * 5_001}).status_code == 400
    assert caller.post(path, {**SAID, "more": 1}).status_code == 400


def test_others_find_nothing_and_more_costs_no_more(caller_for, pair, path, program):
    stranger = caller_for(membership_of(ParticipantFactory(program=program)))
    caller = caller_for(membership_of(pair.mentor))
    propose(pair)
    few = statements(caller, path)
    for number in range(1, 9):
        propose(pair, clauses=f"{WORDS} {number}", seen=number)

    assert stranger.get(path).status_code == 404
    assert stranger.post(path, SAID).status_code == 404
    assert caller.get(path.replace(program.slug, "another")).status_code == 404
    assert statements(caller, path) == few <= 12
