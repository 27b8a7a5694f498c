"""A coordinator adds a sponsor and writes down what was agreed; its HR reads it."""

import pytest
from playwright.sync_api import expect

from programs.models import Sponsorship
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.surroundings import inside

pytestmark = pytest.mark.browser


def test_a_sponsor_is_added_and_its_hr_reads_what_was_agreed(bridges, visit):
    program = bridges.program
    with inside(program.organization):
        company = CompanyFactory(name="Lakeside Foods")
        hr = MembershipFactory(role="hr", company=company)
    page = visit(bridges.coordinator)
    page.goto(f"/bridges/dashboard/programs/{program.slug}/sponsors/")
    page.get_by_label("Company", exact=True).select_option(label="Lakeside Foods")
    page.get_by_label("Mentee seats").last.fill("4")
    page.get_by_label("Mentors owed").last.fill("2")
    with page.expect_navigation():
        page.get_by_role("button", name="Add the sponsor").click()
    page.goto(f"/bridges/dashboard/programs/{program.slug}/sponsors/{company.pk}/")
    page.get_by_role("checkbox", name="Capability").check()
    page.get_by_label("Cost of taking part").fill("12000")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    with inside(program.organization):
        assert Sponsorship.objects.get(company=company).mentee_seats == 4

    reader = visit(hr)
    reader.goto("/bridges/company/sponsorship/")
    expect(reader.get_by_text("Capability")).to_be_visible()
    expect(reader.get_by_role("heading", name=program.name)).to_be_visible()
