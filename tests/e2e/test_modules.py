"""Modules from two sides: read on a phone until the two can meet, and written by a coordinator."""

import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import NARROWEST, PHONE, is_wider_than_screen
from tests.factories.training import finish, furnish, module_of
from tests.surroundings import inside
from training.modules.models import Completion, ProgramModule
from training.roles import Need

pytestmark = pytest.mark.browser
PORTAL = "/bridges/portal/"
MODULES = "/bridges/dashboard/programs/bridge-spring/training/modules/"


@pytest.fixture
def short(bridges):
    """One module is required of each side, and the mentor has finished it."""
    with inside(bridges.program.organization):
        furnish()
        ProgramModule.objects.exclude(code="roles").update(need=Need.OPTIONAL)
        mentor = bridges.paired.mentor
        finish(mentor, module_of(mentor))
    return bridges


def _press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).tap()


def test_a_mentee_finishes_on_a_phone_and_the_two_can_meet(short, visit, post, worker):
    phone = visit(short.paired_mentee, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(PORTAL)
    with phone.expect_navigation():
        phone.get_by_role("link", name="Start your training").tap()
    with phone.expect_navigation():
        phone.get_by_role("link", name="Start with the first one").tap()
    _press(phone, "Begin")
    _press(phone, "Go on to the exercise")

    # Another device, narrow and without scripts, goes on where the phone was left.
    other = visit(short.paired_mentee, viewport=NARROWEST, java_script_enabled=False)
    other.goto(phone.url.partition("?")[0])
    expect(other.get_by_text("Part 2 of 4")).to_be_visible()
    for name in ("Go on to the story", "She proposes two dates", "Go on to the questions"):
        with other.expect_navigation():
            other.get_by_role("button", name=name).click()
    for _question in range(3):
        assert not is_wider_than_screen(other)
        other.get_by_role("radio").first.check()
        with other.expect_navigation():
            other.get_by_role("button", name="Answer").click()
    expect(other.get_by_text("You have finished this module.")).to_be_visible()

    with inside(short.program.organization):
        address = short.paired.mentee_person.email
        assert Completion.objects.filter(participant=short.paired.mentee).count() == 1
    post.wait(address, "You can meet now")
    phone.goto(PORTAL)
    expect(phone.get_by_role("heading", name="You and Leonor Vidal can meet")).to_be_visible()
    with phone.expect_navigation():
        phone.get_by_role("link", name="Propose a time").tap()
    expect(phone.get_by_role("heading", name="Propose a meeting")).to_be_visible()
    assert not is_wider_than_screen(phone)


def test_a_coordinator_writes_a_module_and_takes_the_new_version(short, visit):
    desk = visit(short.coordinator)
    desk.goto(MODULES)
    with desk.expect_navigation():
        desk.get_by_role("link", name="You drive").click()
    box = desk.get_by_label("Text", exact=True)
    text = box.input_value()
    box.fill(text.replace("title: You drive", "title: The wheel is yours").replace("(x)", "( )", 1))
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save as a new version").click()
    expect(desk.get_by_text("Exactly one choice is right")).to_be_visible()
    box.fill(text.replace("title: You drive", "title: The wheel is yours"))
    with desk.expect_navigation():
        desk.get_by_role("button", name="Look at it first").click()
    expect(desk.get_by_role("heading", name="The wheel is yours")).to_be_visible()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save as a new version").click()
    expect(desk.get_by_text("Version 2 is saved.")).to_be_visible()
    desk.get_by_text("Take version 2…").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Take version 2 from now on").click()
    expect(desk.get_by_role("link", name="The wheel is yours")).to_be_visible()

    phone = visit(short.paired_mentee, viewport=PHONE)
    phone.goto(f"{PORTAL}training/")
    expect(phone.get_by_role("link", name="The wheel is yours")).to_be_visible()
    desk.goto(f"{MODULES}progress/?state=finished")
    expect(desk.get_by_role("rowheader", name="Leonor Vidal")).to_be_visible()
    expect(desk.get_by_role("rowheader", name="Bruno Castel")).not_to_be_visible()
