"""A coordinator's morning in the list of people: filters, a view, an act taken back, a file."""

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen

pytestmark = pytest.mark.browser
LIST = "/bridges/dashboard/programs/bridge-spring/participants/"


def rows_of(page):
    return page.locator("tbody tr")


def test_a_coordinator_filters_saves_picks_undoes_and_exports_by_keyboard(bridges, visit, tmp_path):
    page = visit(bridges.coordinator, accept_downloads=True)
    page.goto(LIST)
    count = rows_of(page).count()

    page.keyboard.press("f")
    side = page.locator("#filter-form").get_by_label("Side")
    expect(side).to_be_focused()
    side.select_option("mentee")
    page.locator("#filter-form").get_by_label("Match").select_option("none")
    page.get_by_role("button", name="Show these people").press("Enter")
    expect(page.get_by_role("link", name="Remove the filter Match: Not matched")).to_be_visible()
    expect(rows_of(page)).to_have_count(3)
    assert count > 3

    _save_a_view(page)
    _take_out_and_undo(page)
    _export(page, tmp_path)


def _save_a_view(page):
    page.locator("summary").filter(has_text="Views").press("Enter")
    page.get_by_role("link", name="Save as a view…").press("Enter")
    page.get_by_label("Name").fill("Waiting mentees")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The view “Waiting mentees” is saved.")).to_be_visible()
    page.goto(LIST)
    page.locator("summary").filter(has_text="Views").press("Enter")
    page.get_by_role("link", name="Waiting mentees").press("Enter")
    expect(rows_of(page)).to_have_count(3)


def _take_out_and_undo(page):
    for number in range(3):
        page.keyboard.press("j")
        expect(rows_of(page).nth(number).locator("th a")).to_be_focused()
        page.keyboard.press("x")
    page.keyboard.press("k")
    expect(page.locator("[data-picked]")).to_have_text("3 picked")
    page.get_by_role("button", name="Take out…").press("Enter")
    expect(page.get_by_text("You have picked 3 people. Nothing is done yet.")).to_be_visible()
    page.get_by_role("button", name="Take out", exact=True).press("Enter")
    expect(page.get_by_text("3 people are taken out.")).to_be_visible()
    expect(rows_of(page).filter(has_text="Removed")).to_have_count(3)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Taken back. Everybody is as they were.")).to_be_visible()
    expect(rows_of(page).filter(has_text="Removed")).to_have_count(0)


def _export(page, folder):
    names = [name.strip() for name in page.locator("tbody th .person b").all_inner_texts()]
    page.locator("summary").filter(has_text="Export").press("Enter")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").press("Enter")
    download.value.save_as(folder / "people.xlsx")
    book = openpyxl.load_workbook(folder / "people.xlsx")
    header, *rows = book.active.iter_rows(values_only=True)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [f"{row['Given name']} {row['Family name']}" for row in found] == names
    assert {(row["Side"], row["Standing"]) for row in found} == {("Mentee", "In")}
    assert all(isinstance(row["Level"], int) for row in found)


def test_keys_are_explained_left_alone_in_fields_and_can_be_turned_off(bridges, visit):
    page = visit(bridges.coordinator)
    page.goto(LIST)

    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Name or address")
    expect(search).to_be_focused()
    page.keyboard.type("jfx?")
    expect(search).to_have_value("jfx?")
    page.locator("h1").click()
    page.wait_for_url("**q=jfx*")  # leaving the field searches

    page.keyboard.press("?")
    help_dialog = page.get_by_role("dialog", name="Keys of this page")
    expect(help_dialog).to_be_visible()
    help_dialog.get_by_label("Single keys do something").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.locator("#filter-form")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")


def test_without_scripts_the_same_is_done_on_pages_of_their_own(bridges, visit):
    page = visit(bridges.coordinator, java_script_enabled=False, viewport=PHONE)
    page.goto(LIST)
    assert not is_wider_than_screen_without_scripts(page)

    page.get_by_role("link", name="All filters").click()
    page.get_by_label("Match").select_option("none")
    page.get_by_label("Side").select_option("mentor")
    page.get_by_role("button", name="Show these people").click()
    expect(rows_of(page)).to_have_count(3)
    rows_of(page).first.get_by_role("checkbox").check()
    page.get_by_role("button", name="Take out…").click()
    page.get_by_role("button", name="Take out", exact=True).click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back. Everybody is as they were.")).to_be_visible()


def is_wider_than_screen_without_scripts(page):
    return page.locator("html").bounding_box()["width"] > PHONE["width"]


def test_a_list_on_a_phone_is_not_wider_than_it(bridges, visit):
    page = visit(bridges.coordinator, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{LIST}?standing=in&side=mentee&match=none&language=en&origin=paper")

    expect(page.get_by_text("a filter that no longer exists: origin")).to_be_visible()
    assert not is_wider_than_screen(page)
    page.get_by_role("link", name="All filters").tap()
    expect(page.locator("#filter-form")).to_be_visible()
    assert not is_wider_than_screen(page)
