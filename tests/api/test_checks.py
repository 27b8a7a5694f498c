"""How it goes and who asks for a call: for oneself and coordinators, through the API."""

import pytest

from mentoring import clock
from partnerships.checks.models import Check
from tests.api.statements import statements
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce

WORDS = "Ich hätte lieber öfter eine halbe Stunde. 秘密"


@pytest.fixture
def pair(program):
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    made = make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))
    introduce(made)
    return made


@pytest.fixture
def path(pair):
    return f"programs/{pair.program.slug}"


def opened(pair, side, occasion="check_1"):
    return Check.objects.create(
        partnership=pair,
        participant=getattr(pair, side),
        occasion=occasion,
        closes_on=clock.today(),
    )


def test_each_answers_their_own_and_coordinators_read(caller_for, staff, hr, pair, path):
    mentee, mentor = (caller_for(membership_of(one)) for one in (pair.mentee, pair.mentor))
    check, fit = opened(pair, "mentee"), opened(pair, "mentor", "fit")
    place = f"{path}/checks/{check.pk}"
    said = {"meeting": 2, "useful": 4, "words": WORDS}
    for wrong in ({}, {"meeting": 2}, {**said, "fit": "good"}):
        assert mentee.post(place, wrong).status_code == 409
    assert mentee.post(place, {**said, "useful": 6}).status_code == 400
    assert mentee.post(place, {**said, "more": 1}).status_code == 400
    assert mentee.post(place, said).json()["words"] == WORDS
    assert mentee.post(place, said).status_code == 200
    assert mentee.post(place, {**said, "useful": 5}).status_code == 409
    assert mentor.post(f"{path}/checks/{fit.pk}", {"fit": "deciding"}).status_code == 200
    assert mentor.get(place).status_code == 404
    assert mentor.post(place, said).status_code == 404
    assert [row["id"] for row in mentor.get(f"{path}/checks").json()["results"]] == [str(fit.pk)]

    rows = staff.get(f"{path}/checks").json()["results"]
    assert {row["id"] for row in rows} == {str(check.pk), str(fit.pk)}
    assert "words" not in rows[0]
    [low] = staff.get(f"{path}/checks", state="trouble").json()["results"]
    assert (low["meeting"], low["useful"], low["fit"]) == (2, 4, None)
    assert staff.get(place).json()["words"] == WORDS
    assert staff.get(f"{path}/checks", state="asleep").status_code == 400
    assert staff.post(place, said).status_code == 403
    assert hr.get(f"{path}/checks").status_code == 403
    assert hr.get(f"{path}/calls").status_code == 403


def test_a_call_is_asked_for_and_closed(caller_for, staff, pair, path):
    mentee = caller_for(membership_of(pair.mentee))
    ask = f"{path}/partnerships/{pair.pk}/call"
    call = mentee.post(ask, {"reach": "0170, abends"}).json()
    assert mentee.post(ask, {}).json()["id"] == call["id"]
    assert mentee.post(ask, {"reach": "x" * 201}).status_code == 400
    assert mentee.get(f"{path}/calls").status_code == 403
    [row] = staff.get(f"{path}/calls").json()["results"]
    assert (row["id"], row["reach"]) == (call["id"], "0170, abends")
    close = f"{path}/calls/{call['id']}/close"
    assert staff.post(close, {"outcome": "taken_back"}).status_code == 400
    assert staff.post(close, {"outcome": "spoke"}).json()["outcome"] == "spoke"
    assert staff.post(close, {"outcome": "settled"}).status_code == 409
    assert staff.get(f"{path}/calls").json()["results"] == []


def test_lists_take_as_many_statements_for_many(caller_for, staff, pair, path):
    taken = []
    for occasions in (["check_1"], ["check_3", "check_6", "check_9", "fit"]):
        for occasion in occasions:
            opened(pair, "mentee", occasion)
        taken.append(statements(staff, f"{path}/checks"))
    assert taken[0] == taken[1] <= 12
