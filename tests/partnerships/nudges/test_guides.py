"""Guides come when a stage is reached, to each side their own, and agree with the portal."""

from datetime import timedelta

import pytest

from mentoring import clock
from partnerships.nudges.guides import KIND, send_guides
from partnerships.nudges.stages import stage_now
from tests.factories.agreements import agree
from tests.partnerships.lasting.people import pause
from tests.partnerships.nudges.people import BEGUN, after, introduced_on, letters, place, told


def guides(pair, days, hour=9, zone="UTC"):
    with after(days, hour, zone=zone):
        send_guides()
        send_guides()
        of_mentee, of_mentor = (
            told(KIND, one) for one in (pair.mentee_person_id, pair.mentor_person_id)
        )
    assert of_mentee == of_mentor
    return of_mentee


def test_a_year_of_guides(organization):
    pair = introduced_on()
    assert guides(pair, 0) == []
    assert guides(pair, 1, hour=7) == []
    assert guides(pair, 1) == ["open"]
    with after(1):
        mentee, mentor = (
            letters(KIND, one)[0] for one in (pair.mentee_person_id, pair.mentor_person_id)
        )
        assert mentee.subject == f"A good first meeting with {pair.mentor_person.name}"
        assert mentee.facts == (("Guide", "The first meeting, step by step"),)
        assert mentee.facts != mentor.facts
        assert str(pair.mentee_id) in mentee.action_url
    assert guides(pair, 9) == ["open"]
    assert guides(pair, 10) == ["agree", "open"]
    with after(12):
        agree(pair)
    assert guides(pair, 12) == ["agree", "open"]
    assert guides(pair, 13) == ["agree", "open", "work"]
    pair.refresh_from_db()
    length = (pair.ends_on - BEGUN.date()).days
    days = [length // 2 - 22, length // 2 - 20, length - 36, length - 35, length - 10]
    found = [guides(pair, day) for day in days]
    assert [len(one) for one in found] == [3, 4, 4, 5, 5]
    assert found[-1] == ["agree", "close", "mid-year", "open", "work"]
    with after(length - 35):
        *before, close = letters(KIND, pair.mentor_person_id)
        assert before == [None] * 4
        assert close.facts[1][0] == "Last day"


@pytest.mark.parametrize("days", [40, 75, 120, 300])
def test_they_agree_with_the_stage_of_the_portal(organization, days):
    """Whatever the length: a guide is of the stage at which the portal sees the pair."""
    pair = introduced_on(days=days)
    with after(1):
        agree(pair)
    end = BEGUN.date() + timedelta(days=days)
    seen = set()
    for day in range(0, days, 3):
        fresh = set(guides(pair, day)) - seen
        seen |= fresh
        with after(day):
            stage = stage_now("active", BEGUN, end, clock.today())
        assert fresh <= {stage}
    assert "close" in seen


def test_who_rests_gets_none_and_an_old_stage_is_no_news(organization):
    pair = introduced_on()
    assert guides(pair, 8) == []
    assert guides(pair, 20) == []
    with after(20):
        agree(pair)
        pause(pair)
    assert guides(pair, 21) == []


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_days_are_those_of_the_organization(organization, zone):
    place(organization, zone)
    pair = introduced_on()
    assert guides(pair, 1, hour=7, zone=zone) == []
    assert guides(pair, 1, hour=8, zone=zone) == ["open"]
