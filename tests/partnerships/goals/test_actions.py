"""What is to be done: by whom, until when, how it stands, and what waits for somebody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from partnerships.actions import queries, services
from partnerships.actions import waiting as actions_waiting
from partnerships.actions.models import ActionItem, ActionStep
from partnerships.actions.standings import Standing
from partnerships.goals import waiting as goals_waiting
from partnerships.goals.wording import BadWords
from partnerships.models import Partnership
from partnerships.writing.keys import Keyring
from partnerships.writing.services import CannotWrite
from tests.factories.training import introduce
from tests.partnerships.goals.people import does, goal_in, introduced, to_do
from tests.partnerships.writing.people import BOTH, as_side, as_user, pair


def _open(partnership, side):
    person_id = getattr(partnership, f"{side}_person_id")
    with as_side(partnership, side):
        return queries.open_for(partnership, person_id, Keyring(partnership.pk))


def _refused(partnership, side, act, *args, **facts):
    with pytest.raises(CannotWrite) as refused:
        does(partnership, side, act, *args, **facts)
    return refused.value.rule


def _waits(partnership, side):
    person_id = getattr(partnership, f"{side}_person_id")
    asked = goals_waiting.waiting(person_id) | actions_waiting.waiting(person_id)
    with as_side(partnership, side):
        row = Partnership.objects.annotate(**asked).get(pk=partnership.pk)
        return {name: getattr(row, name) for name in asked}


def test_what_is_open_comes_back_for_both_the_first_due_in_front(partnership):
    to_do(partnership, text="Some day.", days=None)
    to_do(partnership, "mentor", text="Next week.", owner="mentee")
    to_do(partnership, text="Today.", days=0)

    for side in BOTH:
        found = _open(partnership, side)
        assert [item.text for item in found] == ["Today.", "Next week.", "Some day."]
        assert [item.is_mine for item in found] == [side == "mentee"] * 3
    with as_user(partnership, uuid7(), context.Actor.COORDINATOR):
        assert ActionItem.objects.count() == ActionStep.objects.count() == 0


def test_twice_is_once(partnership):
    facts = {"item_id": uuid7(), "owner_id": partnership.mentor_person_id}
    for _ in range(2):
        item = does(partnership, "mentee", services.add_item, "Read it.", **facts)
    for _ in range(2):
        does(partnership, "mentor", services.say, item.pk, Standing.DONE, seen=0)

    assert _open(partnership, "mentee") == []
    with as_side(partnership, "mentee"):
        assert ActionStep.objects.count() == 2


def test_either_says_how_it_stands_and_the_slower_is_told(partnership):
    item = to_do(partnership)
    does(partnership, "mentor", services.say, item.pk, Standing.DONE, seen=0)
    late = (services.say, item.pk, Standing.DROPPED)
    assert _refused(partnership, "mentee", *late, seen=0) == "changed"
    does(partnership, "mentee", services.say, item.pk, Standing.OPEN, seen=1)

    found = _open(partnership, "mentor")[0]
    assert (found.row.number, found.due_on) == (2, clock.today() + timedelta(days=7))
    assert _refused(partnership, "mentee", services.say, uuid7(), Standing.DONE) == "removed"


def test_its_author_words_it_and_moves_its_day(partnership):
    item, day = to_do(partnership), clock.today() + timedelta(days=30)
    facts = {"owner_id": partnership.mentor_person_id, "due_on": day, "seen": 0}
    change = (services.change_item, item.pk, "Ask Ole.")
    assert _refused(partnership, "mentor", *change, **facts) == "not_yours"
    same = {**facts, "owner_id": partnership.mentee_person_id}
    assert _refused(partnership, "mentor", change[0], item.pk, "Ask Ines.", **same) == "not_yours"
    does(partnership, "mentee", *change, **facts)
    sooner = {**facts, "seen": 2, "due_on": clock.today()}
    does(partnership, "mentor", *change, **sooner)
    assert _open(partnership, "mentee")[0].due_on == clock.today()
    does(partnership, "mentor", *change, **{**sooner, "seen": 3, "due_on": day})
    assert _refused(partnership, "mentee", services.change_item, item.pk, "X", **facts) == "changed"

    found = _open(partnership, "mentor")[0]
    assert (found.text, found.is_mine, found.due_on) == ("Ask Ole.", True, day)


def test_only_one_of_the_two_is_to_do_it(partnership):
    other = introduced()
    facts = {"item_id": uuid7(), "owner_id": other.mentor_person_id}
    with pytest.raises(BadWords):
        does(partnership, "mentee", services.add_item, "Theirs.", **facts)
    row = ActionItem(partnership=partnership, owner_id=other.mentor_person_id, sealed=b"x")
    row.author_id = partnership.mentee_person_id
    with as_side(partnership, "mentee"), pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("text", ["", " \n\x00 ", "a" * 301, "long " * 20_000])
def test_nothing_and_too_much_are_refused(partnership, text):
    with pytest.raises(BadWords) as refused:
        to_do(partnership, text=text)

    assert set(refused.value.parts) == {"text"}


def test_there_is_an_end_to_what_is_open(partnership, monkeypatch):
    monkeypatch.setattr(services, "MOST_OPEN", 2)
    first, _second = to_do(partnership), to_do(partnership)
    with pytest.raises(CannotWrite, match="2 things to do already"):
        to_do(partnership)
    does(partnership, "mentee", services.say, first.pk, Standing.DROPPED)
    assert to_do(partnership).pk
    with pytest.raises(CannotWrite, match="2 things"):
        to_do(partnership)


def test_how_it_stood_is_changed_by_nobody(partnership):
    to_do(partnership)
    for act in (lambda rows: rows.update(standing=1), lambda rows: rows.update(number=9)):
        with as_side(partnership, "mentee"), pytest.raises(ProgrammingError), transaction.atomic():
            act(ActionStep.objects.all())


@pytest.mark.usefixtures("organization")
def test_what_waits_for_each_of_the_two():
    partnership = pair()
    assert _waits(partnership, "mentee")["goals_missing"] is False
    introduce(partnership)
    assert _waits(partnership, "mentee") == {
        "goals_missing": True,
        "goals_suggested": False,
        "actions_overdue": 0,
        "actions_next_due": None,
    }
    assert _waits(partnership, "mentor")["goals_missing"] is False

    late, soon = to_do(partnership, days=0), to_do(partnership, days=6)
    to_do(partnership, "mentor", days=1)
    goal_in(partnership)
    with clock.held_at(clock.now() + timedelta(days=3)):
        waits = _waits(partnership, "mentee")
        assert waits["goals_missing"] is False
        assert waits["actions_overdue"] == 1
        assert waits["actions_next_due"] == late.written_at.date()
        assert _waits(partnership, "mentor")["actions_overdue"] == 1
        does(partnership, "mentor", services.say, late.pk, Standing.DONE)
        waits = _waits(partnership, "mentee")
        assert (waits["actions_overdue"], waits["actions_next_due"]) == (
            0,
            clock.today() + timedelta(days=3),
        )
    does(partnership, "mentee", services.say, soon.pk, Standing.DROPPED)
    assert _waits(partnership, "mentee")["actions_next_due"] is None


def test_the_page_of_what_is_to_be_done(go, partnership):
    form = {"text": "Ask <b>Ines</b>.", "owner": partnership.mentor_person_id, "item": uuid7()}
    for _ in range(2):
        answer = go(partnership, "mentee", "actions:board", data={**form, "due_on": ""})
        assert answer.status_code == 302
    for side in BOTH:
        page = go(partnership, side, "actions:board").text
        assert page.count("Ask &lt;b&gt;Ines&lt;/b&gt;.</p>") == 1
        assert "Ask &lt;b&gt;Ines" in go(partnership, side, "goals:board").text
    item = form["item"]
    day = (clock.today() + timedelta(days=4)).isoformat()
    later = {"text": "Not mine to say.", "due_on": day, "seen": 0, "item": item}
    assert go(partnership, "mentor", "actions:change", item, data=later).status_code == 302
    page = go(partnership, "mentee", "actions:board").text
    assert "Not mine to say." not in page
    assert go(partnership, "mentee", "actions:say", item, data={"go": "what"}).status_code == 302
    go(partnership, "mentor", "actions:say", item, data={"go": "done", "seen": "1"})
    answer = go(partnership, "mentee", "actions:say", item, data={"go": "drop", "seen": "1"})
    assert (answer.status_code, "changed meanwhile" in answer.text) == (409, True)

    typed = {**form, "text": "Said anew.", "seen": 2, "due_on": ""}
    assert go(partnership, "mentee", "actions:change", item, data=typed).status_code == 302
    answer = go(partnership, "mentee", "actions:change", item, data={**typed, "text": "Late."})
    assert answer.status_code == 409
    assert "Late." in answer.text
    assert "Said anew." in answer.text
    wrong = {"text": "Kept.", "owner": uuid7(), "item": uuid7(), "due_on": "9999-99-99"}
    answer = go(partnership, "mentee", "actions:board", data=wrong)
    assert answer.status_code == 200
    assert "Kept." in answer.text


def test_on_a_day_that_is_far_away_nothing_is_due(go, partnership):
    form = {"text": "Far.", "owner": partnership.mentee_person_id, "item": uuid7()}
    answer = go(partnership, "mentee", "actions:board", data={**form, "due_on": "2999-01-01"})

    assert answer.status_code == 200
    assert "Choose a day within the next years" in answer.text
