"""An organization's own questions come along, and everybody sees what can be compared."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from instruments import building
from instruments.building import add_item, newest_version
from instruments.comparing import questions_of
from instruments.kinds import EVERY_TIME, Informant, Kind, Occasion
from instruments.models import Item
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import start
from tests.factories.participants import ParticipantFactory
from tests.instruments.test_occasions import pair_in
from tests.instruments.year import day_of, make_program
from tests.partnerships.lasting.people import on

MENTEE = Informant.MENTEE


@pytest.fixture
def program(organization):
    return make_program(slug="spring")


def add(occasion, coordinator, text="Do you sleep well?", informant=MENTEE):
    return add_item(informant, occasion, text=text, kind=Kind.SCALE_5, by=coordinator)


def own_keys(occasion, informant=MENTEE):
    version = newest_version(informant, occasion)
    return list(version.items.filter(is_shipped=False).values_list("key", flat=True))


def test_own_questions_come_along_with_their_keys(program, coordinator):
    pair = pair_in(program)
    with on(day_of(pair.mentee, Occasion.MID_YEAR)):
        opened = start(pair.mentee, Occasion.MID_YEAR)
    first = add(Occasion.BASELINE, coordinator)
    second = add(Occasion.MID_YEAR, coordinator)

    assert (first.key, second.key) == ("own-do-you-sleep-well", "own-do-you-sleep-well-2")
    assert own_keys(Occasion.BASELINE) == [first.key]
    assert own_keys(Occasion.MID_YEAR) == own_keys(Occasion.FINAL) == [first.key, second.key]
    assert own_keys(Occasion.FOLLOW_UP_6) == own_keys(Occasion.THEN) == []
    assert own_keys(Occasion.FINAL, Informant.MENTOR) == []
    assert not opened.version.items.filter(is_shipped=False).exists()
    assert newest_version(MENTEE, Occasion.MID_YEAR).number == 2
    facts = set(Item.objects.filter(key=first.key).values_list("text", "kind", "is_required"))
    assert facts == {("Do you sleep well?", Kind.SCALE_5, False)}


def test_a_full_questionnaire_takes_no_more_and_nothing_is_half_there(
    program, coordinator, monkeypatch
):
    newest_version(MENTEE, Occasion.FINAL)
    most = newest_version(MENTEE, Occasion.BASELINE).items.count() + 1
    monkeypatch.setattr(building, "MOST_ITEMS", most)

    with pytest.raises(ValidationError, match="at most"):
        add(Occasion.BASELINE, coordinator)

    assert not Item.objects.filter(is_shipped=False).exists()


def test_what_is_the_same_is_said_of_each_question(program, coordinator):
    add(Occasion.MID_YEAR, coordinator, "Where?")
    for occasion in EVERY_TIME:
        asked = questions_of(MENTEE, occasion)
        every = {one.text: one for one in asked.every}
        steps = every["I know the next two steps that I want in my working life."]
        assert steps.is_every_time
        assert set(steps.also) >= {one for one in EVERY_TIME if one != occasion}
        assert asked.same < len(asked.every)
        assert ("Where?" in every) == (occasion != Occasion.BASELINE)
    where = every["Where?"]
    assert (where.also, where.since, where.is_every_time) == ((Occasion.MID_YEAR,), 1, False)


def test_the_page_of_questions_says_it(program, organization, coordinator, coordinator_client):
    def page_of(occasion, side="mentee"):
        parts = [organization.slug, program.slug, occasion, side]
        return reverse("instruments:questions", args=parts)

    add(Occasion.BASELINE, coordinator, "Where?")
    start_page = coordinator_client.get(page_of("baseline")).content.decode()
    assert "Each time" in start_page
    assert "On this occasion alone" in start_page
    assert "since version 1" in start_page
    final = coordinator_client.get(page_of("final")).content.decode()
    assert "Where?" in final
    assert page_of("mid_year") in final
    then = coordinator_client.get(page_of("then"))
    assert "Add a question" not in then.content.decode()
    coordinator_client.post(page_of("then"), {"text": "More?", "kind": "text"})
    assert not Item.objects.filter(text="More?").exists()
    assert coordinator_client.get(page_of("then", "mentor")).status_code == 404
    assert len(statements(coordinator_client, page_of("final"))) <= MOST


def test_a_question_added_while_somebody_answers_takes_nothing_from_them(program, coordinator):
    first, later = (ParticipantFactory(program=program) for _each in range(2))
    with on(day_of(first, Occasion.BASELINE)):
        response = start(first)
        add(Occasion.BASELINE, coordinator)
        assert response.version != start(later).version
        assert start(first).version == response.version
