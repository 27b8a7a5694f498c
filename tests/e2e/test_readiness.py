"""What the coordinator learns before a run: who is short of a mentor, and that one more helps."""

import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.matching.pools import make_pool
from tests.surroundings import inside

pytestmark = pytest.mark.browser
RARE = ("financial-forecasting", "speaking-with-the-media")


@pytest.fixture
def short(transactional_db):
    """Three mentees who can be matched, and two who need what nobody offers."""
    organization = OrganizationFactory(slug="bridges", name="Bridges")
    with inside(organization):
        program, *_ = make_pool(
            3, 3, program=ProgramFactory(slug="spring", name="Bridge Spring"), capacity=2
        )
        ParticipantFactory.create_batch(2, program=program, competencies=RARE)
        return organization, program, MembershipFactory(name="Ines Calloway")


def test_one_more_mentor_is_worth_what_the_page_said(short, worker, visit):
    organization, program, coordinator = short
    page = visit(coordinator, viewport=PHONE)
    page.goto("/bridges/dashboard/programs/spring/matching/")
    page.get_by_role("link", name="How many could be matched today").click()

    expect(page.locator("h1")).to_have_text("3 of 5 mentees could be matched today")
    offer = page.locator("#offers tbody tr").first
    expect(offer.locator("td[data-label='With one place']")).to_have_text("+1")
    expect(offer.locator("td[data-label='With two']")).to_have_text("+2")
    assert not is_wider_than_screen(page)

    with inside(organization):
        ParticipantFactory(
            program=program,
            mentor=True,
            capacity=2,
            competencies=RARE,
            level=5,
            years_experience=15,
        )
    page.reload()
    expect(page.get_by_text("Something has changed since.")).to_be_visible()
    page.get_by_role("button", name="Work it out again").click()
    expect(page.locator("h1")).to_have_text("Everybody could be matched today")
