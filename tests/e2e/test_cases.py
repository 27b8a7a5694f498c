"""A coordinator clears a morning of cases without a mouse; without scripts it works as well."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mentoring import clock
from partnerships.cases.models import Case
from tests.e2e.case_scenes import four_open
from tests.surroundings import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def morning(bridges):
    """Four cases of one pair, the first of them overdue."""
    four_open(bridges.paired)
    return bridges.program.organization.slug


def press(page, *keys):
    """Press keys, of which the last leads on to another page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def test_a_morning_is_cleared_by_keyboard(bridges, morning, visit):
    page = visit(bridges.coordinator)
    page.goto(reverse("dashboard:home", args=[morning]))
    expect(page.get_by_role("heading", name="2 cases are due today.")).to_be_visible()
    page.goto(reverse("cases:list", args=[morning]))

    press(page, "j", "a")  # the one that is overdue is taken
    expect(page.locator("#messages")).to_contain_text("Done with 1 case.")
    focused = page.locator("tbody th a:focus")
    expect(focused).to_have_text("No sign of the two for a long time")
    page.keyboard.press("s")  # put off, for as long as the first choice says
    expect(page.get_by_label("For how long")).to_be_focused()
    press(page, "Tab", "Enter")
    expect(focused).to_have_text("No goal set")
    page.keyboard.press("e")  # closed
    expect(page.get_by_label("What became of it")).to_be_focused()
    press(page, "Tab", "Enter")
    expect(focused).to_have_text("Agreement is not signed")

    press(page, "k", "Enter")  # the page of the first
    expect(page.get_by_role("heading", name="Asked for a call")).to_be_visible()
    page.keyboard.press("c")
    page.get_by_label("How").select_option("phone")
    with page.expect_navigation():
        page.get_by_role("button", name="Note it").press("Enter")
    expect(page.get_by_text("was in touch with")).to_be_visible()

    with inside(bridges.program.organization):
        by_signal = {case.signal: case for case in Case.objects.all()}
        assert by_signal["call"].owner == bridges.coordinator
        assert by_signal["silence"].snoozed_until == clock.today() + timedelta(days=3)
        assert by_signal["goal"].outcome == "settled"
        assert by_signal["unsigned"].is_open


def test_without_scripts_the_same_buttons_do_it(bridges, morning, visit):
    page = visit(bridges.coordinator, java_script_enabled=False)
    page.goto(reverse("cases:list", args=[morning]))
    page.get_by_label("Pick: No goal set").check()
    page.get_by_text("Close…").click()
    page.get_by_label("What became of it").select_option("agreed")
    with page.expect_navigation():
        page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_text("Done with 1 case.")).to_be_visible()
    expect(page.locator("tbody").get_by_text("No goal set")).to_have_count(0)
