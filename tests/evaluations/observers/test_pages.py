"""Pages of mentees and coordinators about observers, and the step on the home page."""

import pytest
from django.urls import reverse

from evaluations.observers.models import ObserverInvitation
from instruments.kinds import Occasion
from organizations.models import AuditEvent
from partnerships.erasing.own_data import own_data
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import WORDS, as_person, open_baseline
from tests.factories.observers import NAME, before_the_start, invite, observe, plant, read
from tests.factories.participants import ParticipantFactory, membership_of


@pytest.fixture
def mentee(organization):
    participant = ParticipantFactory()
    open_baseline(before_the_start(participant.program))
    return participant


@pytest.fixture
def browser(client_for, mentee):
    return client_for(membership_of(mentee))


@pytest.fixture
def address(organization):
    def of(name, *parts):
        return reverse(f"portal:observers:{name}", args=[organization.slug, *parts])

    return of


def text(answer):
    return answer.content.decode()


def test_from_the_home_page_to_an_invitation(browser, mentee, address, organization):
    home = reverse("portal:home", args=[organization.slug])
    assert "Invite an observer" in text(browser.get(home))
    assert "Nobody is invited yet." in text(browser.get(address("mine")))

    form = address("invite", mentee.pk, "baseline")
    wrong = browser.post(form, {"name": NAME, "email": "x", "words": "My words."})
    assert (NAME in text(wrong), "My words." in text(wrong)) == (True, True)
    said = {"name": NAME, "email": "m@example.org", "relation": "chair"}
    again = browser.post(form, said, follow=True)
    assert f"{NAME} gets a mail with a link." in text(again)
    assert "Invite an observer</h" not in text(browser.get(home))
    twice = browser.post(form, said)
    assert "You have invited this address already." in text(twice)
    assert ObserverInvitation.objects.count() == 1


def test_withdrawing_and_a_link_anew(browser, mentee, address):
    invitation = invite(mentee)

    soon = browser.post(address("again", invitation.pk), follow=True)
    assert "You can send another one tomorrow." in text(soon)
    browser.post(address("withdraw", invitation.pk))
    assert "Withdrawn" in text(browser.get(address("mine")))
    over = browser.post(address("again", invitation.pk), follow=True)
    assert "This invitation is over" in text(over)


def test_reading_first_opens_it_to_coordinators(
    browser, mentee, address, coordinator_client, organization
):
    invitation = observe(invite(mentee))
    home = reverse("portal:home", args=[organization.slug])
    place = [organization.slug, mentee.program.slug]
    list_ = reverse("observers:overview", args=place)
    theirs = reverse("observers:answers", args=[*place, invitation.pk])

    assert f"{NAME} has said what they see of you" in text(browser.get(home))
    assert coordinator_client.get(theirs).status_code == 404
    assert "The mentee reads first" in text(coordinator_client.get(list_))
    assert browser.head(address("answers", invitation.pk)).status_code == 405
    assert coordinator_client.get(theirs).status_code == 404, "a head is no reading"
    page = text(browser.get(address("answers", invitation.pk)))
    assert "States aims clearly." in page
    assert f"{NAME} has said" not in text(browser.get(home))
    assert "States aims clearly." in text(coordinator_client.get(theirs))
    trace = AuditEvent.objects.get(verb="observer.answers_read")
    assert (trace.object_id, trace.role) == (invitation.pk, "coordinator")


def test_words_of_the_final_occasion_are_locked_and_read_by_the_two(browser, mentee, address):
    invitation = observe(plant(mentee, Occasion.FINAL))
    locked = [row for row in invitation.answers.all() if row.locked]

    assert locked
    assert all(WORDS.encode() not in bytes(row.locked) for row in locked)
    assert WORDS in text(browser.get(address("answers", invitation.pk)))
    with as_person(mentee):
        (told,) = own_data(mentee.person_id)["observers"]
    assert (told["name"], told["occasion"]) == (NAME, "final")
    assert WORDS in [line["answer"] for line in told["answers"]]


def test_lists_ask_as_often_with_one_as_with_many(
    browser, mentee, address, coordinator_client, organization
):
    def asked():
        list_ = reverse("observers:overview", args=[organization.slug, mentee.program.slug])
        home = reverse("portal:home", args=[organization.slug])
        return [
            len(statements(browser, address("mine"))),
            len(statements(browser, home)),
            len(statements(coordinator_client, list_)),
        ]

    read(observe(plant(mentee, email="0@example.org")))
    once = asked()
    for number in range(1, 6):
        read(observe(plant(mentee, email=f"{number}@example.org")))

    assert asked() == once
    assert max(once) <= MOST
