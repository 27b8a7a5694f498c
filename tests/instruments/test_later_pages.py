"""The pages of the later occasions: whom they are about, the look back, and what leads there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from instruments.kinds import Occasion
from instruments.models import Item, Response
from instruments.stages import own_stage_of
from portal.parts import parts_of
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import answer, as_person, start
from tests.factories.participants import ParticipantFactory, membership_of
from tests.instruments.test_occasions import END, START, pair_in
from tests.instruments.year import day_of, make_program, send_on
from tests.partnerships.lasting.people import on


@pytest.fixture
def pair(organization):
    program = make_program(slug="spring")
    return pair_in(program, mentor=ParticipantFactory(program=program, mentor=True, capacity=3))


@pytest.fixture
def address(organization):
    def of(name, *parts):
        return reverse(f"portal:questionnaires:{name}", args=[organization.slug, *parts])

    return of


def page_about_two(response):
    [number] = {
        item.section.position
        for item in Item.objects.filter(version=response.version_id).select_related("section")
        if item.dimension == "relationship"
    }
    return number


def test_the_page_about_two_names_the_partner(pair, client_for, address, organization):
    browser = client_for(membership_of(pair.mentor))
    with on(day_of(pair.mentor, Occasion.FINAL)):
        response = start(pair.mentor, Occasion.FINAL)
        path = address("section", response.pk, page_about_two(response))
        alone = browser.get(path).content.decode()
        assert f"About you and {pair.mentee.person.name}." in alone
        assert f"Read by you and the coordinators of {organization.name}." in alone
    pair_in(pair.program, mentor=pair.mentor, place=2)
    with on(day_of(pair.mentor, Occasion.FINAL)):
        page = browser.get(path).content.decode()
        assert f"Think of the one that began first, with {pair.mentee.person.name}." in page
        assert len(statements(browser, path)) <= MOST


def test_after_the_final_one_may_look_back(pair, client_for, address):
    browser = client_for(membership_of(pair.mentee))
    final = send_on(pair.mentee)
    with on(day_of(pair.mentee, Occasion.FINAL, 2)):
        sent = browser.get(address("review", final.pk)).content.decode()
        assert "One look back, if you like" in sent
        assert "See what has changed" in sent
        browser.post(address("start", pair.mentee.pk, "then"))
        then = Response.objects.get(occasion="then")
        page = browser.get(address("section", then.pk, 1)).content.decode()
        assert "Think back to the start of your year" in page
        assert "About you and" not in page
        listed = browser.get(address("mine")).content.decode()
        assert listed.index("A look back") < listed.index("Final evaluation")
        assert "One look back" not in browser.get(address("review", final.pk)).content.decode()
        mentor = client_for(membership_of(pair.mentor))
        assert mentor.post(address("start", pair.mentor.pk, "then")).status_code == 404


@pytest.mark.parametrize(
    ("occasion", "title"),
    [
        (Occasion.MID_YEAR, "Half of the year: how is it going?"),
        (Occasion.FINAL, "Look at what the year changed"),
    ],
)
def test_an_open_occasion_is_a_next_step_until_it_is_sent(pair, occasion, title):
    def steps(day):
        with on(day), as_person(pair.mentee):
            [part] = parts_of(pair.mentee.person_id, pair.mentee.organization)
            return [step for step in part.steps if step.title.startswith(title)]

    opens_on = day_of(pair.mentee, occasion)
    assert not steps(opens_on - timedelta(days=1))
    [step] = steps(opens_on)
    assert step.due == own_stage_of(pair.mentee, occasion).closes_on
    assert step.action == "Answer the questions"
    with on(opens_on):
        begun = start(pair.mentee, occasion)
    assert steps(step.due + timedelta(days=3))[0].action == "Go on answering"
    assert not steps(step.due + timedelta(days=4))
    with on(opens_on):
        answer(begun)
    send_on(pair.mentee, occasion)
    assert not steps(opens_on + timedelta(days=2))


def test_home_costs_two_statements_more_while_something_is_open(pair, client_for, organization):
    browser = client_for(membership_of(pair.mentee))
    home = reverse("portal:home", args=[organization.slug])
    counts = []
    for day in (START + timedelta(days=90), END - timedelta(days=20)):
        with on(day):
            counts.append(len(statements(browser, home)))

    assert counts[1] <= counts[0] + 2
    assert max(counts) <= MOST


def test_a_closed_form_keeps_what_was_answered(pair, client_for, address):
    browser = client_for(membership_of(pair.mentee))
    with on(day_of(pair.mentee, Occasion.MID_YEAR)):
        response = answer(start(pair.mentee, Occasion.MID_YEAR), {"direction-steps": "2"})
    item = Item.objects.get(version=response.version_id, key="direction-steps")
    with on(day_of(pair.mentee, Occasion.MID_YEAR, 30)):
        said = browser.post(address("save", response.pk, item.pk), {"q-direction-steps": "5"})
        assert "Closed on" in said.content.decode()
        told = browser.post(
            address("section", response.pk, 1), {"q-direction-steps": "5"}, follow=True
        )
        assert "This questionnaire is closed" in told.content.decode()
        again = browser.post(address("send", response.pk), follow=True).content.decode()
        assert "Closed on" in again
    assert response.answers.get().number == 2
    assert Response.objects.get().submitted_at is None
