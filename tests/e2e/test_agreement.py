"""Two people sign what they agree on: one on a phone, one at a desk without scripts."""

import pytest
from playwright.sync_api import expect

from partnerships.lifecycle import Status
from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.agreements import furnish
from tests.factories.participants import membership_of
from tests.factories.training import introduce
from tests.surroundings import inside

pytestmark = pytest.mark.browser
WORDS = "Never on a Friday."


@pytest.fixture
def introduced(bridges):
    with inside(bridges.program.organization):
        introduce(bridges.paired)
        furnish()
        bridges.paired_mentor = membership_of(bridges.paired.mentor)
    return bridges


def _go(page, role, name):
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def test_both_sign_and_the_partnership_begins(introduced, visit):
    pair = introduced.paired
    address = f"/bridges/portal/partnerships/{pair.pk}/agreement/"
    phone = visit(introduced.paired_mentee, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(address)
    _go(phone, "link", "Propose your agreement")
    phone.get_by_label("Every second week").check()
    phone.get_by_label("What else do you agree on?").fill(WORDS)
    _go(phone, "button", "Propose this")
    expect(phone.get_by_text(WORDS)).to_be_visible()
    assert not is_wider_than_screen(phone)
    _go(phone, "button", "I have read it and sign")
    expect(phone.get_by_text("Leonor Vidal has not signed yet")).to_be_visible()

    desk = visit(introduced.paired_mentor, java_script_enabled=False)
    desk.goto(address)
    expect(desk.get_by_text(WORDS)).to_be_visible()
    _go(desk, "button", "I have read it and sign")
    expect(desk.get_by_text("This holds between you")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    with inside(introduced.program.organization):
        pair.refresh_from_db()
        assert pair.status == Status.ACTIVE
