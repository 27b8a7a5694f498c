"""Training, agreement and goal: three reminders, each until it is done, to whoever can do it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from mentoring import clock
from notifications.models import Message
from partnerships.models import Partnership
from partnerships.nudges import reminders
from partnerships.nudges.reminders import AGREEMENT_DUE, GOAL_DUE, TRAINING_DUE
from programs.models import ProgramDate
from tests.factories.agreements import agree, propose, sign
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.training import finish, furnish, module_of
from tests.partnerships.goals.people import goal_in
from tests.partnerships.lasting.people import pause
from tests.partnerships.nudges.people import after, introduced_on, letters, on, place, told
from training.modules.models import ProgramModule
from training.roles import Need


def sweep():
    for find in (
        reminders.remind_of_training,
        reminders.remind_of_agreements,
        reminders.remind_of_goals,
    ):
        find()
        find()


def test_a_mentee_is_reminded_of_agreement_and_goal_three_times(organization):
    pair = introduced_on()
    mentee, mentor = pair.mentee_person_id, pair.mentor_person_id
    for days, hour, expected in (
        *((6, 23, []), (7, 7, []), (7, 8, ["7"])),
        *((13, 9, ["7"]), (14, 9, ["14", "7"]), (21, 9, ["14", "21", "7"])),
        (35, 9, ["14", "21", "7"]),
    ):
        with after(days, hour):
            sweep()
        assert told(AGREEMENT_DUE, mentee) == told(GOAL_DUE, mentee) == expected
    # Before anything is proposed there is nothing that the mentor could sign.
    assert not Message.objects.filter(person=mentor, kind__in=(AGREEMENT_DUE, GOAL_DUE)).exists()


@pytest.mark.parametrize(("zone", "hours"), [("America/New_York", -5), ("Pacific/Auckland", 13)])
def test_days_are_those_of_the_organization(organization, zone, hours):
    place(organization, zone)
    pair = introduced_on()
    assert after(0, zone=zone)
    with after(7, 7, zone=zone):
        sweep()
        assert told(GOAL_DUE, pair.mentee_person_id) == []
    with after(7, 8, zone=zone):
        assert clock.now().astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)
        sweep()
        assert told(GOAL_DUE, pair.mentee_person_id) == ["7"]


def test_after_a_long_silence_of_the_product_nobody_gets_three_at_once(organization):
    pair = introduced_on()
    with after(23):
        sweep()
    assert told(AGREEMENT_DUE, pair.mentee_person_id) == ["21"]


def test_who_has_signed_waits_and_who_has_not_is_reminded(organization):
    pair = introduced_on()
    with after(2):
        agreement = propose(pair)
        sign(pair, "mentee", agreement)
    with after(7):
        sweep()
        assert told(AGREEMENT_DUE, pair.mentee_person_id) == []
        assert told(AGREEMENT_DUE, pair.mentor_person_id) == ["7"]
        (letter,) = letters(AGREEMENT_DUE, pair.mentor_person_id)
        assert letter.action_label == "Read and sign"
        assert letter.facts == (("Please do it by", "Wednesday 19 February"),)
    with after(8):
        sign(pair, "mentor", agreement)
        assert letters(AGREEMENT_DUE, pair.mentor_person_id) == [None]
    with after(14):
        sweep()
        assert told(AGREEMENT_DUE, pair.mentor_person_id) == ["7"]


def test_a_goal_ends_its_reminders_and_a_pause_is_never_disturbed(organization):
    pair, other = introduced_on(), introduced_on()
    with after(3):
        for one in (pair, other):
            agree(one)
        pause(other)
    with after(7):
        sweep()
        assert told(GOAL_DUE, pair.mentee_person_id) == ["7"]
        assert told(GOAL_DUE, other.mentee_person_id) == []
        (letter,) = letters(GOAL_DUE, pair.mentee_person_id)
        assert letter.subject.startswith("What would you like to reach with ")
        assert pair.mentor_person.name in letter.subject
    with after(9):
        goal_in(pair)
        assert letters(GOAL_DUE, pair.mentee_person_id) == [None]
    with after(14):
        sweep()
        assert told(GOAL_DUE, pair.mentee_person_id) == ["7"]


def test_each_who_has_not_finished_the_training_is_reminded(organization):
    mentee = ParticipantFactory()
    mentor = ParticipantFactory(program=mentee.program, mentor=True)
    pair = make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))
    furnish()
    others = ProgramModule.objects.exclude(code="roles")
    others.update(need=Need.OPTIONAL)
    finish(mentee, module_of(mentee))
    begun = Partnership.objects.get(pk=pair.pk).mentor_accepted_at
    with after(6, begun=begun):
        sweep()
        assert told(TRAINING_DUE, mentor.person_id) == []
    with after(7, begun=begun):
        sweep()
        assert told(TRAINING_DUE, mentor.person_id) == ["7"]
        (letter,) = letters(TRAINING_DUE, mentor.person_id)
        assert letter.facts[0][0] == "Please do it by"
    assert told(TRAINING_DUE, mentee.person_id) == []

    finish(mentor, module_of(mentor))
    with after(14, begun=begun):
        assert letters(TRAINING_DUE, mentor.person_id) == [None]
        sweep()
    assert told(TRAINING_DUE, mentor.person_id) == ["7"]


def test_training_that_opens_later_is_not_late_before(organization):
    mentee = ParticipantFactory()
    pair = make_partnership(
        mentor=ParticipantFactory(program=mentee.program, mentor=True),
        mentee=mentee,
        accepted_by=("mentor", "mentee"),
    )
    furnish()
    opens_on = clock.today() + timedelta(days=20)
    closes_on = opens_on + timedelta(days=21)
    row = {"program": pair.program, "key": "training"}
    ProgramDate.objects.create(**row, opens_on=opens_on, closes_on=closes_on)
    with on(opens_on + timedelta(days=6)):
        sweep()
        assert told(TRAINING_DUE, mentee.person_id) == []
    with on(opens_on + timedelta(days=7)):
        sweep()
        assert told(TRAINING_DUE, mentee.person_id) == ["7"]
