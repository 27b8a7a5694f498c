"""HR, a mentee without scripts or mouse, a mentor on a phone, a coordinator without a worker."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen, sign_in

pytestmark = pytest.mark.browser


def test_hr_sees_the_stages_of_its_own_people_and_nothing_else(bridges, visit, post):
    page = visit()
    sign_in(page, post, bridges.hr.user.email)
    expect(page.get_by_role("heading", name="Harbor Mills")).to_be_visible()

    page.get_by_role("link", name="Our people").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Amara Okafor").locator(".stage")).to_have_text("in")
    expect(rows.filter(has_text="Bruno Castel").locator(".stage")).to_have_text("matched")
    for word in ("Kemal", "Sahin", "Leonor", "Vidal", "Northwind", "Quay"):
        assert word not in page.content()
    for address in ("dashboard/", "portal/", "dashboard/programs/bridge-spring/partnerships/"):
        assert page.goto(f"/bridges/{address}").status == 403


def test_a_mentee_accepts_with_the_keyboard_alone_and_without_scripts(bridges, visit):
    page = visit(bridges.mentee, java_script_enabled=False)
    page.goto("/bridges/portal/")

    _press(page, "link", "See your match")
    _press(page, "link", "Accept this match")
    _press(page, "button", "Yes, I accept")

    expect(page.get_by_role("heading", name="You have accepted")).to_be_visible()


def _press(page, role, name):
    """Walk to this control by the Tab key, see that it shows where one is, and press Enter."""
    control = page.get_by_role(role, name=name).first
    expect(control).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        if focused.count() and name in focused.inner_text():
            break
    expect(focused).to_have_css("outline-style", re.compile("solid|auto"))
    page.keyboard.press("Enter")
    expect(page.get_by_role(role, name=name)).to_have_count(0)


def test_a_mentor_accepts_on_a_phone(bridges, visit):
    page = visit(bridges.mentor, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/bridges/portal/")
    page.get_by_role("link", name="See your match").first.tap()
    accept = page.get_by_role("link", name="Accept this match")
    expect(accept).to_be_visible()
    assert not is_wider_than_screen(page)
    assert accept.bounding_box()["height"] >= 44
    accept.tap()
    page.get_by_role("button", name="Yes, I accept").tap()

    expect(page.get_by_role("heading", name="You have accepted")).to_be_visible()
    assert not is_wider_than_screen(page)


def test_a_run_without_a_worker_says_that_it_waits(bridges, visit):
    page = visit(bridges.coordinator)
    page.goto("/bridges/dashboard/programs/bridge-spring/matching/")
    page.get_by_role("button", name="Start the run").click()

    expect(page.get_by_text("The run waits")).to_be_visible()
    page.goto("/bridges/dashboard/")
    expect(page.get_by_text("Background work is paused")).to_be_visible()
