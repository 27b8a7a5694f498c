"""People hear once that something is open, and three times that it is still missing."""

from datetime import timedelta

import pytest

from instruments import due, letters, services
from instruments.kinds import Occasion
from mentoring import clock
from notifications import kinds
from notifications.models import Message
from partnerships.lifecycle import MENTOR
from programs.models import ProgramDate
from tests.factories.instruments import open_baseline
from tests.factories.participants import ParticipantFactory
from tests.instruments.test_occasions import END, START, pair_in
from tests.instruments.year import day_of, make_program, send_on
from tests.partnerships.lasting.people import on, pause, resume

NUMBERS = ["7", "14", "21"]


@pytest.fixture
def program(organization):
    return make_program()


@pytest.fixture
def pair(program):
    return pair_in(program)


def sweep(*days):
    """The sweep on each of these days, twice."""
    for day in days:
        with on(day):
            for _time in range(2):
                due.tell_of_opening()
                due.remind_missing()


def told(kind, one, occasion):
    """``[what was said]`` to this participant: the number, or an empty text."""
    start = letters.occasion_of(one.pk, occasion)
    rows = Message.objects.filter(kind=kind, person=one.person_id, occasion__startswith=start)
    found = rows.order_by("id").values_list("occasion", flat=True)
    return [text.removeprefix(start).lstrip(":") for text in found]


def days_from(day, *numbers):
    return [day + timedelta(days=number) for number in numbers]


def test_each_number_once_until_it_is_sent(pair):
    mentee, mentor = pair.mentee, pair.mentor
    opens_on = day_of(mentee, Occasion.MID_YEAR)

    sweep(*days_from(opens_on, -1, 0, 1, 6, 7, 8, 13))
    assert told(letters.OPENED, mentee, "mid_year") == told(letters.OPENED, mentor, "mid_year")
    assert told(letters.OPENED, mentee, "mid_year") == [""]
    assert told(letters.REMINDER, mentee, "mid_year") == ["7"]
    send_on(mentee, Occasion.MID_YEAR, 13)
    sweep(*days_from(opens_on, 14, 20, 21, 22, 28, 60))

    assert told(letters.REMINDER, mentee, "mid_year") == ["7"]
    assert told(letters.REMINDER, mentor, "mid_year") == NUMBERS
    assert not told(letters.OPENED, mentee, "then")


def test_a_number_that_nobody_could_send_in_time_is_left_out(pair):
    sweep(*days_from(day_of(pair.mentee, Occasion.MID_YEAR), 15))

    assert told(letters.REMINDER, pair.mentee, "mid_year") == ["14"]


def test_nobody_is_reminded_at_night_nor_soon_after_a_coordinator_did(pair, coordinator):
    day = day_of(pair.mentee, Occasion.MID_YEAR, 7)
    with on(day), clock.held_at(clock.now().replace(hour=5)):
        due.remind_missing()
    assert not Message.objects.filter(kind=letters.REMINDER).exists()
    with on(day):
        services.remind(pair.program, Occasion.MID_YEAR, by=coordinator)
        Message.objects.update(created_at=clock.now())

    sweep(day)
    assert told(letters.REMINDER, pair.mentee, "mid_year") == [""]
    sweep(*days_from(day, 4))
    assert told(letters.REMINDER, pair.mentee, "mid_year") == ["", "7"]


def test_the_final_is_told_by_ones_own_last_day(program, pair):
    other = pair_in(program)
    with on(START + timedelta(days=100)):
        pause(pair, MENTOR)
    with on(START + timedelta(days=140)):
        resume(pair, MENTOR)
    as_planned = END - timedelta(days=28)

    sweep(as_planned, as_planned + timedelta(days=7))
    assert told(letters.OPENED, other.mentee, "final") == [""]
    assert told(letters.REMINDER, other.mentee, "final") == ["7"]
    assert not told(letters.OPENED, pair.mentee, "final")
    sweep(*days_from(as_planned, 40, 47, 54, 61))
    assert told(letters.OPENED, pair.mentee, "final") == [""]
    assert told(letters.REMINDER, pair.mentee, "final") == NUMBERS


def test_a_window_of_days_ends_the_reminders(organization):
    one = ParticipantFactory()
    row = open_baseline(one.program, days=7)  # it opened yesterday

    sweep(*days_from(row.opens_on, 0, 7, 8, 9, 14, 21))

    assert told(letters.REMINDER, one, "baseline") == ["7"]


@pytest.mark.parametrize("occasion", [Occasion.MID_YEAR, Occasion.FINAL])
def test_letters_have_the_words_of_their_occasion(pair, coordinator, occasion):
    one = pair.mentor
    name = letters.occasion_of(one.pk, occasion)
    opened, late = (
        Message(person=one.person, kind=kind, occasion=text)
        for kind, text in ((letters.OPENED, name), (letters.REMINDER, f"{name}:14"))
    )
    with on(day_of(one, occasion, 2)):
        said = [kinds.write(message) for message in (opened, late)]
        assert len({letter.subject for letter in said}) == 2
        for letter in said:
            assert pair.program.name in letter.subject
            assert "baseline" not in " ".join(letter.paragraphs)
            assert any("Your partner and your company never do" in one for one in letter.paragraphs)
            assert letter.facts
    with on(day_of(one, occasion, -2)):
        assert kinds.write(late) is None


def test_follow_ups_ask_three_questions(pair):
    ProgramDate.objects.update(door="open")
    for occasion in (Occasion.FOLLOW_UP_6, Occasion.FOLLOW_UP_12):
        name = letters.occasion_of(pair.mentee.pk, occasion)
        letter = kinds.write(Message(person=pair.mentee.person, kind=letters.OPENED, occasion=name))
        assert "three questions" in letter.subject
        assert any("about 1 minute." in words for words in letter.paragraphs)
