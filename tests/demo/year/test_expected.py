"""What is owed is counted here by hand, so that the judge of a lived year is judged too."""

from datetime import UTC, date, datetime, timedelta

import pytest

from demo.year import expected
from demo.year.acting import Deed
from demo.year.behavior import temper
from demo.year.expected import MENTEE, MENTOR, Program, Story

PROGRAM = Program(
    starts_on=date(2025, 1, 13),
    ends_on=date(2026, 1, 13),
    checks={"check_1": (date(2025, 2, 13),) * 2, "check_3": (date(2025, 4, 13),) * 2},
    trains_from=date(2024, 12, 23),
    zone="Europe/Berlin",
)
ANNOUNCED = datetime(2024, 12, 16, 9, tzinfo=UTC)


def _at(day, month, year=2025, hour=9):
    return datetime(year, month, day, hour, tzinfo=UTC)


def _story(*deeds):
    row = [Deed(at, what, side, str(of[0]) if of else "") for at, what, side, *of in deeds]
    return Story("pair", ANNOUNCED, ANNOUNCED + timedelta(days=7), row)


ACCEPTED = (
    (_at(17, 12, 2024), "accept", MENTEE),
    (_at(18, 12, 2024), "accept", MENTOR),
)
INTRODUCED = (*ACCEPTED, (_at(2, 1), "train", MENTEE), (_at(6, 1), "train", MENTOR))
SIGNED = (*INTRODUCED, (_at(10, 1), "propose_agreement", MENTEE), (_at(15, 1), "sign", MENTOR))


def _owed(*deeds):
    return expected.owed(PROGRAM, _story(*deeds))


def _of(kind, *deeds):
    return [(one.side, one.first.date()) for one in _owed(*deeds) if one.kind == kind]


@pytest.mark.parametrize(
    ("deeds", "status", "over_on"),
    [
        ((), "expired", date(2024, 12, 23)),
        (ACCEPTED[:1], "expired", date(2024, 12, 23)),
        ((*ACCEPTED[:1], (_at(19, 12, 2024), "decline", MENTOR)), "declined", date(2024, 12, 19)),
        (ACCEPTED, "completed", date(2026, 2, 4)),
        (SIGNED, "completed", date(2026, 2, 4)),
        ((*SIGNED, (_at(3, 5), "end", MENTOR)), "ended", date(2025, 5, 3)),
    ],
)
def test_every_story_ends_in_one_way_on_its_day(deeds, status, over_on):
    fate = expected.fate(PROGRAM, _story(*deeds))

    assert (fate.status, fate.over_on) == (status, over_on)


@pytest.mark.parametrize(
    ("deeds", "closes_on"),
    [
        ((), date(2026, 1, 13)),
        (((_at(1, 5), "pause", MENTEE), (_at(21, 5), "resume", MENTEE)), date(2026, 2, 2)),
        (((_at(1, 5), "pause", MENTEE), (_at(1, 9), "resume", MENTEE)), date(2026, 4, 15)),
        (((_at(1, 11), "pause", MENTEE),), date(2026, 4, 15)),
        (((_at(1, 12), "agree_extension", MENTOR, 30),), date(2026, 2, 12)),
    ],
)
def test_pauses_and_extensions_alone_move_the_last_day(deeds, closes_on):
    assert expected.fate(PROGRAM, _story(*SIGNED, *deeds)).closes_on == closes_on


def test_who_has_not_answered_is_reminded_and_nobody_else():
    assert _of("answer_reminder", *ACCEPTED[:1]) == [(MENTOR, date(2024, 12, 21))]
    assert _of("answer_reminder", *ACCEPTED) == []
    assert _of("answer_reminder", (_at(17, 12, 2024), "decline", MENTOR)) == []


@pytest.mark.parametrize(
    ("zone", "hour", "is_early"),
    [
        ("America/Chicago", 10, True),
        ("America/Chicago", 13, True),
        ("America/Chicago", 14, False),
        ("Asia/Kolkata", 10, False),
        ("Pacific/Kiritimati", 16, True),
    ],
)
def test_who_answers_in_the_night_in_which_the_mail_waits_need_not_get_it(zone, hour, is_early):
    story = _story((_at(16, 12, 2024, hour), "accept", MENTEE))
    story.zones = {MENTEE: zone, MENTOR: "Europe/Berlin"}

    found = [one for one in expected.owed(PROGRAM, story) if one.kind == "match_announced"]

    assert [(one.side, one.optional) for one in found] == [(MENTEE, is_early), (MENTOR, False)]


def test_reminders_stop_when_it_is_done():
    assert _of("goal_due", *INTRODUCED, (_at(22, 1), "set_goal", MENTEE)) == [
        (MENTEE, date(2025, 1, 13)),
        (MENTEE, date(2025, 1, 20)),
    ]
    assert _of("training_due", *INTRODUCED)[0] == (MENTEE, date(2024, 12, 30))
    assert (MENTEE, date(2025, 1, 6)) not in _of("training_due", *INTRODUCED)


def test_a_check_opens_on_the_programs_day_or_when_a_pause_is_over():
    first = date(2025, 2, 13)
    assert _of("check_open", *SIGNED)[:2] == [(MENTEE, first), (MENTOR, first)]
    rested = ((_at(1, 4), "pause", MENTEE), (_at(20, 4), "resume", MENTEE))
    assert (MENTEE, date(2025, 4, 20)) in _of("check_open", *SIGNED, *rested)
    asleep = ((_at(1, 4), "pause", MENTEE), (_at(20, 6), "resume", MENTEE))
    assert len(_of("check_open", *SIGNED, *asleep)) == 2


def test_who_answers_a_check_in_the_night_in_which_its_mail_waits_need_not_get_it():
    def asked(hour, zone):
        story = _story(*SIGNED, (_at(13, 2, hour=hour), "answer_check", MENTOR, "check_1"))
        story.zones = {MENTEE: "Europe/Berlin", MENTOR: zone}
        first = (date(2025, 2, 12), date(2025, 2, 13))  # midnight in Berlin, in UTC or there
        owed = expected.owed(PROGRAM, story)
        found = [one for one in owed if one.kind == "check_open" and one.first.date() in first]
        return [one.optional for one in found]

    assert asked(15, "Asia/Kolkata") == [False, True]
    assert asked(14, "Asia/Kolkata") == [False, False]
    assert asked(15, "Europe/Berlin") == [False, False]


def test_both_hear_of_a_meeting_on_its_eve_unless_it_was_agreed_that_late():
    of, at = "0" * 36, _at(24, 2, hour=12)
    proposed = Deed(_at(20, 2), "propose_meeting", MENTEE, of, at)

    def eves(agreed, *more):
        story = _story(*SIGNED)
        story.deeds += [proposed, Deed(agreed, "accept_meeting", MENTOR, of, at), *more]
        found = [one for one in expected.owed(PROGRAM, story) if one.kind == "meeting_tomorrow"]
        return [(one.side, one.first.date(), one.optional) for one in found]

    on = date(2025, 2, 23)
    assert eves(_at(21, 2)) == [(MENTEE, on, False), (MENTOR, on, False)]
    assert eves(_at(23, 2)) == []
    cancelled = Deed(_at(22, 2), "cancel_meeting", MENTEE, of, at)
    assert eves(_at(21, 2), cancelled) == [(MENTEE, on, True), (MENTOR, on, True)]


def test_the_same_seed_is_the_same_year_and_people_differ():
    assert temper(1, "mentee0:1") == temper(1, "mentee0:1")
    lives = [temper(1, f"mentee{number}:1") for number in range(200)]
    answers = {answer for life in lives for answer, _day in life.answers.values()}
    assert answers == {"yes", "no", "nothing"}
    assert all(any(getattr(life, name) for life in lives) for name in ("pauses", "ends", "extends"))
