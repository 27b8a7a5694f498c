"""Every page of an organization tells the time of the organization's own zone."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from organizations.models import Organization
from organizations.services import create_organization
from tests.surroundings import dark


@pytest.fixture
def home(organization):
    return reverse("dashboard:home", args=[organization.slug])


def move_to(organization, time_zone):
    with dark():
        Organization.objects.filter(pk=organization.pk).update(time_zone=time_zone)


@pytest.mark.parametrize(
    ("time_zone", "days_on"),
    [
        ("UTC", 0),
        ("Europe/Copenhagen", 1),
        ("America/New_York", 0),
        ("Pacific/Kiritimati", 1),
    ],
)
def test_today_is_the_day_of_the_organization(
    coordinator_client, organization, home, time_zone, days_on
):
    move_to(organization, time_zone)
    before_midnight = datetime.combine(datetime.now(UTC), time(23, 30), UTC)

    with time_machine.travel(before_midnight, tick=False):
        page = coordinator_client.get(home)

    today = before_midnight.date() + timedelta(days=days_on)
    assert date_format(today, "l j F Y") in page.text


def test_nothing_of_it_outlives_the_request(coordinator_client, organization, home):
    move_to(organization, "Pacific/Kiritimati")

    coordinator_client.get(home)

    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "europe/copenhagen", "../etc/passwd"])
def test_what_is_no_time_zone_is_refused(db, name):
    with pytest.raises(ValidationError) as refused:
        create_organization(name="Bridges", slug="bridges", time_zone=name)

    assert list(refused.value.message_dict) == ["time_zone"]
