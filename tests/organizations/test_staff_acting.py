"""Several roles of one login: one at a time, chosen, shown, and written into the trail."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.models import AuditEvent, Membership, Organization, User
from organizations.roles import Role
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)
from tests.surroundings import dark


@pytest.fixture
def user(organization):
    return UserFactory()


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


def hold(user, role, **facts):
    return MembershipFactory(user=user, role=role, **facts)


def page(organization, name):
    return reverse(name, args=[organization.slug])


def act_as(browser, membership):
    slug = membership.organization.slug
    return browser.post(reverse("acting:act-as", args=[slug, membership.pk]))


@pytest.fixture
def both(user):
    """``(administrator, coordinator)`` of one login."""
    return hold(user, Role.ADMINISTRATOR), hold(user, Role.COORDINATOR)


def test_the_surface_one_enters_sets_the_role(browser, user, organization):
    hold(user, Role.COORDINATOR)
    hold(user, Role.PARTICIPANT, person=PersonFactory())

    desk = browser.get(page(organization, "dashboard:home"))
    portal = browser.get(page(organization, "portal:home"))

    assert (desk.context["acting"], portal.context["acting"]) == ("Coordinator", "Participant")
    assert [role["current"] for role in portal.context["roles"]] == [False, True]


def test_the_header_shows_the_role(browser, user, organization):
    hold(user, Role.PARTICIPANT, person=PersonFactory())

    text = browser.get(page(organization, "portal:home")).text

    assert "<small>Participant</small>" in text


def test_who_acts_as_coordinator_does_not_administer(browser, both, organization):
    administrator, coordinator = both
    invite = page(organization, "staff:invite")
    assert browser.get(invite).status_code == 200

    act_as(browser, coordinator)
    assert browser.get(invite).status_code == 403
    assert browser.post(invite, {"email": "a@mail.example"}).status_code == 403
    text = browser.get(page(organization, "staff:list")).text
    assert "switch to administrator" in text

    act_as(browser, administrator)
    assert browser.get(invite).status_code == 200


def test_the_trail_says_under_which_role(browser, both, organization):
    for membership in both:
        act_as(browser, membership)
        name = f"Company of {membership.role}"
        browser.post(page(organization, "organizations:create-company"), {"name": name})

    roles = AuditEvent.objects.filter(verb="company.created").values_list("role", flat=True)
    assert sorted(roles) == ["administrator", "coordinator"]


@pytest.fixture
def two_companies(user):
    """Contacts of two companies, one login."""
    return [
        hold(user, Role.HR, company=CompanyFactory(name=name)) for name in ("Fern Paper", "Glade")
    ]


def test_the_contact_of_two_companies_chooses_one(browser, two_companies, organization):
    home, (fern, glade) = page(organization, "company:home"), two_companies

    first = browser.get(home)
    assert first.url == page(organization, "acting:choose")
    choice = browser.get(first.url).text
    assert "HR, Fern Paper" in choice
    assert "HR, Glade" in choice

    assert act_as(browser, glade).url == home
    shown = browser.get(home)
    assert shown.context["acting"] == "HR, Glade"
    assert shown.context["company"].name == "Glade"
    assert "Fern Paper" not in shown.text.split("<main")[1]
    act_as(browser, fern)
    assert browser.get(home).context["company"].name == "Fern Paper"


def test_a_program_is_told_to_choose_too(browser, two_companies, organization):
    calls = reverse("api:programs", args=[organization.slug])
    assert browser.get(calls).status_code == 403

    act_as(browser, two_companies[0])
    assert browser.get(calls).status_code == 200


def test_the_start_page_leads_to_each_company(browser, two_companies, organization):
    text = browser.get(reverse("home")).text

    for membership in two_companies:
        assert reverse("acting:act-as", args=[organization.slug, membership.pk]) in text
    assert "HR, Fern Paper" in text


def test_looking_at_an_address_changes_no_role(browser, both, organization):
    administrator, coordinator = both
    address = reverse("acting:act-as", args=[organization.slug, coordinator.pk])
    act_as(browser, administrator)

    assert browser.get(address).status_code == 405
    home = browser.get(page(organization, "dashboard:home"))
    assert home.context["acting"] == "Administrator"
    assert f'<form method="post" action="{address}">' in home.text
    assert f'href="{address}"' not in home.text


def test_nobody_acts_as_somebody_else(browser, both, organization):
    theirs = MembershipFactory(role=Role.ADMINISTRATOR)

    assert act_as(browser, theirs).status_code == 404
    Membership.objects.filter(pk=both[1].pk).update(ended_at=timezone.now())
    assert act_as(browser, both[1]).status_code == 404


def test_a_role_that_ended_is_forgotten(browser, both, organization):
    act_as(browser, both[1])
    Membership.objects.filter(pk=both[1].pk).update(ended_at=timezone.now())

    assert browser.get(page(organization, "dashboard:home")).context["acting"] == "Administrator"


def test_one_role_leaves_nothing_in_the_session(browser, user, organization):
    hold(user, Role.COORDINATOR)
    browser.get(page(organization, "dashboard:home"))

    with dark():
        assert "acting" not in browser.session


def test_nobody_enters_an_organization_that_has_ended(browser, user, organization):
    hold(user, Role.COORDINATOR)
    assert browser.get(page(organization, "dashboard:home")).status_code == 200
    with dark():
        Organization.objects.filter(pk=organization.pk).update(ended_at=timezone.now())

    assert browser.get(page(organization, "dashboard:home")).status_code == 404
    with dark():
        assert User.objects.filter(pk=user.pk).exists()
    assert organization.name not in browser.get(reverse("home")).text
