"""Coordinators have a person erased whose time is over."""

from django.urls import reverse

from organizations.models import Person
from partnerships.erasing import queries, services
from tests.factories.participants import ParticipantFactory, membership_of
from tests.partnerships.erasing.test_erasing import asked
from tests.partnerships.writing.people import pair
from tests.surroundings import DarkClient


def _browser(membership):
    browser = DarkClient()
    browser.force_login(membership.user)
    return browser


def _url(person, name="erase"):
    return reverse(f"people:{name}", args=[person.organization.slug, person.pk])


def test_a_coordinator_has_somebody_erased_and_takes_it_back(coordinator):
    person, browser = ParticipantFactory().person, _browser(coordinator)

    assert "Tick this box" in browser.post(_url(person)).content.decode()
    assert browser.post(_url(person), {"understood": "on"}).status_code == 302
    assert f"{person.name} will be erased on" in browser.get(_url(person)).content.decode()
    assert browser.post(_url(person, "keep")).status_code == 302
    assert queries.erasure_of(person.pk) is None


def test_a_running_partnership_stands_in_the_way(coordinator):
    person, browser = pair().mentee_person, _browser(coordinator)

    page = browser.get(_url(person)).content.decode()
    refused = browser.post(_url(person), {"understood": "on"})

    assert "A partnership runs" in page
    assert "Erase in" not in page
    assert refused.status_code == 200
    assert queries.erasure_of(person.pk) is None


def test_the_persons_own_wish_is_theirs_alone(coordinator):
    participant = ParticipantFactory()
    person, browser = participant.person, _browser(coordinator)

    services.ask(person, by=membership_of(participant))
    assert "they alone take it back" in browser.get(_url(person)).content.decode()
    browser.post(_url(person, "keep"))

    assert queries.erasure_of(person.pk) is not None


def test_who_was_erased_is_on_no_list(coordinator):
    person, browser = ParticipantFactory().person, _browser(coordinator)

    asked(person, by=coordinator)
    services.carry_out_due()
    person = Person.objects.get(pk=person.pk)

    everybody = browser.get(reverse("people:list", args=[person.organization.slug]))
    assert str(person.pk) not in everybody.content.decode()
    assert "Nothing that names this person is left" in browser.get(_url(person)).content.decode()
