"""Two coordinators at the same moment."""

import threading
from itertools import zip_longest

import pytest
from django.db import connection
from django.urls import reverse

from mentoring.tenancy import context
from organizations.models import Company, User
from programs.models import Program
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.surroundings import DarkClient


@pytest.fixture
def two_browsers(transactional_db):
    """``(organization, [browser, browser])`` with everything committed."""
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        memberships = [MembershipFactory(), MembershipFactory()]
    browsers = []
    for membership in memberships:
        browser = DarkClient()
        browser.force_login(User.objects.get(pk=membership.user_id))
        browsers.append(browser)
    return organization, browsers


def at_once(browsers, url, *forms):
    """Send a form from each browser together, the last one again if they are few; the answers."""
    barrier, answers = threading.Barrier(len(browsers), timeout=20), []

    def send(browser, form):
        try:
            barrier.wait()
            answers.append(browser.post(url, form))
        finally:
            connection.close()

    pairs = zip_longest(browsers, forms, fillvalue=forms[-1])
    threads = [threading.Thread(target=send, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_same_company_twice_is_one_company_and_one_message(two_browsers):
    organization, browsers = two_browsers
    url = reverse("organizations:create-company", args=[organization.slug])

    for number in range(5):
        form = {"name": f"Alder {number}", "corporate_group": "Halden"}
        answers = at_once(browsers, url, form)

        assert sorted(answer.status_code for answer in answers) == [200, 302]
        (refused,) = [answer for answer in answers if answer.status_code == 200]
        assert "There is a company with this name already." in refused.text
    with context.enter(context.Context(organization.pk)):
        assert Company.objects.count() == 5


def test_a_group_that_both_make_is_one_group(two_browsers):
    organization, browsers = two_browsers
    url = reverse("organizations:create-company", args=[organization.slug])

    for number in range(5):
        group = {"corporate_group": f"Halden {number}"}
        forms = [group | {"name": f"{name} {number}"} for name in ("Alder", "Birch")]
        answers = at_once(browsers, url, *forms)

        assert [answer.status_code for answer in answers] == [302, 302]
    with context.enter(context.Context(organization.pk)):
        assert Company.objects.filter(corporate_group__name="Halden 3").count() == 2


def test_the_same_program_twice_is_one_program_and_one_message(two_browsers):
    organization, browsers = two_browsers
    url = reverse("programs:create", args=[organization.slug])

    answers = at_once(browsers, url, {"name": "Bridge", "starts_on": "2027-01-11"})

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    with context.enter(context.Context(organization.pk)):
        assert Program.objects.get().dates.count() == 16


def test_programs_whose_names_make_one_address_get_two(two_browsers):
    organization, browsers = two_browsers
    url = reverse("programs:create", args=[organization.slug])
    forms = [{"name": name, "starts_on": "2027-01-11"} for name in ("Über", "Uber")]

    answers = at_once(browsers, url, *forms)

    assert [answer.status_code for answer in answers] == [302, 302]
    with context.enter(context.Context(organization.pk)):
        assert set(Program.objects.values_list("slug", flat=True)) == {"uber", "uber-2"}
