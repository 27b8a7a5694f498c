"""In month eleven each mentee hears, once, that observers can be asked again."""

from datetime import timedelta

import pytest

from evaluations.observers import year_end
from instruments.building import add_item, newest_version
from instruments.kinds import Informant, Kind, Occasion
from notifications import kinds
from notifications.models import Message
from participants.roles import Standing
from programs.models import ProgramDate
from tests.factories.observers import invite, observe, plant
from tests.factories.participants import ParticipantFactory
from tests.instruments.year import make_program
from tests.partnerships.lasting.people import active_pair, answer, on, propose


@pytest.fixture
def program(organization):
    program = make_program()
    day = program.ends_on - timedelta(days=31)
    ProgramDate.objects.create(program=program, key="observers", opens_on=day, closes_on=day)
    return program


def paired(program, **facts):
    mentor = ParticipantFactory(program=program, mentor=True)
    return active_pair(mentor=mentor, mentee=ParticipantFactory(program=program, **facts))


def asked(program, days):
    """Who has been asked by so many days before the end, and each mail that can be sent now."""
    with on(program.ends_on - timedelta(days=days)):
        year_end.ask_to_invite()
        rows = list(Message.objects.filter(kind=year_end.TO_INVITE).order_by("id"))
        return {row.person_id for row in rows}, [kinds.write(row) for row in rows]


def test_each_mentee_is_asked_once_by_their_own_days(program):
    pair, longer, busy, gone = (paired(program) for _number in range(4))
    later = longer.ends_on + timedelta(days=40)
    answer(longer, propose(longer, days=40))
    gone.mentee.standing = Standing.WITHDRAWN
    gone.mentee.save()
    ParticipantFactory(program=program)  # nobody's mentee
    assert asked(program, 32) == (set(), [])
    with on(program.ends_on - timedelta(days=31)):
        invite(busy.mentee, Occasion.FINAL)
    mine = {pair.mentee.person_id}
    for _twice in range(2):
        people, [letter] = asked(program, 31)
        assert people == mine
    assert program.name in letter.subject
    assert [label for label, _day in letter.facts] == [
        "To be invited until",
        "Your own final evaluation opens on",
    ]
    assert asked(program, -8)[0] == mine
    people, letters = asked(program, -9)
    assert people == mine | {longer.mentee.person_id}
    assert all(letters)  # until two weeks after the last day
    assert [bool(one) for one in asked(program, -15)[1]] == [False, True]
    with on(later):
        invite(longer.mentee, Occasion.FINAL)
    assert asked(program, -41)[1] == [None, None]


def test_an_item_that_an_observer_answered_stays(program, coordinator):
    mentee = paired(program).mentee
    observe(plant(mentee, Occasion.FINAL))
    version = newest_version(Informant.OBSERVER, Occasion.FINAL)
    before = list(version.items.values_list("key", flat=True))
    words = {"text": "Would you hire them again?", "kind": Kind.SCALE_5}
    added = add_item(Informant.OBSERVER, Occasion.FINAL, by=coordinator, **words)
    assert added.version.number == version.number + 1
    assert list(version.items.values_list("key", flat=True)) == before
