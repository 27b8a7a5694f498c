"""A year's end on a phone, by keyboard and without scripts: answered, looked back at, sent once."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from instruments import services
from instruments.kinds import Occasion
from instruments.models import Response
from mentoring import clock
from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.instruments.year import make_program, send_on
from tests.partnerships.lasting.people import active_pair, on
from tests.surroundings import inside

pytestmark = pytest.mark.browser
WORDS = "That I ask before I answer."
MOST_STOPS = 40


@pytest.fixture
def year(transactional_db):
    """A pair whose year ends in a week."""
    organization = OrganizationFactory(slug="bridges", name="Bridges")
    with inside(organization):
        today = clock.today()
        program = make_program(
            slug="spring",
            starts_on=today - timedelta(days=358),
            ends_on=today + timedelta(days=7),
        )
        mentor = ParticipantFactory(program=program, mentor=True)
        mentee = ParticipantFactory(program=program)
        send_on(mentee, Occasion.BASELINE)
        with on(program.starts_on):
            active_pair(mentor=mentor, mentee=mentee)
        return {
            "organization": organization,
            "program": program,
            "mentee": membership_of(mentee),
            "mentor": membership_of(mentor),
            "coordinator": MembershipFactory(),
        }


def tab_to(page, wanted):
    """Tab by tab until ``wanted`` has the focus."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.locator(":focus").and_(wanted).count():
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def press(page, role, name):
    """Go there by keyboard and press it; the next page has arrived when this returns."""
    tab_to(page, page.get_by_role(role, name=name).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer_page(page):
    """Every question of the page by keys alone, and on to the next."""
    assert not is_wider_than_screen(page)
    fields = page.locator(".questions input:not([type=hidden]), .questions textarea")
    tab_to(page, fields)
    while page.locator(":focus").and_(fields).count():
        kind = page.locator(":focus").get_attribute("type") or "words"
        if kind == "radio":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
        elif kind == "checkbox":
            page.keyboard.press("Space")
        else:
            page.keyboard.type("3" if kind == "number" else WORDS)
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save and continue")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer_all(page):
    while page.locator(".questions").count():
        answer_page(page)


def test_the_end_of_a_year_by_keyboard_without_scripts(visit, year):
    page = visit(year["mentee"], viewport=PHONE, java_script_enabled=False)
    page.goto("/bridges/portal/")
    press(page, "link", "Answer the questions")
    press(page, "button", "Begin")
    answer_all(page)
    expect(page.get_by_role("heading", name="Ready to send")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    press(page, "button", "Send my answers")
    expect(page.get_by_text("Thank you. These are the answers that you sent.")).to_be_visible()
    with inside(year["organization"]):
        sent_at = Response.objects.get(occasion=Occasion.FINAL).submitted_at
    with other.expect_navigation():
        other.get_by_role("button", name="Send my answers").press("Enter")
    expect(other.get_by_text("Thank you. These are the answers that you sent.")).to_be_visible()
    with inside(year["organization"]):
        assert Response.objects.get(occasion=Occasion.FINAL).submitted_at == sent_at

    press(page, "button", "Look back")
    answer_all(page)
    press(page, "button", "Send my answers")
    expect(page.get_by_text("Thank you. These are the answers that you sent.")).to_be_visible()
    page.goto("/bridges/portal/")
    press(page, "link", "See your year")
    expect(page.get_by_role("heading", name="Thank you. This is your year")).to_be_visible()
    assert not is_wider_than_screen(page)

    page = visit(year["mentor"], viewport=PHONE, java_script_enabled=False)
    page.goto("/bridges/portal/questionnaires/")
    press(page, "button", "Begin")
    with inside(year["organization"]):
        services.close(year["program"], Occasion.FINAL, by=year["coordinator"])
    answer_page(page)
    expect(page.get_by_role("heading", name="This questionnaire is closed")).to_be_visible()
    expect(page.get_by_text(str(services.NOT_KEPT))).to_be_visible()
