"""A mentee sets a goal on a phone without scripts, and both say where it stands."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.participants import membership_of
from tests.factories.training import introduce
from tests.surroundings import inside

pytestmark = pytest.mark.browser

TITLE = "I hand over whole tasks."


@pytest.fixture
def pair(bridges):
    """The two of the program who have both said yes, and have finished their training."""
    made = bridges.paired
    with inside(bridges.program.organization):
        introduce(made)
        made.slug = bridges.program.organization.slug
        made.members = {side: membership_of(getattr(made, side)) for side in ("mentee", "mentor")}
    return made


def _press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def _set_goal(page):
    with page.expect_navigation():
        page.get_by_role("link", name="Write your first goal").click()
    page.get_by_label("What do you want to reach?").fill(TITLE)
    _press(page, "Go on")
    for name, words in (("+2", "Without me."), ("+1", "A project."), ("0 ·", "One a month.")):
        page.get_by_label(name).fill(words)
    _press(page, "Go on")
    expect(page.get_by_text("Say how it is at this level").first).to_be_visible()
    page.get_by_label("−1 ·").fill("Half of it.")
    page.get_by_label("−2 ·").fill("None.")
    page.get_by_label("Less than hoped", exact=True).check()
    _press(page, "Go on")
    _press(page, "Set this goal")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


def test_a_goal_is_set_on_a_phone_and_both_say_where_it_stands(pair, visit):
    board = reverse("portal:goals:board", args=[pair.slug, pair.pk])
    phone = visit(pair.members["mentee"], viewport=PHONE, java_script_enabled=False)
    phone.goto(board)
    _set_goal(phone)
    phone.get_by_label("A step on the way").fill("Write the list.")
    phone.get_by_label("By").fill("2027-01-15")
    _press(phone, "Add this step")
    expect(phone.get_by_text("Write the list.").first).to_be_visible()

    mentor = visit(pair.members["mentor"])
    mentor.goto(board)
    with mentor.expect_navigation():
        mentor.get_by_role("link", name=TITLE).click()
    assert not is_wider_than_screen(mentor)
    mentor.get_by_text("Say how you see it").click()
    mentor.get_by_label("+1").check()
    mentor.get_by_label("What has changed?").fill("You let go.")
    _press(mentor, "Note it")
    expect(mentor.get_by_text("You let go.").first).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("You let go.").first).to_be_visible()
    phone.goto(reverse("portal:actions:board", args=[pair.slug, pair.pk]))
    phone.get_by_label("What is to be done?").fill("Ask Ole.")
    _press(phone, "Add it")
    mentor.goto(board)
    _press(mentor, "Done")
    expect(mentor.get_by_text("Nothing is open.")).to_be_visible()


def _reach(page, name):
    """Go on with the key Tab alone until what has the focus is called this."""
    for _ in range(80):
        page.keyboard.press("Tab")
        called = page.evaluate(
            "(one => one.labels?.[0]?.innerText || one.innerText)(document.activeElement)"
        )
        if called.startswith(name):
            return
    pytest.fail(f"Nothing called {name} can be reached")


def _enter(page, name):
    _reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_keyboard_alone_and_what_is_typed_outlives_a_connection_and_a_session(pair, visit):
    page = visit(pair.members["mentee"])
    page.goto(reverse("portal:goals:board", args=[pair.slug, pair.pk]))
    _enter(page, "Write your first goal")
    _reach(page, "What do you want to reach?")
    page.keyboard.type(TITLE)

    page.context.set_offline(True)
    _reach(page, "Go on")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That did not reach us")).to_be_visible()
    page.context.set_offline(False)

    session = [one for one in page.context.cookies() if one["name"] == "session"]
    page.context.clear_cookies(name="session")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_be_visible()
    page.context.add_cookies(session)
    _enter(page, "I have signed in")

    for name in ("+2", "+1", "0 ·", "−1", "−2"):
        _reach(page, name)
        page.keyboard.type(f"How it is at {name}")
    _reach(page, "Less than hoped")
    page.keyboard.press("Space")
    _enter(page, "Go on")
    _enter(page, "Set this goal")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()

    page.goto(reverse("portal:meetings:list", args=[pair.slug, pair.pk]))
    _enter(page, "Propose a meeting")
    _enter(page, "Propose")
    expect(page.get_by_role("heading", name="Waiting for")).to_be_visible()
