"""What is said when something ends: a check without an answer, and the reading of one's words."""

from datetime import timedelta

import pytest

from mentoring import clock
from partnerships.checks.kinds import Occasion
from partnerships.checks.models import Check
from partnerships.endings.services import end
from partnerships.nudges.ends import (
    CHECK_CLOSED,
    CONTENT_CLOSES,
    tell_of_closed_checks,
    tell_of_closing_content,
)
from tests.factories.participants import membership_of
from tests.partnerships.checks.people import opened
from tests.partnerships.lasting.people import active_pair, pause
from tests.partnerships.nudges.people import BEGUN, after, introduced_on, letters, on, place, told
from tests.partnerships.writing.people import as_side


def closed(pair, days, hour=9, zone="UTC"):
    with after(days, hour, zone=zone):
        tell_of_closed_checks()
        tell_of_closed_checks()
    return [told(CHECK_CLOSED, one) for one in (pair.mentee_person_id, pair.mentor_person_id)]


def test_the_day_after_whoever_did_not_answer_hears_that_it_has_closed(organization):
    pair = introduced_on()
    last = BEGUN.date() + timedelta(days=20)
    for side in ("mentee", "mentor"):
        opened(pair, side, closes_on=last)
    opened(pair, "mentee", Occasion.FIT, closes_on=last)
    mine = Check.objects.filter(participant=pair.mentor)
    with as_side(pair, "mentor"):
        mine.update(answered_at=BEGUN, meeting=4, useful=4)
    assert closed(pair, 20) == [[], []]
    assert closed(pair, 21, hour=7) == [[], []]
    assert closed(pair, 21) == [["check_1"], []]
    with after(21):
        (letter,) = letters(CHECK_CLOSED, pair.mentee_person_id)
        assert letter.action_label == "Ask for a call"
        assert letter.action_url.endswith("/help/")
    assert closed(pair, 25) == [["check_1"], []]


def test_an_old_check_and_one_of_who_rests_are_not_spoken_of(organization):
    pair = active_pair()
    opened(pair, "mentee", closes_on=clock.today() + timedelta(days=1))
    with on(clock.today() + timedelta(days=5)):
        tell_of_closed_checks()
        assert told(CHECK_CLOSED, pair.mentee_person_id) == []
    pause(pair)
    with on(clock.today() + timedelta(days=2)):
        tell_of_closed_checks()
        assert told(CHECK_CLOSED, pair.mentee_person_id) == []


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_a_week_before_their_words_close_both_hear_until_when(organization, zone):
    place(organization, zone)
    pair = introduced_on()
    with after(40, zone=zone), as_side(pair, "mentee"):
        end(pair, by=membership_of(pair.mentee), reason="time")

    def by(days, hour):
        with after(40 + days, hour, zone=zone):
            tell_of_closing_content()
            tell_of_closing_content()
            both = (pair.mentee_person_id, pair.mentor_person_id)
            return [len(told(CONTENT_CLOSES, one)) for one in both]

    assert by(22, 23) == by(23, 7) == [0, 0]
    assert by(23, 8) == [1, 1]
    assert by(29, 9) == [1, 1]
    with after(63, zone=zone):
        (letter,) = letters(CONTENT_CLOSES, pair.mentee_person_id)
        # 70 days after 20 January, there as everywhere.
        assert letter.facts == (("Closes on", "Monday 31 March"),)
        assert letter.action_url.endswith("/portal/data/")
    with after(71, zone=zone):
        assert letters(CONTENT_CLOSES, pair.mentee_person_id) == [None]
    assert by(31, 9) == [1, 1]
