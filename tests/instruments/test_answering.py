"""Answering: page by page, from several places at once, sent once, closed on time."""

import pytest

from instruments import queries, services
from instruments.bank import minutes_of
from instruments.kinds import Occasion
from instruments.models import Answer, Item, Response
from instruments.services import CannotAnswer
from instruments.stages import stage_of
from instruments.values import UNSURE_CODE
from instruments.waiting import tasks_of
from organizations.models import AuditEvent
from participants.roles import Standing
from programs.gates import set_door
from programs.models import Door
from tests.factories.instruments import (
    WORDS,
    answer,
    as_person,
    open_baseline,
    send,
    start,
    value_for,
)
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory


@pytest.fixture
def mentee(organization):
    participant = ParticipantFactory()
    open_baseline(participant.program)
    return participant


@pytest.fixture
def mentor(mentee):
    return ParticipantFactory(program=mentee.program, mentor=True)


def lines_of(response):
    return {
        line.item.key: line.value for page in queries.sheet(response).pages for line in page.lines
    }


def test_starting_twice_is_one_response(mentee):
    assert start(mentee) == start(mentee)
    assert Response.objects.count() == 1
    assert AuditEvent.objects.filter(verb="questionnaire.opened").count() == 1


def test_mentee_and_mentor_are_asked_their_own_questions(mentee, mentor):
    asked = {side: lines_of(start(side)) for side in (mentee, mentor)}

    assert "direction-steps" in asked[mentee]
    assert "direction-steps" not in asked[mentor]
    assert "mentoring-listens" in asked[mentor]
    assert "mentoring-listens" not in asked[mentee]


def test_every_kind_of_answer_comes_back_as_it_was_given(mentee):
    response = answer(start(mentee))
    answer(response, {"direction-steps": UNSURE_CODE, "hopes-worry": "Žluťoučký\n🐎"})
    expected = {item.key: value_for(item) for item in Item.objects.all()}

    assert lines_of(response) == expected | {
        "direction-steps": UNSURE_CODE,
        "hopes-worry": "Žluťoučký\n🐎",
    }


def test_an_answer_can_be_taken_back_until_it_is_sent(mentee):
    response = answer(start(mentee), {"hopes-worry": WORDS, "direction-steps": "3"})
    answer(response, {"hopes-worry": ""})

    assert lines_of(response)["hopes-worry"] == ""
    assert Answer.objects.get().number == 3


def test_one_goes_on_at_the_first_page_with_something_missing(mentee):
    response = start(mentee)
    pages = queries.sheet(response).pages
    first = {line.item.key: value_for(line.item) for line in pages[0].lines}
    third = {line.item.key: value_for(line.item) for line in pages[2].lines}
    answer(response, first | third)

    assert queries.sheet(response).resume_at == 2


def test_pages_without_anything_to_answer_are_seen_once(mentee):
    response = answer(start(mentee))
    count = len(queries.sheet(response).pages)
    assert queries.sheet(response).resume_at == 2

    with as_person(mentee):
        services.save_answers(response, {}, by=membership_of(mentee), section=count)

    response.refresh_from_db()
    assert queries.sheet(response).resume_at is None


def test_sending_needs_every_answer_that_is_asked_for(mentee):
    response = start(mentee)

    with pytest.raises(CannotAnswer) as refusal, as_person(mentee):
        services.submit(response, by=membership_of(mentee))

    assert refusal.value.rule == "missing"


def test_what_was_sent_stays(mentee):
    response = send(mentee)
    sent_at = response.submitted_at

    with pytest.raises(CannotAnswer) as refusal:
        answer(response, {"direction-steps": "1"})
    with as_person(mentee):
        again = services.submit(response, by=membership_of(mentee))

    assert refusal.value.rule == "sent"
    assert again.submitted_at == sent_at
    assert lines_of(response)["direction-steps"] == "4"
    assert AuditEvent.objects.filter(verb="questionnaire.sent").count() == 1


def test_nobody_answers_for_somebody_else(mentee, mentor):
    response = start(mentee)
    item = Item.objects.get(key="direction-steps")

    for act in (
        lambda: services.start(mentee, Occasion.BASELINE, by=membership_of(mentor)),
        lambda: services.save_answers(response, {item: "1"}, by=membership_of(mentor)),
        lambda: services.submit(response, by=membership_of(mentor)),
        lambda: services.submit(response, by=None),
    ):
        with pytest.raises(CannotAnswer) as refusal:
            act()
        assert refusal.value.rule == "not_yours"


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.IN}))
def test_only_who_takes_part_is_asked(mentee, standing):
    mentee.standing = standing
    mentee.save()

    with pytest.raises(CannotAnswer) as refusal:
        start(mentee)

    assert refusal.value.rule == "not_in"
    assert tasks_of(mentee.person_id) == []


def test_nothing_is_accepted_after_closing(mentee, coordinator):
    response = answer(start(mentee))
    services.close(mentee.program, Occasion.BASELINE, by=coordinator)

    for act in (
        lambda: answer(response, {"direction-steps": "1"}),
        lambda: services.submit(response, by=membership_of(mentee)),
        lambda: start(ParticipantFactory(program=mentee.program)),
    ):
        with pytest.raises(CannotAnswer) as refusal:
            act()
        assert refusal.value.rule == "not_open"
    assert lines_of(response)["direction-steps"] == "4"


def test_a_program_without_such_a_date_asks_nothing(organization):
    participant = ParticipantFactory(program=ProgramFactory())

    assert tasks_of(participant.person_id) == []
    with pytest.raises(CannotAnswer):
        start(participant)


def test_a_baseline_that_was_closed_can_be_opened_again(mentee, coordinator):
    services.close(mentee.program, Occasion.BASELINE, by=coordinator)
    services.reopen(mentee.program, Occasion.BASELINE, by=coordinator)

    assert send(mentee).submitted_at
    doors = AuditEvent.objects.filter(verb="program.door").values_list("facts__door", flat=True)
    assert sorted(doors) == ["closed", "open"]


def test_after_a_match_the_baseline_stays_closed(mentee, mentor, coordinator):
    services.close(mentee.program, Occasion.BASELINE, by=coordinator)
    make_partnership(mentee=mentee, mentor=mentor)

    with pytest.raises(services.CannotChange) as refusal:
        services.reopen(mentee.program, Occasion.BASELINE, by=coordinator)
    assert refusal.value.rule == "announced"

    set_door(mentee.program, "baseline", Door.OPEN, by=coordinator)
    with pytest.raises(CannotAnswer, match="matches have been announced"):
        start(mentee)


def test_without_the_rule_a_baseline_may_stay_open(mentee, mentor):
    mentee.program.needs_baseline = False
    mentee.program.save()
    make_partnership(mentee=mentee, mentor=mentor)

    assert send(mentee).submitted_at


def test_rates_count_both_sides_apart(mentee, mentor, django_assert_num_queries):
    others = ParticipantFactory.create_batch(2, program=mentee.program)
    ParticipantFactory(program=mentee.program, standing=Standing.REMOVED)
    send(mentee)
    start(others[0])

    stage = stage_of(mentee.program, Occasion.BASELINE)
    with django_assert_num_queries(1):
        mentees, mentors = queries.rates_of(stage)

    assert (mentees.asked, mentees.sent, mentees.started) == (3, 1, 1)
    assert (mentors.asked, mentors.sent, mentors.started) == (1, 0, 0)


def test_the_shipped_baselines_take_less_than_eight_minutes():
    assert minutes_of("mentee", Occasion.BASELINE) <= 6
    assert minutes_of("mentor", Occasion.BASELINE) <= 6
