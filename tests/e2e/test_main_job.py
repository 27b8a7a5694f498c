"""The main job in one sitting: from two files of people to accepted matches, and one declined."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mentoring.tenancy import context
from organizations.models import Company
from organizations.roles import Role
from organizations.services import create_organization, grant_role, save_company
from tests.e2e import people
from tests.e2e.visiting import sign_in

pytestmark = pytest.mark.browser

PROGRAM = "Bridge Spring"
READY = f"Your match in {PROGRAM} is ready"
BOTH = f"You have both accepted in {PROGRAM}"


@pytest.fixture
def newcomers(transactional_db):
    """An organization with one coordinator and two of its four companies."""
    made = create_organization(name="Bridges", slug="bridges")
    with context.enter(context.Context(made.pk)):
        grant_role(email=people.STAFF_ADDRESS, name="Ines Calloway", role=Role.COORDINATOR, by=None)
        for name, codes in people.KNOWN:
            save_company(name=name, industries=codes, by=None)
    return made


def test_from_two_files_to_accepted_matches(newcomers, worker, visit, post):
    coordinator = visit()
    sign_in(coordinator, post, people.STAFF_ADDRESS)
    _set_up_the_program(coordinator)
    _record_companies(coordinator, newcomers)
    _import_both_files(coordinator)
    _close_the_baseline(coordinator)
    _run_matching(coordinator)
    accepted, declined = _approve_with_alternates(coordinator)
    _announce(coordinator)

    _both_accept(visit, post, coordinator, *accepted)
    _decline_and_see_the_next(visit, post, coordinator, *declined)


def _set_up_the_program(page):
    page.get_by_role("link", name="Set up a program").first.click()
    page.get_by_label("Name").fill(PROGRAM)
    page.get_by_label("Purpose").fill("An outside view for people on the way up.")
    page.get_by_label("Starts on").fill(str(timezone.localdate() + timedelta(weeks=8)))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PROGRAM)
    page.goto("/bridges/dashboard/programs/bridge-spring/timetable/")
    dates = page.locator("table input[type=date]")
    filled = dates.evaluate_all("inputs => inputs.filter(input => input.value).length")
    assert filled >= 10


def _record_companies(page, organization):
    _record(page, "Lakeside Foods", "fruit canning", "311421", group="Lake Holding")
    _record(page, "Harbor Mills", "flour milling", "311211", competitor="Lakeside Foods")
    expect(page.get_by_role("row", name=re.compile("Lakeside Foods"))).to_contain_text(
        "declared by Harbor Mills"
    )
    with context.enter(context.Context(organization.pk)):
        assert Company.objects.get(name="Lakeside Foods").corporate_group.name == "Lake Holding"


def _record(page, name, words, code, group="", competitor=""):
    """Record a company; its industry and its competitor are found by typing."""
    page.goto("/bridges/dashboard/companies/new/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Industries").first.press_sequentially(words)
    page.locator(f"input[name=industries][value='{code}']").check()
    if group:
        page.get_by_label("Corporate group").fill(group)
    if competitor:
        page.get_by_label("Competitors it declares").first.press_sequentially(competitor[:4])
        page.get_by_role("checkbox", name=competitor).check()
    page.get_by_role("button", name="Save the company").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".facts")).to_contain_text(code)


def _import_both_files(page):
    rows = people.mentees()
    wrong = [*rows[:2], {**rows[2], "company": "Lakesite Foods"}, *rows[3:]]
    _upload(page, "Mentees", people.upload("mentees.csv", wrong))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 8 rows has a problem")
    problem = page.get_by_role("row", name=re.compile("Chiyo Tanabe"))
    expect(problem.get_by_role("rowheader")).to_contain_text("4")
    expect(problem.get_by_role("cell").first).to_have_text("company")
    expect(problem).to_contain_text("Lakesite Foods")
    page.get_by_role("button", name="Discard").click()
    _nobody_is_in(page)

    _upload(page, "Mentees", people.upload("mentees.csv", rows))
    _confirm(page, 8)
    _upload(page, "Mentors", people.upload("mentors.csv", people.mentors()))
    _confirm(page, 6)


def _nobody_is_in(page):
    page.goto("/bridges/dashboard/programs/bridge-spring/participants/")
    expect(page.get_by_role("main")).not_to_contain_text("Amara Okafor")


def _upload(page, side, file):
    page.goto("/bridges/dashboard/programs/bridge-spring/participants/import/")
    page.get_by_role("radio", name=side).check()
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()


def _confirm(page, count):
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{count} rows, no problems")
    page.get_by_role("checkbox", name="These people agreed to take part").check()
    page.get_by_role("button", name=f"Add {count}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{count} people added")


def _close_the_baseline(page):
    page.get_by_role("link", name="Evaluations").click()
    expect(page.get_by_text("No match can be announced before it has closed.")).to_be_visible()
    page.get_by_role("button", name="Close it now…").click()
    page.get_by_role("button", name="Close it", exact=True).click()
    expect(page.get_by_text("Closed by a coordinator.")).to_be_visible()


def _run_matching(page):
    page.goto("/bridges/dashboard/programs/bridge-spring/matching/")
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All 8 mentees have a match")


def _approve_with_alternates(page):
    """Look at a match, approve all with two alternates; the names of two of them."""
    page.locator(".pick").first.click()
    expect(page.get_by_role("heading", name=re.compile("of 10 000 points"))).to_be_visible()
    expect(page.locator(".parts meter")).to_have_count(6)
    expect(page.locator(".reasons").first).to_contain_text("offers")
    expect(page.get_by_role("heading", name="All hard rules passed")).to_be_visible()

    pairs = []
    for count in range(1, 9):
        pairs.append(page.locator("#match-title bdi").all_inner_texts())
        expect(page.locator("#id_first option:checked")).not_to_have_text("Nobody")
        expect(page.locator("#id_second option:checked")).not_to_have_text("Nobody")
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.get_by_role("link", name=f"Announce {count} approved")).to_be_visible()
    for mentee, mentor in pairs:
        assert _company_of(mentee) != _company_of(mentor)
        assert {_company_of(mentee), _company_of(mentor)} != {"Harbor Mills", "Lakeside Foods"}
    return pairs[:2]


def _company_of(name):
    return next(
        row["company"]
        for row in people.mentees() + people.mentors()
        if f"{row['given_name']} {row['family_name']}" == name
    )


def _announce(page):
    page.get_by_role("link", name="Announce 8 approved").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Announce 8 matches?")
    page.get_by_role("button", name="Announce 8 matches").click()
    done = page.get_by_role("heading", level=1, name="Everything approved is announced")
    expect(done).to_be_visible(timeout=60_000)


def _match_of(coordinator, mentee):
    """The id of the mentee's live match, off the coordinators' list."""
    coordinator.goto("/bridges/dashboard/programs/bridge-spring/partnerships/")
    return coordinator.get_by_role("link", name=mentee).get_attribute("href").split("/")[-2]


def _both_accept(visit, post, coordinator, mentee, mentor):
    match = _match_of(coordinator, mentee)
    for name, other in ((mentee, mentor), (mentor, mentee)):
        page = _opens_the_match(visit, post, name, match)
        _knows_nothing_of(page, other)
        page.get_by_role("link", name="Accept this match").click()
        page.get_by_role("button", name="Yes, I accept").click()
        if name == mentee:
            expect(page.get_by_role("heading", name="You have accepted")).to_be_visible()
            _knows_nothing_of(page, other)
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"You and {mentee}")
    page.goto("/bridges/portal/")
    expect(page.get_by_text("Preparing", exact=True)).to_be_visible()
    for name, other in ((mentee, mentor), (mentor, mentee)):
        assert other in post.wait(people.address(name), BOTH).text


def _opens_the_match(visit, post, name, match):
    """Read the mail in the captured mailbox, sign in, and follow the next step."""
    address = people.address(name)
    page = visit()
    post.wait(address, READY)
    page.goto(f"/mailbox/?to={address}")
    page.get_by_role("link", name=READY).first.click()
    expect(page.get_by_role("main")).to_contain_text("has been found for you")
    sign_in(page, post, address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("has been found for you")
    page.locator(f"a[href$='/{match}/']").first.click()  # a mentor may have two
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    return page


def _knows_nothing_of(page, other):
    """Neither name nor employer of the other is anywhere in the page."""
    source = page.content()
    for word in (*other.split(), _company_of(other), people.address(other)):
        assert word not in source


def _decline_and_see_the_next(visit, post, coordinator, mentee, mentor):
    page = _opens_the_match(visit, post, mentor, _match_of(coordinator, mentee))
    page.get_by_role("link", name="Decline").click()
    page.get_by_role("button", name="No, I decline").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This match did not go ahead")

    post.wait(people.address(mentee), READY, 2)
    partnerships = "/bridges/dashboard/programs/bridge-spring/partnerships/"
    coordinator.goto(f"{partnerships}?show=waiting")
    row = coordinator.get_by_role("row", name=re.compile(mentee))
    expect(row).not_to_contain_text(mentor)
    alternate = row.locator("td .person b").first.inner_text()
    post.wait(people.address(alternate), READY)
    coordinator.goto(f"{partnerships}?show=accepted")
    expect(coordinator.locator("tbody tr")).to_have_count(1)
