"""What an administrator sets for the whole organization."""

import pytest
from django.urls import reverse

from organizations.models import AuditEvent, CompanyConflict, Organization
from organizations.roles import Role
from organizations.services import change_organization
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.surroundings import dark


@pytest.fixture
def browser(organization, client_for):
    return client_for(MembershipFactory(role=Role.ADMINISTRATOR))


@pytest.fixture
def address(organization):
    return reverse("staff:settings", args=[organization.slug])


def sent(**changes):
    said = {"name": "Bridges", "time_zone": "Asia/Kolkata", "industry_digits": "3"}
    return said | {"unanswered_kept_days": "90"} | changes


def test_settings_are_saved_with_one_trace(browser, address, organization):
    for _twice in range(2):
        answer = browser.post(address, sent(), follow=True)

    assert "The settings are saved." in answer.text
    row = Organization.objects.get(pk=organization.pk)
    assert (row.name, row.time_zone, row.industry_digits) == ("Bridges", "Asia/Kolkata", 3)
    assert row.unanswered_kept_days == 90
    event = AuditEvent.objects.get(verb="organization.changed")
    assert event.facts == {
        "fields": ["name", "time_zone", "industry_digits", "unanswered_kept_days"]
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "required"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"industry_digits": "1"}, "greater than or equal to 2"),
        ({"industry_digits": "7"}, "less than or equal to 6"),
        ({"unanswered_kept_days": "29"}, "greater than or equal to 30"),
        ({"unanswered_kept_days": "732"}, "less than or equal to 731"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    browser, address, organization, changes, message
):
    answer = browser.post(address, sent(**changes))

    assert message in answer.text
    assert Organization.objects.get(pk=organization.pk).name == organization.name


def test_coordinators_change_nothing(coordinator_client, address):
    assert coordinator_client.post(address, sent()).status_code == 403


def test_fewer_digits_make_more_competitors(organization, coordinator):
    for code in ("541511", "541611"):
        CompanyFactory().industries.create(code=code)
    assert not CompanyConflict.objects.exists()

    change_organization(organization, by=coordinator, industry_digits=3)

    assert CompanyConflict.objects.get().rule == CompanyConflict.Rule.INDUSTRY


def test_a_zone_that_was_abolished_does_not_close_the_organization(
    coordinator_client, organization
):
    with dark():
        Organization.objects.filter(pk=organization.pk).update(time_zone="Mars/Olympus")

    page = coordinator_client.get(reverse("dashboard:home", args=[organization.slug]))

    assert page.status_code == 200
