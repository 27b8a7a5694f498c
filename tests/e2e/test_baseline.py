"""The baseline from the first question to the coordinator's count, on phones and laptops."""

import pytest
from playwright.sync_api import expect

from instruments.models import Response
from tests.e2e.hands import impatient
from tests.e2e.visiting import NARROWEST, is_wider_than_screen
from tests.factories.instruments import open_baseline, send
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

pytestmark = pytest.mark.browser
WORRY = "That my calendar wins."


@pytest.fixture
def asked(transactional_db):
    """A mentee and two mentors whose baseline is open, and a coordinator."""
    organization = OrganizationFactory(slug="bridges", name="Bridges")
    with inside(organization):
        program = ProgramFactory(slug="spring", name="Bridge Spring")
        open_baseline(program)
        mentee = ParticipantFactory(program=program)
        mentors = ParticipantFactory.create_batch(2, program=program, mentor=True)
        return {
            "organization": organization,
            "mentee": membership_of(mentee),
            "mentor": membership_of(mentors[0]),
            "sent": mentors[1],
            "coordinator": MembershipFactory(name="Ines Calloway"),
        }


def begin(page):
    """To the first page of the questions, which has arrived with its scripts when this returns."""
    page.goto("/bridges/portal/questionnaires/")
    with page.expect_navigation():
        page.get_by_role("button", name="Begin").click()


def number_of(page):
    return page.locator(".answering__bar").inner_text()


def answer_page(page, *, autosave):
    """The fourth step of every scale, and something in every other field."""
    for scale in page.locator(".scale").all():
        scale.locator("input").nth(3).check(force=True)
    for field in page.locator("input[type=number]").all():
        field.fill("3")
    for choice in page.locator(".field .choice:first-child input").all():
        if choice.is_visible():
            choice.check()
    for text in page.locator("textarea").all():
        text.fill(WORRY)
    if autosave:
        page.locator("h1").click()
        all_kept(page)


def all_kept(page):
    """Until the last answer has been taken, and the page says so."""
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.wait_for_load_state("networkidle")


def go_on(page):
    """To the next page, which has arrived when this returns."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()


def test_half_on_a_phone_and_the_rest_elsewhere(visit, asked):
    phone = visit(asked["mentee"], viewport=NARROWEST)
    begin(phone)
    for _page in range(2):
        answer_page(phone, autosave=True)
        go_on(phone)
    expect(phone.locator(".answering__bar")).to_contain_text("Page 3 of 6")
    phone.locator(".scale").first.locator("input").nth(1).check(force=True)
    all_kept(phone)
    assert not is_wider_than_screen(phone)

    laptop = visit(asked["mentee"])
    laptop.goto("/bridges/portal/questionnaires/")
    laptop.get_by_role("link", name="Go on").click()

    expect(laptop.locator(".answering__bar")).to_contain_text("Page 3 of 6")
    expect(laptop.locator(".scale").first.locator("input").nth(1)).to_be_checked()
    for _page in range(4):
        answer_page(laptop, autosave=True)
        go_on(laptop)
    expect(laptop.get_by_role("heading", name="Ready to send")).to_be_visible()
    laptop.get_by_role("button", name="Send my answers").click()

    expect(laptop.get_by_text("Thank you. These are the answers that you sent.")).to_be_visible()
    expect(laptop.get_by_text(WORRY).first).to_be_visible()
    with inside(asked["organization"]):
        assert Response.objects.get().submitted_at


def test_what_is_answered_before_the_scripts_arrive_is_kept(visit, asked):
    page = visit(asked["mentee"])
    begin(page)
    late = []
    page.route("**/forms*.js", lambda route: late.append(route))
    page.goto(page.url, wait_until="commit")
    answer = page.locator(".scale").first.locator("input").nth(2)
    with impatient(page):
        answer.check(force=True)
    [script] = late
    script.continue_()

    all_kept(page)
    page.unroute("**/forms*.js")
    page.goto(page.url)
    expect(answer).to_be_checked()


def test_by_keyboard_alone(visit, asked):
    page = visit(asked["mentee"])
    begin(page)
    first = page.locator(".scale").first.locator("input").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")

    expect(page.locator(".scale").first.locator("input").nth(1)).to_be_checked()
    all_kept(page)
    page.reload()
    expect(page.locator(".scale").first.locator("input").nth(1)).to_be_checked()


def test_without_scripts(visit, asked):
    page = visit(asked["mentor"], java_script_enabled=False)
    begin(page)
    pages = int(number_of(page).split()[-1])
    for _page in range(pages):
        answer_page(page, autosave=False)
        go_on(page)
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_text("Thank you. These are the answers that you sent.")).to_be_visible()


def test_the_coordinator_counts_reminds_reads_and_closes(visit, asked):
    with inside(asked["organization"]):
        name = asked["sent"].person.name
        send(asked["sent"], {"hopes-worry": WORRY})
    page = visit(asked["coordinator"])
    page.goto("/bridges/dashboard/programs/spring/questionnaires/")
    expect(page.locator(".bars")).to_contain_text("1 of 2")
    expect(page.locator(".bars")).to_contain_text("0 of 1")

    page.get_by_role("button", name="Remind 2 people").click()
    expect(page.get_by_text("2 people get a reminder.")).to_be_visible()

    page.get_by_role("row", name=name).get_by_role("link").click()
    expect(page.get_by_text(WORRY)).to_be_visible()
    page.go_back()

    page.get_by_role("button", name="Close it now…").click()
    page.get_by_role("button", name="Close it", exact=True).click()
    expect(page.get_by_text("Closed by a coordinator.")).to_be_visible()
    expect(page.get_by_role("button", name="Open it again")).to_be_visible()
