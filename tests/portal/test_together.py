"""Two who can meet always have one next step, and it can be taken."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.urls import Resolver404, resolve

from participants.roles import Side, Standing
from partnerships.lifecycle import BEGUN, Status
from portal.next_step import next_step
from portal.situations import (
    ANSWER,
    COUNTERSIGN,
    PROPOSE,
    SIGN,
    WAIT,
    YES,
    MatchFacts,
    Situation,
    Waits,
)

NOW = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PK = "01a2066f-ca23-7d1d-8b71-cc02a180b30b"

# The values of each fact that say something, beside the one that says nothing.
SAID = {
    "end_proposed": (date(2028, 3, 1),),
    "resume_asked": (True,),
    "to_answer": (True,),
    "to_confirm": (True,),
    "next_at": (NOW + 3 * DAY,),
    "is_offered": (True,),
    "has_met": (True,),
    "check": (PK,),
    "agreement": (PROPOSE, SIGN, COUNTERSIGN),
    "goals_missing": (True,),
    "goals_suggested": (True,),
    "actions_overdue": (1, 12),
}


def _situation(status, side=Side.MENTEE, **said):
    if "next_at" in said:
        said["next_meeting"] = PK
    facts = {"introduced_at": NOW - 5 * DAY, "ends_on": date(2028, 2, 1), "waits": Waits(**said)}
    match = MatchFacts(PK, status, NOW - 30 * DAY, YES, "Daniel Okafor", **facts)
    return Situation(
        organization="aldergate",
        participant=PK,
        program="Bridge 2027",
        side=side,
        standing=Standing.IN,
        missing=(),
        now=NOW,
        today=NOW.date(),
        ends_on=date(2028, 2, 1),
        match=match,
    )


def _steps():
    """The step of every status and side with every two things that wait at once."""
    pairs = [(name, value) for name, values in SAID.items() for value in values]
    for status, side, (one, a), (other, b) in product(BEGUN, Side, pairs, pairs):
        yield next_step(_situation(status, side, **{one: a, other: b}))


def test_each_state_has_one_step_whose_page_there_is():
    steps = list(_steps())
    pages = {step.url for step in steps}

    assert all(step.title and step.text and step.action for step in steps)
    assert "%(" not in "".join(step.title + step.text + step.action for step in steps)
    for page in pages:
        try:
            resolve(page)
        except Resolver404:
            pytest.fail(f"{page} is no address")
    assert len(pages) >= 12


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("status", BEGUN)
def test_what_waits_for_an_answer_comes_before_everything_else(status, side):
    for name in ("end_proposed", "resume_asked", "to_answer", "to_confirm", "check"):
        rest = {key: values[0] for key, values in SAID.items() if key != name}
        for key in ("end_proposed", "resume_asked", "to_answer", "to_confirm", "check"):
            rest.pop(key, None)
        step = next_step(_situation(status, side, **rest, **{name: SAID[name][0]}))

        assert step.urgency == ANSWER, name


def test_the_mentee_drives_and_the_mentor_is_told_who_begins():
    mentee, mentor = (next_step(_situation(Status.PREPARING, side)) for side in Side)

    assert mentee.url == mentor.url == f"/aldergate/portal/partnerships/{PK}/meetings/propose/"
    assert "Propose up to three times" in mentee.text
    assert "Daniel Okafor is asked to propose" in mentor.text
    assert str(mentee.due) == "2027-03-09"  # ten days after the two were introduced


def test_from_the_first_meeting_to_the_signature_of_both():
    def step(**said):
        return next_step(_situation(Status.PREPARING, has_met=True, **said))

    assert step(agreement=PROPOSE).url.endswith("/agreement/propose/")
    assert step(agreement=SIGN).url.endswith("/agreement/")
    assert step(agreement=COUNTERSIGN).is_waiting
    assert not step(agreement=COUNTERSIGN, to_answer=True).is_waiting


def test_a_break_leaves_nothing_to_do_but_what_is_asked():
    rest = {"agreement": "", "goals_missing": True, "actions_overdue": 4}
    resting = next_step(_situation(Status.PAUSED, has_met=True, **rest))
    asked = next_step(_situation(Status.PAUSED, has_met=True, resume_asked=True, **rest))

    assert (resting.urgency, asked.urgency) == (WAIT, ANSWER)


def test_the_last_weeks_ask_for_nothing_new():
    step = next_step(_situation(Status.CLOSING, has_met=True, goals_missing=True))
    last = next_step(_situation(Status.CLOSING, has_met=True, next_at=NOW + DAY))

    assert step.url.endswith("/close/")
    assert last.due == NOW + DAY
    assert last.url.endswith(f"/meetings/{PK}/")
