"""Two people in two zones find a time: one on a phone, the other without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.participants import membership_of
from tests.factories.training import introduce
from tests.surroundings import inside

pytestmark = pytest.mark.browser
ZONES = {"mentee": "Europe/Copenhagen", "mentor": "America/New_York"}


@pytest.fixture
def pair(bridges):
    """The two of the program, introduced, with an ocean between them."""
    made = bridges.paired
    with inside(bridges.program.organization):
        made.slug = bridges.program.organization.slug
        made.members = {}
        for side, zone in ZONES.items():
            participant = getattr(made, side)
            participant.time_zone = zone
            participant.save(update_fields=["time_zone"])
            made.members[side] = membership_of(participant)
        if made.introduced_at is None:
            introduce(made)
    return made


def _address(pair, name="list"):
    return reverse(f"portal:meetings:{name}", args=[pair.slug, pair.pk])


def _go(page, role, name):
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def test_a_time_is_found_over_an_ocean_moved_and_cancelled(pair, visit):
    phone = visit(pair.members["mentee"], viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(_address(pair))
    _go(phone, "link", "Propose a meeting")
    assert not is_wider_than_screen(phone)
    expect(phone.get_by_role("checkbox")).to_have_count(3)
    phone.get_by_label("Place or link").fill("https://call.example/ocean")
    _go(phone, "button", "Propose")
    expect(phone.get_by_text("Proposed. Your partner gets a mail")).to_be_visible()

    desk = visit(pair.members["mentor"], java_script_enabled=False)
    desk.goto(_address(pair))
    _go(desk, "link", "Answer")
    _go(desk, "button", "Take this time")
    expect(desk.get_by_text("You, in New York")).to_be_visible()
    expect(desk.get_by_role("link", name="https://call.example/ocean")).to_be_visible()

    phone.goto(_address(pair))
    expect(phone.get_by_text("You, in Copenhagen")).to_be_visible()
    _go(phone, "link", "Move it")
    _go(phone, "button", "Propose")
    desk.goto(_address(pair))
    expect(desk.get_by_text("Instead of")).to_be_visible()
    _go(desk, "link", "Answer")
    _go(desk, "button", "None of these")
    _go(desk, "link", "Agenda and place")
    _go(desk, "link", "Cancel it…")
    _go(desk, "button", "Cancel it")
    expect(desk.get_by_text("No meetings yet")).to_be_visible()
