"""Which occasions ask whom, when, and until when: the same by rows and by columns."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from instruments import asked, services
from instruments.asked import is_asked, people_asked
from instruments.building import newest_version
from instruments.kinds import Occasion
from instruments.models import Answer, Response
from instruments.services import CannotAnswer
from instruments.stages import Stage, State, own_stage_of, span_of, stage_of
from instruments.waiting import tasks_of
from mentoring import clock
from partnerships.endings.services import end
from partnerships.lasting.services import close_due, complete_due
from partnerships.lifecycle import MENTOR
from programs.models import ProgramDate
from tests.factories.instruments import answer, as_person, start
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.instruments.year import day_of, make_program, send_on, submit
from tests.partnerships.lasting.people import BOTH, active_pair, on, pause, resume

LATER = (Occasion.MID_YEAR, Occasion.FINAL, Occasion.FOLLOW_UP_6, Occasion.FOLLOW_UP_12)
START, END = date(2027, 1, 11), date(2028, 1, 11)


@pytest.fixture
def program(organization):
    return make_program()


@pytest.fixture
def pair(program):
    return pair_in(program, mentor=ParticipantFactory(program=program, mentor=True, capacity=2))


def pair_in(program, **parties):
    parties.setdefault("mentor", ParticipantFactory(program=program, mentor=True))
    with on(START):
        return active_pair(mentee=ParticipantFactory(program=program), **parties)


def refusal_of(act):
    with pytest.raises(CannotAnswer) as refusal:
        act()
    return refusal.value.rule


@pytest.mark.parametrize(
    ("occasion", "days", "expected"),
    [
        (Occasion.BASELINE, (0, 7), (0, 7)),
        (Occasion.BASELINE, (0, 0), (0, 0)),
        (Occasion.MID_YEAR, (0, 0), (0, 21)),
        (Occasion.MID_YEAR, (0, 10), (0, 10)),
        (Occasion.FINAL, (0, 0), (-28, 14)),
        (Occasion.THEN, (0, 0), (-28, 14)),
        (Occasion.FINAL, (-3, 9), (-3, 9)),
        (Occasion.FOLLOW_UP_6, (0, 0), (0, 21)),
        (Occasion.FOLLOW_UP_12, (0, 30), (0, 30)),
    ],
)
def test_a_row_of_one_day_has_days_around_it(occasion, days, expected):
    row = SimpleNamespace(**dict(zip(("opens_on", "closes_on"), _days(days), strict=True)))

    assert span_of(occasion, row) == _days(expected)


def _days(numbers):
    return tuple(END + timedelta(days=number) for number in numbers)


def _stage(occasion, **facts):
    facts = {"door": "", "today": END, "opens_on": END, "closes_on": END} | facts
    program = SimpleNamespace(ends_on=END, grace_days=3, needs_baseline=True)
    return Stage(program=program, occasion=occasion, **facts)


@pytest.mark.parametrize(
    ("facts", "state", "takes"),
    [
        ({"today": END - timedelta(days=1)}, State.PLANNED, False),
        ({}, State.OPEN, True),
        ({"today": END + timedelta(days=3)}, State.CLOSED, True),
        ({"today": END + timedelta(days=4)}, State.CLOSED, False),
        ({"today": END + timedelta(days=1), "door": "closed"}, State.CLOSED, False),
        ({"today": END + timedelta(days=99), "door": "open"}, State.OPEN, True),
    ],
)
def test_what_was_begun_can_be_sent_for_some_days(facts, state, takes):
    stage = _stage(Occasion.FINAL, **facts)

    assert (stage.state, stage.takes_what_was_begun) == (state, takes)
    assert ("can be sent until" in stage.why) == (takes and state == State.CLOSED)


def test_a_baseline_before_matches_has_no_grace():
    assert not _stage(Occasion.BASELINE, today=END + timedelta(days=1)).takes_what_was_begun


def _people(program):
    """``{what became of them: mentee}``."""
    people = {"active": pair_in(program), "short": pair_in(program), "long": pair_in(program)}
    for name, days in (("short", 60), ("long", 120)):
        pair = people[name]
        with on(START + timedelta(days=days)), as_person(pair.mentee):
            end(pair, by=membership_of(pair.mentee), reason="time")
    people["preparing"] = make_partnership(
        mentor=ParticipantFactory(program=program, mentor=True),
        mentee=ParticipantFactory(program=program),
        accepted_by=BOTH,
    )
    mentees = {name: pair.mentee for name, pair in people.items()}
    mentees["alone"] = ParticipantFactory(program=program)
    return mentees


def _asked_both_ways(program, people):
    """Whom each occasion asks by columns; the same by rows."""
    found = {}
    for occasion in LATER:
        stage = stage_of(program, occasion)
        chosen = set(people_asked(stage).values_list("pk", flat=True))
        pairs = asked.pairs_of(list(people.values()))
        by_rows = {one.pk for one in people.values() if is_asked(stage, pairs[one.pk])}
        assert chosen & {one.pk for one in people.values()} == by_rows
        found[occasion] = {name for name, one in people.items() if one.pk in chosen}
    return found


def test_who_lived_through_it_is_asked(program, django_assert_num_queries):
    people = _people(program)

    with on(END - timedelta(days=20)):
        found = _asked_both_ways(program, people)
    assert found[Occasion.MID_YEAR] == {"active"}
    assert found[Occasion.FINAL] == {"active", "long"}
    assert found[Occasion.FOLLOW_UP_6] == set()

    with on(END + timedelta(days=1)):
        close_due()
    with on(END + timedelta(days=25)):
        complete_due()
        found = _asked_both_ways(program, people)
    assert found[Occasion.MID_YEAR] == {"active"}  # it stays so after it ended
    assert found[Occasion.FINAL] == {"active", "long"}
    assert found[Occasion.FOLLOW_UP_6] == found[Occasion.FOLLOW_UP_12] == {"active"}
    with on(day_of(people["short"], Occasion.FINAL)):
        assert refusal_of(lambda: start(people["short"], Occasion.FINAL)) == "not_asked"
    with django_assert_num_queries(4):
        tasks = tasks_of(people["active"].person_id)
    shown = [task.stage.occasion for task in tasks]
    assert sorted(shown) == sorted([Occasion.BASELINE, *LATER])


def test_an_occasion_opens_closes_and_gives_some_grace(pair):
    mentee = pair.mentee
    with on(day_of(mentee, Occasion.FINAL, -1)):
        assert refusal_of(lambda: start(mentee, Occasion.FINAL)) == "not_open"
    with on(day_of(mentee, Occasion.FINAL)):
        response = answer(start(mentee, Occasion.FINAL))
    closes_on = own_stage_of(mentee, Occasion.FINAL).closes_on
    assert closes_on == END + timedelta(days=14)
    with on(closes_on + timedelta(days=1)):
        assert refusal_of(lambda: start(pair.mentor, Occasion.FINAL)) == "not_open"
        answer(response, {"direction-steps": "1"})
    with on(closes_on + timedelta(days=4)):
        assert refusal_of(lambda: submit(response)) == "not_open"
    with on(closes_on + timedelta(days=3)):
        assert submit(response).submitted_at == clock.now()


def test_the_database_looks_at_the_days_itself(pair):
    """Past every service: too early, too late, of somebody whose partnership never began."""
    mentee = pair.mentee
    version = newest_version("mentee", Occasion.MID_YEAR)
    other = ParticipantFactory(program=pair.program)
    cases = (
        (mentee, day_of(mentee, Occasion.MID_YEAR, -1), "not open"),
        (mentee, day_of(mentee, Occasion.MID_YEAR, 22), "not open"),
        (other, day_of(mentee, Occasion.MID_YEAR), "asks somebody else"),
    )
    for one, day, words in cases:
        refused = pytest.raises(IntegrityError, match=words)
        with on(day), refused, transaction.atomic():
            Response.objects.create(participant=one, version=version, occasion="mid_year")
    with on(day_of(mentee, Occasion.MID_YEAR)):
        response = answer(start(mentee, Occasion.MID_YEAR))
    with on(day_of(mentee, Occasion.MID_YEAR, 25)):
        late = clock.now()
        refused = pytest.raises(IntegrityError, match="not open")
        for change in (
            lambda: Response.objects.filter(pk=response.pk).update(submitted_at=late),
            lambda: Answer.objects.filter(response=response).update(answered_at=late),
        ):
            with refused, transaction.atomic():
                change()


def test_the_final_goes_with_ones_own_last_day(pair):
    mentee = pair.mentee
    with on(START + timedelta(days=100)):
        pause(pair, MENTOR)
    with on(START + timedelta(days=130)):
        resume(pair, MENTOR)

    stage = own_stage_of(mentee, Occasion.FINAL)

    assert stage.opens_on == END + timedelta(days=30 - 28)
    assert stage.closes_on == END + timedelta(days=30 + 14)
    with on(stage.opens_on - timedelta(days=1)):
        assert refusal_of(lambda: start(mentee, Occasion.FINAL)) == "not_open"
    assert send_on(mentee, days=42).submitted_at
    assert own_stage_of(mentee, Occasion.MID_YEAR).opens_on == date(2027, 7, 11)


def test_the_look_back_comes_after_the_final_and_stands_apart(pair):
    mentee = pair.mentee
    with on(day_of(mentee, Occasion.FINAL, 2)):
        assert refusal_of(lambda: start(mentee, Occasion.THEN)) == "not_asked"
    send_on(mentee)
    with on(day_of(mentee, Occasion.FINAL, 3)):
        then = submit(answer(start(mentee, Occasion.THEN), {"direction-steps": "2"}))

    keys = dict(then.answers.values_list("item__key", "number"))
    final = Response.objects.get(participant=mentee, occasion=Occasion.FINAL)
    assert keys["direction-steps"] == 2
    assert final.answers.get(item__key="direction-steps").number == 4
    assert set(keys) < set(final.answers.values_list("item__key", flat=True))
    assert not any(key.startswith(("mentoring", "program", "outside-talks")) for key in keys)
    with on(day_of(mentee, Occasion.FINAL, 3)):
        assert refusal_of(lambda: start(pair.mentor, Occasion.THEN)) == "not_asked"


def test_a_mentor_of_two_mentees_answers_once(program, pair):
    pair_in(program, mentor=pair.mentor, place=2)

    send_on(pair.mentor)

    with on(day_of(pair.mentor, Occasion.FINAL, 2)):
        tasks = tasks_of(pair.mentor.person_id)
    assert [task.stage.occasion for task in tasks if task.is_sent] == [Occasion.FINAL]


def test_coordinators_close_and_open_each_of_them(pair, coordinator):
    mentee = pair.mentee
    with on(day_of(mentee, Occasion.FINAL)):
        response = answer(start(mentee, Occasion.FINAL))
        services.close(pair.program, Occasion.FINAL, by=coordinator)
        assert refusal_of(lambda: submit(response)) == "not_open"
        with pytest.raises(services.CannotChange):
            services.reopen(pair.program, Occasion.THEN, by=coordinator)
    with on(END + timedelta(days=90)):
        services.reopen(pair.program, Occasion.FINAL, by=coordinator)
        assert submit(response).submitted_at


def test_a_program_without_such_a_row_asks_nothing_then(pair):
    ProgramDate.objects.exclude(key="end").delete()

    with on(START + timedelta(days=190)):
        assert refusal_of(lambda: start(pair.mentee, Occasion.MID_YEAR)) == "not_open"
        assert stage_of(pair.program, Occasion.MID_YEAR) is None
