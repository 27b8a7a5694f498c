"""Who does not meet for as long as they agreed to is asked gently: the mentee, then the mentor."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.meetings import services
from partnerships.meetings.telling import log
from partnerships.nudges.silence import KIND, prompt_silent
from tests.factories.agreements import agree
from tests.partnerships.lasting.people import pause, resume
from tests.partnerships.meetings.people import do, plan, propose
from tests.partnerships.nudges.people import BEGUN, after, introduced_on, letters, place, told


def sweep():
    prompt_silent()
    prompt_silent()


def heard(pair, days, hour=9, zone="UTC"):
    """How often each side was asked by then."""
    with after(days, hour, zone=zone):
        sweep()
        return [len(told(KIND, one)) for one in (pair.mentee_person_id, pair.mentor_person_id)]


def met(pair, days):
    """They wrote down a meeting of that day."""
    at = BEGUN + timedelta(days=days)
    with clock.held_at(at + timedelta(hours=3)):
        facts = {"zone": "UTC", "minutes": 60, "form": "phone", "meeting_id": uuid7()}
        do(pair, "mentee", log, pair, at=at, **facts)


def signed(weeks=4, days=365):
    pair = introduced_on(days=days)
    with after(1):
        agree(pair, weeks=weeks)
    return pair


def test_before_the_first_meeting_a_week_is_long(organization):
    pair = introduced_on()
    assert heard(pair, 6) == [0, 0]
    assert heard(pair, 7, hour=7) == [0, 0]
    assert heard(pair, 7) == [1, 0]
    assert heard(pair, 13) == [1, 0]
    assert heard(pair, 14) == [1, 1]
    assert heard(pair, 60) == [1, 1]
    with after(14):
        (mentee,) = letters(KIND, pair.mentee_person_id)
        (mentor,) = letters(KIND, pair.mentor_person_id)
        assert mentee.subject == f"Your first meeting with {pair.mentor_person.name}"
        assert mentee.paragraphs[0] != mentor.paragraphs[0]
        assert "/guides/" in mentee.links[0][1]
        plan(pair, clock.now() + timedelta(days=3))
        assert letters(KIND, pair.mentee_person_id) == [None]


@pytest.mark.parametrize("weeks", [2, 4])
def test_then_it_is_the_cadence_that_both_have_signed(organization, weeks):
    pair = signed(weeks)
    met(pair, 5)
    late = 5 + 7 * weeks
    assert heard(pair, late - 1) == [0, 0]
    assert heard(pair, late) == [1, 0]
    assert heard(pair, late + 6) == [1, 0]
    assert heard(pair, late + 7) == [1, 1]
    assert heard(pair, late + 30) == [1, 1]
    met(pair, late + 31)  # another silence is another occasion
    assert heard(pair, late + 31 + 7 * weeks + 7) == [2, 2]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_days_are_those_of_the_organization(organization, zone):
    place(organization, zone)
    pair = introduced_on()
    assert heard(pair, 7, hour=7, zone=zone) == [0, 0]
    assert heard(pair, 7, hour=8, zone=zone) == [1, 0]


def test_what_is_planned_or_proposed_is_no_silence(organization):
    pair, other = introduced_on(), introduced_on()
    with after(5):
        plan(pair, clock.now() + timedelta(days=20))
        meeting = propose(other, "mentee", clock.now() + timedelta(days=20))
    assert heard(pair, 8) == heard(other, 8) == [0, 0]
    with after(9):
        do(other, "mentor", services.give_up, meeting, seen=meeting.revision)
    assert heard(other, 10) == [1, 0]
    # One that was planned has passed: nobody has said yet that it was not held.
    assert heard(pair, 26) == [0, 0]
    assert heard(pair, 26 + 29) == [1, 0]


def test_a_pause_silences_and_begins_anew(organization):
    pair = signed()
    met(pair, 2)
    with after(20):
        pause(pair)
    assert heard(pair, 31) == [0, 0]
    with after(31):
        resume(pair)
    assert heard(pair, 31 + 27) == [0, 0]
    assert heard(pair, 31 + 28) == [1, 0]
    with after(31 + 28):
        pause(pair)
        assert letters(KIND, pair.mentee_person_id) == [None]
    assert heard(pair, 31 + 36) == [1, 0]


def test_the_last_weeks_have_their_own_letter(organization):
    near, later = signed(days=30 + 21), signed(days=30 + 22)
    for pair in (near, later):
        met(pair, 2)
    assert heard(near, 30) == [0, 0]
    assert heard(later, 30) == [1, 0]


def test_a_mentor_of_two_is_asked_about_the_silent_one(organization):
    silent = introduced_on()
    busy = introduced_on()
    with after(2):
        plan(busy, datetime(2025, 2, 20, 9, tzinfo=UTC))
    assert heard(silent, 14) == [1, 1]
    assert heard(busy, 14) == [0, 0]
