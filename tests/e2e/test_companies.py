"""HR names competitors; a coordinator links them, and makes two records of a company one."""

import pytest
from playwright.sync_api import expect

from organizations.services import save_company
from programs.gates import nominations_are_open
from programs.models import Door, Sponsorship
from programs.services import sponsor
from tests.e2e.visiting import is_wider_than_screen
from tests.surroundings import inside

pytestmark = pytest.mark.browser


def test_hr_names_competitors_blindly_and_a_coordinator_links_them(bridges, visit):
    program = bridges.program
    with inside(program.organization):
        program.dates.filter(key="nominations").update(door=Door.OPEN)
        others = Sponsorship.objects.exclude(company=bridges.mills)
        others.update(competitors_stated_at=program.created_at)
        assert not nominations_are_open(program)
    hr = visit(bridges.hr)
    hr.goto("/bridges/company/")
    hr.get_by_role("link", name="say whom you compete with").click()
    hr.get_by_label("Companies your people must not meet").fill("Quay Bnk\nNobody At All")
    hr.get_by_role("button", name="Add to the list").click()
    expect(hr.locator("#list").get_by_text("received")).to_have_count(2)
    hr.get_by_role("button", name="That is all of them").click()
    expect(hr.get_by_text("Your list is complete", exact=True)).to_be_visible()
    for word in ("Quay Bank", "Northwind"):
        assert word not in hr.content()

    page = visit(bridges.coordinator)
    page.goto("/bridges/dashboard/companies/")
    page.get_by_role("link", name="Names from HR (2)").click()
    page.get_by_role("button", name="It is Quay Bank").click()
    expect(page.get_by_text("Harbor Mills and Quay Bank are kept apart now.")).to_be_visible()
    page.get_by_role("button", name="Not known here").click()
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    with inside(program.organization):
        assert nominations_are_open(program)

    hr.reload()
    expect(hr.locator("#list").get_by_text("received")).to_have_count(2)
    assert "Quay Bank" not in hr.content()


def test_a_coordinator_merges_a_company_and_sees_who_may_not_meet_whom(bridges, visit):
    with inside(bridges.program.organization):
        twin = save_company(
            name="Harbour Mills Ltd", industries=["482111"], competitors=[bridges.bank], by=None
        )
        sponsor(bridges.program, twin, 2, 1, by=None)
    page = visit(bridges.coordinator, java_script_enabled=False)
    page.goto(f"/bridges/dashboard/companies/{twin.pk}/")
    page.get_by_role("link", name="Merge it into another record").click()
    page.get_by_label("The record that stays").fill("harbor mills")
    page.get_by_role("button", name="See what would move").click()
    expect(page.get_by_text("Both sponsor Bridge Spring")).to_be_visible()
    expect(page.get_by_text("matches will need a look")).to_be_visible()
    page.get_by_role("button", name="Make them one company").click()
    expect(page.get_by_role("heading", name="Harbor Mills")).to_be_visible()
    expect(page.get_by_text("Also known as")).to_be_visible()

    page.goto("/bridges/dashboard/apart/?of=bridge-spring&company=Harbour+Mills+Ltd")
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Quay Bank")).to_contain_text("declared by Harbor Mills")
    expect(rows.filter(has_text="Northwind Rail")).to_contain_text("same industry")


def test_a_tick_is_kept_while_an_answer_to_the_search_is_on_its_way(bridges, visit):
    page = visit(bridges.coordinator)
    page.goto("/bridges/dashboard/companies/new/")
    page.get_by_label("Name", exact=True).fill("Lakeside Foods")
    search = page.get_by_label("Competitors it declares").first
    search.press_sequentially("Qua")
    tick = page.get_by_role("checkbox", name="Quay Bank")
    expect(tick).to_be_visible()
    late = []
    page.route("**/companies/competitors/*", lambda route: late.append(route))
    with page.expect_request(lambda request: "competitor_search=Quay" in request.url):
        search.press_sequentially("y")
    tick.check()
    [answer] = late
    with page.expect_event("requestfinished"):
        answer.continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)

    with page.expect_navigation():
        page.get_by_role("button", name="Save the company").click()
    expect(page.get_by_role("row", name="Quay Bank")).to_contain_text("declared by Lakeside Foods")


def test_a_coordinator_notes_what_was_said_and_enters_a_new_employer(bridges, visit):
    person = bridges.participant.person
    page = visit(bridges.coordinator, viewport={"width": 390, "height": 844})
    page.goto("/bridges/dashboard/people/?q=okafor")
    page.get_by_role("link", name=person.name).click()
    assert not is_wider_than_screen(page)
    page.get_by_role("link", name="Intake notes").click()
    page.get_by_label("Note", exact=True).fill("Wants to learn to delegate.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("#notes").get_by_text("Wants to learn to delegate.")).to_be_visible()

    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="New employer, or left…").click()
    page.get_by_label("Company").fill("northwind rail")
    page.get_by_label("Since").fill("2026-01-02")
    page.get_by_role("button", name="Save the new employer").click()
    expect(page.get_by_text("One partnership needs a look")).to_be_visible()
    expect(page.get_by_text("Both work for Northwind Rail now.")).to_be_visible()
    expect(page.get_by_text("The seat stays with Harbor Mills")).to_be_visible()
