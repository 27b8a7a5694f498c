"""Callers of the API."""

import pytest

from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import DarkClient


class Caller:
    """A browser that speaks JSON to one organization's API."""

    def __init__(self, browser, organization, **headers):
        self.browser, self.organization, self.headers = browser, organization, headers
        self.root = f"/{organization.slug}/api/v1"

    def acting(self, role):
        """The same browser, naming the role that it acts under."""
        return Caller(self.browser, self.organization, **{"Acting-As": role})

    def get(self, path, **parameters):
        return self.browser.get(f"{self.root}/{path}", parameters, headers=self.headers)

    def post(self, path, data):
        return self._send(self.browser.post, path, data)

    def patch(self, path, data):
        return self._send(self.browser.patch, path, data)

    def put(self, path, data):
        return self._send(self.browser.put, path, data)

    def _send(self, send, path, data):
        address = f"{self.root}/{path}"
        return send(address, data, content_type="application/json", headers=self.headers)


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
