"""A profile from nothing to complete: on a phone, by dragging, by keyboard and without scripts."""

import pytest
from playwright.sync_api import expect

from participants.models import Participant
from participants.stored import values_of
from tests.e2e.profiles import NOTHING
from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.organizations import OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

pytestmark = pytest.mark.browser
STORY = "I lead four people since May."


@pytest.fixture
def mentee(transactional_db):
    """Somebody who has just said yes and written nothing."""
    organization = OrganizationFactory(slug="bridges", name="Bridges")
    with inside(organization):
        mentee = ParticipantFactory(program=ProgramFactory(slug="spring"), **NOTHING)
        mentee.competencies.all().delete()
    return mentee


@pytest.fixture
def stored(mentee):
    def read():
        with inside(mentee.organization):
            return values_of(Participant.objects.select_related("person").get(pk=mentee.pk))

    return read


@pytest.fixture
def open_section(visit, mentee):
    def go(section, **options):
        with inside(mentee.organization):
            membership = membership_of(mentee)
        page = visit(membership, **options)
        page.goto(f"/bridges/portal/profile/{mentee.pk}/{section}/")
        return page

    return go


def saved(page, name):
    expect(page.locator(f"#said-{name}")).to_contain_text("Saved")


def add_need(page, typed, label):
    page.get_by_label("Find one to add").fill(typed)
    page.get_by_role("button", name=label).click()
    expect(page.locator(".rank__label", has_text=label)).to_be_visible()


def next_part(page, title):
    assert not is_wider_than_screen(page)
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).to_have_text(title)


def test_a_phone_takes_a_profile_from_nothing_to_complete(open_section, stored):
    page = open_section("topics", viewport=PHONE)
    expect(page.locator("#profile-progress")).to_contain_text("two most important needs")
    add_need(page, "delegat", "Delegating work")
    add_need(page, "leading a team", "Leading a team")
    page.get_by_label("From specialist to first leadership role").check()
    saved(page, "transition_wanted")
    next_part(page, "Your story")
    page.get_by_role("textbox").fill(STORY)
    next_part(page, "How you like to work")
    for card in page.locator(".ways__two label:first-child").all():
        card.click()
    next_part(page, "When and how you can meet")
    page.get_by_label("Add a language").fill("English")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".picked")).to_contain_text("English")
    page.locator("#id_time_zone").fill("Europe/Lisbon")
    page.get_by_role("button", name="Tuesday 09:00").click()
    page.get_by_role("button", name="Thursday 16:00").click()
    saved(page, "hours")
    next_part(page, "You at work")
    page.get_by_role("textbox", name="Title").fill("Team lead")
    page.get_by_label("Leads a team").check()
    page.get_by_role("textbox", name="Years of experience").fill("9")
    page.locator("h1").click()
    expect(page.locator("#profile-progress")).to_contain_text("Complete. You can change it")

    values = stored()
    assert values["needs"] == ("delegating-work", "leading-a-team")
    assert (values["story"], values["ways_of_working"]) == (STORY, "A" * 8)
    assert values["days"] == (2, 3, 4)
    assert (values["hours_from"].hour, values["hours_to"].hour) == (9, 17)


def test_needs_are_ranked_by_dragging_and_by_keyboard(open_section, stored):
    page = open_section("topics")
    add_need(page, "delegat", "Delegating work")
    add_need(page, "leading a team", "Leading a team")

    handle = page.locator("[data-rank-handle]").nth(1).bounding_box()
    first = page.locator(".rank").first.bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(first["x"] + 20, first["y"] + 2, steps=5)
    with page.expect_response("**/topics/needs/"):
        page.mouse.up()
    expect(page.locator(".rank__label").first).to_have_text("Leading a team")
    assert stored()["needs"] == ("leading-a-team", "delegating-work")

    button = page.get_by_role("button", name="Delegating work: more important")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rank__label").first).to_have_text("Delegating work")
    expect(button).to_be_focused()
    assert stored()["needs"] == ("delegating-work", "leading-a-team")


def test_everything_is_saved_without_scripts(open_section, stored):
    page = open_section("topics", java_script_enabled=False)

    def press(name):
        with page.expect_navigation():
            page.get_by_role("button", name=name).first.click()

    for typed, label in (("delegat", "Delegating work"), ("leading a team", "Leading a team")):
        page.get_by_label("Find one to add").fill(typed)
        press("Search")
        press(label)
    press("Leading a team: more important")
    page.get_by_label("From specialist to first leadership role").check()
    press("Save and continue")
    page.get_by_role("textbox").fill(STORY)
    press("Save and continue")

    values = stored()
    assert values["needs"] == ("leading-a-team", "delegating-work")
    assert values["story"] == STORY


def chosen(page):
    """How many hours of the week are marked."""
    return page.locator(".week__grid [aria-pressed=true]")


def test_hours_are_marked_on_the_week_by_touch_and_by_keyboard(open_section, stored):
    page = open_section("meetings", viewport=PHONE, has_touch=True)
    assert not is_wider_than_screen(page)
    page.get_by_role("button", name="Monday 08:00").tap()
    page.get_by_role("button", name="Wednesday 10:00").tap()
    saved(page, "hours")
    expect(chosen(page)).to_have_count(9)
    values = stored()
    assert values["days"] == (1, 2, 3)
    assert (values["hours_from"].hour, values["hours_to"].hour) == (8, 11)

    page.get_by_role("button", name="Monday 06:00").focus()
    with page.expect_response("**/meetings/hours/"):
        for key in ("ArrowDown", "ArrowRight", "Enter", "ArrowDown", "Space"):
            page.keyboard.press(key)
    expect(chosen(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Tuesday 08:00")).to_be_focused()
    assert (stored()["days"], stored()["hours_from"].hour) == ((2,), 7)


def test_what_cannot_be_right_is_said_at_its_field_and_the_rest_is_saved(open_section, stored):
    page = open_section("work", viewport=PHONE)
    years = page.get_by_role("textbox", name="Years of experience")
    years.fill("plenty")
    page.get_by_role("textbox", name="Title").fill("Team lead")
    page.locator("h1").click()
    saved(page, "title")
    expect(page.locator("#said-years_experience .field__error")).to_be_visible()
    expect(years).to_have_attribute("aria-invalid", "true")
    assert (stored()["title"], stored()["years_experience"]) == ("Team lead", None)

    years.fill("9")
    page.locator("h1").click()
    saved(page, "years_experience")
    expect(years).to_have_attribute("aria-invalid", "false")
    assert stored()["years_experience"] == 9
