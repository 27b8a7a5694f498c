"""A mentee lets the partnership rest on a phone, the mentor goes on, and both stay for longer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.agreements import agree
from tests.factories.participants import membership_of
from tests.factories.training import introduce
from tests.surroundings import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def pair(bridges):
    """The two of the program, who have signed."""
    made = bridges.paired
    with inside(bridges.program.organization):
        introduce(made)
        agree(made)
        made.slug = bridges.program.organization.slug
        made.members = {side: membership_of(getattr(made, side)) for side in ("mentee", "mentor")}
    return made


def test_it_rests_goes_on_and_lasts_longer(bridges, pair, visit):
    address = reverse("portal:match", args=[pair.slug, pair.pk])
    phone = visit(pair.members["mentee"], viewport=PHONE, java_script_enabled=False)
    phone.goto(address)
    with phone.expect_navigation():
        phone.get_by_role("link", name="Pause the partnership").click()
    assert not is_wider_than_screen(phone)
    phone.get_by_label("Work leaves no room for it at the moment").check()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Pause the partnership").click()
    expect(phone.get_by_text("It has rested since")).to_be_visible()

    desk = visit(pair.members["mentor"])
    desk.goto(address)
    expect(desk.get_by_text("Work leaves no room")).to_have_count(0)
    with desk.expect_navigation():
        desk.get_by_role("link", name="Go on, or be asked again").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Go on", exact=True).click()
    expect(desk.get_by_text("It runs until")).to_be_visible()
    with desk.expect_navigation():
        desk.get_by_role("link", name="Go on for longer").click()
    day = (pair.ends_on + timedelta(days=60)).isoformat()
    desk.get_by_label("Your last day would be").fill(day)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Propose it").click()

    phone.goto(reverse("portal:extend", args=[pair.slug, pair.pk]))
    assert not is_wider_than_screen(phone)
    with phone.expect_navigation():
        phone.get_by_role("button", name="Yes, go on for longer").click()
    expect(phone.get_by_text("You both go on for longer.")).to_be_visible()
    with inside(bridges.program.organization):
        pair.refresh_from_db()
    assert pair.ends_on.isoformat() == day
