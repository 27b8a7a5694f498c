"""How mentees and mentors get around: five words, and what hangs below each."""

import re

import pytest
from django.urls import reverse

from participants.roles import Standing
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramDateFactory, ProgramFactory

CURRENT = re.compile(r'<a[^>]*href="([^"]*)"[^>]*aria-current="page"')


@pytest.fixture
def mentee(organization):
    return ParticipantFactory()


@pytest.fixture
def go(client_for, organization):
    def open_page(participant, page, *args):
        browser = client_for(membership_of(participant))
        response = browser.get(reverse(page, args=[organization.slug, *args]))
        assert response.status_code == 200
        return response.content.decode()

    return open_page


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("portal:home", "portal:home"),
        ("portal:profile", "portal:profile"),
        ("portal:photo", "portal:profile"),
        ("portal:year", "portal:year"),
        ("portal:questionnaires:mine", "portal:year"),
        ("portal-training:list", "portal-training:list"),
        ("portal:contact", "portal:contact"),
    ],
)
def test_every_page_hangs_below_one_word(go, organization, mentee, page, word):
    found = set(CURRENT.findall(go(mentee, page)))

    assert found == {reverse(word, args=[organization.slug])}


def test_a_section_of_the_profile_hangs_below_the_profile(go, organization, mentee):
    text = go(mentee, "portal:profile-section", mentee.pk, "work")

    assert reverse("portal:profile", args=[organization.slug]) in CURRENT.findall(text)


@pytest.mark.parametrize("page", ["portal:home", "portal:year"])
def test_questionnaires_are_reached_whether_open_or_not(go, organization, mentee, page):
    link = f'href="{reverse("portal:questionnaires:mine", args=[organization.slug])}"'
    assert link not in go(mentee, page)

    ProgramDateFactory(program=mentee.program, key="baseline")

    assert link in go(mentee, page)


@pytest.mark.parametrize("page", ["portal:home", "portal:year"])
def test_who_is_asked_nothing_is_led_to_no_questionnaires(go, organization, mentee, page):
    link = f'href="{reverse("portal:questionnaires:mine", args=[organization.slug])}"'
    mentee.standing = Standing.NOMINATED
    mentee.save()
    ProgramDateFactory(program=mentee.program, key="baseline")
    ProgramDateFactory(program=ProgramFactory(), key="baseline")

    assert link not in go(mentee, page)
