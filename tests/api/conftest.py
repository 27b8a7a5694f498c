"""Callers of the API."""

import pytest

from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import DarkClient


class Caller:
    """A browser that speaks JSON to one organization's API."""

    def __init__(self, browser, organization):
        self.browser, self.root = browser, f"/{organization.slug}/api/v1"

    def get(self, path, **parameters):
        return self.browser.get(f"{self.root}/{path}", parameters)

    def post(self, path, data):
        return self.browser.post(f"{self.root}/{path}", data, content_type="application/json")

    def patch(self, path, data):
        return self.browser.patch(f"{self.root}/{path}", data, content_type="application/json")

    def put(self, path, data):
        return self.browser.put(f"{self.root}/{path}", data, content_type="application/json")


@pytest.fixture
def caller_for(client_for, organization):
    """``caller_for(membership)``: somebody signed in; without one, nobody."""

    def call_as(membership=None):
        browser = client_for(membership) if membership else DarkClient()
        return Caller(browser, organization)

    return call_as


@pytest.fixture
def staff(caller_for, coordinator):
    """The API as a coordinator calls it."""
    return caller_for(coordinator)


@pytest.fixture
def program(organization):
    return ProgramFactory(slug="spring", name="Spring program")


@pytest.fixture
def company(program):
    """A sponsor of the program."""
    made = CompanyFactory(name="Harbor Works")
    SponsorshipFactory(program=program, company=made)
    return made


@pytest.fixture
def hr(caller_for, company):
    """The API as HR of the sponsor calls it."""
    return caller_for(MembershipFactory(role=Role.HR, company=company))
