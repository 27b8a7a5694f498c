"""A warning in the mid-year evaluation is a case about whoever gave it, without a word of it."""


import pytest

from instruments.kinds import Occasion
from partnerships.cases import rules, sweeping
from partnerships.cases.kinds import Outcome, Signal
from partnerships.cases.models import Case
from partnerships.endings.services import end
from tests.factories.participants import ParticipantFactory
from tests.instruments.year import day_of, make_program, send_on
from tests.partnerships.cases.people import staff
from tests.partnerships.lasting.people import active_pair, on

USED, SUITS = "warning-used", "fit-cadence"


@pytest.fixture
def pair(organization):
    program = make_program()
    mentor = ParticipantFactory(program=program, mentor=True, capacity=2)
    pair = active_pair(mentor=mentor, mentee=ParticipantFactory(program=program))
    active_pair(mentor=mentor, mentee=ParticipantFactory(program=program), place=2)
    return pair


def found(participant, days=2):
    """The warnings after another look, so many days after it opened."""
    with on(day_of(participant, Occasion.MID_YEAR, days)):
        sweeping.sweep()
    return Case.objects.filter(signal=Signal.WARNING).order_by("opened_at", "pk")


def test_a_sign_or_a_low_fit_opens_a_case_once(pair):
    mentee, mentor = pair.mentee, pair.mentor
    send_on(mentee, Occasion.MID_YEAR, values={SUITS: "3", USED: "no"})
    assert not found(mentee)
    response = send_on(mentor, Occasion.MID_YEAR, values={SUITS: "2", USED: "yes"})
    for _twice in range(2):
        [case] = found(mentor)
    assert (case.partnership, case.participant, case.since) == (
        pair,
        mentor,
        response.submitted_at,
    )
    assert case.occasion == str(response.pk)
    assert "yes" not in str([list(event.values()) for event in case.events.values()])
    with on(day_of(mentor, Occasion.MID_YEAR, 3)):
        end(pair, by=staff())
    [case] = found(mentor, days=4)
    assert case.outcome == Outcome.GONE


def test_each_program_says_how_low_is_low(pair):
    mentee = pair.mentee
    send_on(mentee, Occasion.MID_YEAR, values={SUITS: "3"})
    with on(day_of(mentee, Occasion.MID_YEAR)):
        rules.set_rules(pair.program, {Signal.WARNING: (True, 3)}, by=staff())
    assert found(mentee).count() == 1
