"""From nothing to a staffed organization: operator, first administrator, coordinator, HR."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from organizations.models import Organization
from organizations.services import save_company
from tests.e2e.visiting import CODE
from tests.factories.operators import make_operator
from tests.running import wait_for
from tests.surroundings import inside

pytestmark = pytest.mark.browser

ADA, INES, ROSA = "ada@bridges.example", "ines@bridges.example", "rosa@mills.example"


def test_an_organization_comes_to_life(transactional_db, worker, visit, post):
    _create(visit(SimpleNamespace(user_id=make_operator().pk)))
    ada = _accepts(visit, post, ADA, "Ada Lund")
    expect(ada.get_by_role("heading", level=1)).to_be_visible()
    with inside(Organization.objects.get(slug="bridges")):
        save_company(name="Harbor Mills", industries=["311211"], by=None)

    _invite(ada, INES, "Coordinator")
    _invite(ada, ROSA, "HR", "Harbor Mills")
    ines = _accepts(visit, post, INES, "Ines Calloway")
    rosa = _accepts(visit, post, ROSA, "Rosa Lindqvist")

    expect(rosa.get_by_role("heading", name="Harbor Mills")).to_be_visible()
    ines.goto("/bridges/dashboard/staff/")
    expect(ines.get_by_role("row", name=re.compile("Rosa Lindqvist"))).to_contain_text(ROSA)
    assert ines.goto("/bridges/dashboard/staff/invite/").status == 403
    _the_last_administrator_stays(ada)


def _create(page):
    page.goto("/operator/organizations/add/")
    page.locator("#id_name").fill("Bridges")
    page.locator("#id_slug").fill("bridges")
    page.locator("#id_administrator").fill(ADA)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/operator/organizations/")


def _accepts(visit, post, address, name):
    """Open the link of the mail, prove the address by a code, and say yes."""
    letter = post.wait(address, "You are invited")
    page = visit()
    page.goto(re.search(r"http\S+/invitations/\S+", letter.text).group(0))
    known = len(post.letters(address))
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    wait_for(lambda: len(post.letters(address)) > known)
    page.get_by_label("Code").fill(CODE.search(post.letters(address)[0].text).group(1))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(re.compile("/bridges/(dashboard|company)/$"))
    return page


def _invite(page, address, role, company=""):
    page.goto("/bridges/dashboard/staff/invite/")
    page.get_by_label("Mail address").fill(address)
    page.get_by_role("radio", name=re.compile(f"^{role}")).check()
    if company:
        page.locator("#id_company").select_option(label=company)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("row", name=re.compile(address))).to_be_visible()


def _the_last_administrator_stays(page):
    page.goto("/bridges/dashboard/staff/")
    page.get_by_role("link", name="End Ada Lund").click()
    page.get_by_role("button", name="End the role").click()
    expect(page.get_by_text("Ada Lund is the only administrator")).to_be_visible()
