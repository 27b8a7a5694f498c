"""From both answers to the first meeting, as each of the two reads it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from partnerships import services
from partnerships.lifecycle import Status
from portal.next_step import next_step
from portal.parts import parts_of
from portal.situations import MEET, UNTIL, WAIT, MatchFacts, Modules
from tests.factories.partnerships import make_partnership
from tests.factories.training import as_oneself, begin, finish, furnish, module_of
from tests.portal.test_next_step import NOW, PK, _situation
from training.modules.models import ProgramModule
from training.roles import Need

BOTH = ("mentor", "mentee")


def step(modules, introduced_at=None, **facts):
    match = MatchFacts(PK, Status.PREPARING, NOW, "yes", "Daniel Okafor", "", introduced_at)
    return next_step(_situation(match, modules=modules, **facts))


@pytest.mark.parametrize(
    ("begun", "action"), [(False, "Start your training"), (True, "Go on with your training")]
)
def test_training_comes_first(begun, action):
    found = step(Modules(3, 16, begun))

    assert found.title == "Daniel Okafor is your mentor"
    assert found.action == action
    assert "3 short modules" in found.text
    assert "16 minutes" in found.text
    assert (found.due, found.due_is) == (date(2027, 2, 10), UNTIL)
    assert found.url.endswith("/portal/training/")


def test_a_day_that_is_past_is_not_shown():
    assert step(Modules(1, 5, True), today=date(2027, 2, 11)).due is None


def test_who_has_finished_waits_for_the_other():
    found = step(Modules(0, 0, True))

    assert found.urgency == WAIT
    assert "As soon as Daniel Okafor has finished" in found.text


def test_both_have_finished_and_can_meet():
    introduced = datetime(2027, 1, 2, 8, tzinfo=UTC)
    found = step(Modules(0, 0, True), introduced)

    assert found.urgency == MEET
    assert found.title == "You and Daniel Okafor can meet"
    assert found.due == date(2027, 1, 12)
    late = step(None, introduced - timedelta(days=30))
    assert late.due is None


def home_step(participant):
    with as_oneself(participant):
        [part] = parts_of(participant.person_id, participant.organization)
    return part.step


def test_the_home_page_leads_through_the_training(organization):
    partnership = make_partnership(accepted_by=BOTH)
    mentor, mentee = partnership.mentor, partnership.mentee
    assert "Training comes next" in home_step(mentee).text
    furnish()
    assert home_step(mentee).action == "Start your training"
    begin(mentee, module_of(mentee))
    assert home_step(mentee).action == "Go on with your training"
    ProgramModule.objects.exclude(code="roles").update(need=Need.OPTIONAL)
    finish(mentee, module_of(mentee))
    assert home_step(mentee).title == "You have finished your training"
    assert home_step(mentor).action == "Start your training"
    finish(mentor, module_of(mentor))
    services.introduce_trained()

    for one in (mentor, mentee):
        assert home_step(one).title.endswith("can meet")
