"""Pausing, going on, lasting longer and ending through the API, by each for themselves."""

from datetime import timedelta

import pytest

from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.models import PartnershipEvent
from tests.factories.participants import ParticipantFactory, membership_of
from tests.partnerships.lasting.people import active_pair


@pytest.fixture
def pair(program):
    mentor = ParticipantFactory(program=program, mentor=True)
    return active_pair(mentor=mentor, mentee=ParticipantFactory(program=program))


@pytest.fixture
def callers(pair, caller_for):
    return {side: caller_for(membership_of(getattr(pair, side))) for side in (MENTEE, MENTOR)}


@pytest.fixture
def path(pair):
    return f"programs/{pair.program.slug}/partnerships/{pair.pk}/lasting"


def test_the_two_and_coordinators_let_it_rest_and_go_on(pair, callers, staff, path):
    assert callers[MENTEE].get(path).json()["ends_on"] == pair.ends_on.isoformat()
    wrong = {"reason": "their fault"}
    assert callers[MENTEE].post(f"{path}/pause", wrong).status_code == 400
    assert callers[MENTEE].post(f"{path}/pause", {"more": 1}).status_code == 400
    late = {"ask_again_on": "2001-01-01"}
    assert callers[MENTEE].post(f"{path}/pause", late).status_code == 409
    assert callers[MENTEE].post(f"{path}/resume", {}).status_code == 409

    for _twice in range(2):
        rests = callers[MENTEE].post(f"{path}/pause", {"reason": "busy"})
        assert (rests.status_code, rests.json()["status"]) == (200, "paused")
    assert "busy" not in callers[MENTOR].get(path).content.decode()
    assert staff.post(f"{path}/resume", {}).json()["status"] == "active"
    assert PartnershipEvent.objects.filter(action__in=("pause", "resume")).count() == 2
    assert staff.post(f"{path}/end", {"reason": "time"}).json()["status"] == "ended"
    assert callers[MENTOR].post(f"{path}/pause", {}).status_code == 409


def test_a_yes_of_both_moves_the_end(pair, callers, staff, path):
    day = (pair.ends_on + timedelta(days=30)).isoformat()
    far = (pair.ends_on + timedelta(days=999)).isoformat()
    assert callers[MENTEE].post(f"{path}/extension", {"to_ends_on": far}).status_code == 409
    assert (
        callers[MENTEE].post(f"{path}/extension", {"to_ends_on": "9999-01-01"}).status_code == 400
    )
    proposed = callers[MENTEE].post(f"{path}/extension", {"to_ends_on": day}).json()["extension"]
    assert (proposed["to_ends_on"], proposed["proposed_by"]) == (day, "mentee")

    said = {"extension": proposed["id"], "agrees": True}
    assert staff.post(f"{path}/extension/answer", said).status_code == 403
    assert staff.post(f"{path}/extension", {"to_ends_on": day}).status_code == 403
    assert callers[MENTEE].post(f"{path}/extension/answer", said).status_code == 409
    unknown = {**said, "extension": str(pair.pk)}
    assert callers[MENTOR].post(f"{path}/extension/answer", unknown).status_code == 404
    agreed = callers[MENTOR].post(f"{path}/extension/answer", said).json()
    assert (agreed["ends_on"], agreed["days_extended"], agreed["extension"]) == (day, 30, None)
    which = {"extension": proposed["id"]}
    assert callers[MENTEE].post(f"{path}/extension/take-back", which).status_code == 409


def test_nobody_else_finds_it(pair, caller_for, path):
    stranger = caller_for(membership_of(ParticipantFactory(program=pair.program)))
    assert stranger.get(path).status_code == 404
    for step in ("pause", "resume", "end"):
        assert stranger.post(f"{path}/{step}", {}).status_code == 404
