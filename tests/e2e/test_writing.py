"""A mentee writes on a phone, the mentor reads on a laptop, a coordinator what is shared alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.participants import membership_of
from tests.surroundings import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def pair(bridges):
    """The two of the program who have both said yes."""
    made = bridges.paired
    with inside(bridges.program.organization):
        made.slug = bridges.program.organization.slug
        made.members = {side: membership_of(getattr(made, side)) for side in ("mentee", "mentor")}
    return made


def _address(pair, name):
    return reverse(f"portal:writing:{name}", args=[pair.slug, pair.pk])


def test_what_is_written_on_a_phone_is_read_on_a_laptop(bridges, pair, visit):
    phone = visit(pair.members["mentee"], viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(_address(pair, "notes"))
    phone.get_by_label("New note").fill("What I take with me: ask, then wait.")
    expect(phone.get_by_text("not saved yet")).to_be_visible()
    assert not is_wider_than_screen(phone)

    # The phone is put away, and what was typed is there on the next device.
    desk = visit(pair.members["mentee"])
    desk.goto(_address(pair, "notes"))
    expect(desk.get_by_label("New note")).to_have_value("What I take with me: ask, then wait.")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save note").click()
    expect(desk.get_by_text("Your note is saved.")).to_be_visible()

    mentor = visit(pair.members["mentor"])
    mentor.goto(_address(pair, "notes"))
    expect(mentor.get_by_text("What I take with me: ask, then wait.")).to_be_visible()
    expect(mentor.get_by_role("link", name="Change")).to_have_count(0)

    desk.locator(".writing summary").click()
    with desk.expect_navigation():
        desk.get_by_role("link", name="Share with the coordinators").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Share a copy").click()
    expect(desk.get_by_text("You shared a copy with the coordinators")).to_be_visible()

    coordinator = visit(bridges.coordinator)
    for name in ("messages", "notes", "journal"):
        assert coordinator.goto(_address(pair, name)).status == 403
        expect(coordinator.get_by_text("What I take with me")).to_have_count(0)
    coordinator.goto(
        reverse("partnerships:detail", args=[pair.slug, bridges.program.slug, pair.pk])
    )
    with coordinator.expect_navigation():
        coordinator.get_by_role("link", name="Note", exact=True).click()
    expect(coordinator.get_by_text("What I take with me: ask, then wait.")).to_be_visible()


def test_two_tabs_lose_nothing(pair, visit):
    first = visit(pair.members["mentee"], java_script_enabled=False)
    first.goto(_address(pair, "journal"))
    first.get_by_label("New entry").fill("At first.")
    with first.expect_navigation():
        first.get_by_role("button", name="Save entry").click()
    first.locator(".writing summary").click()
    with first.expect_navigation():
        first.get_by_role("link", name="Change").click()
    second = visit(pair.members["mentee"], java_script_enabled=False)
    second.goto(first.url)

    first.get_by_label("What it says").fill("Faster.")
    with first.expect_navigation():
        first.get_by_role("button", name="Save entry").click()
    second.get_by_label("What it says").fill("Slower.")
    with second.expect_navigation():
        second.get_by_role("button", name="Save entry").click()

    expect(second.get_by_text("You changed this meanwhile")).to_be_visible()
    expect(second.get_by_label("What it says")).to_have_value("Slower.")
    expect(second.get_by_text("Faster.")).to_be_visible()
    with second.expect_navigation():
        second.get_by_role("button", name="Save entry").click()
    expect(second.get_by_text("Slower.")).to_be_visible()
