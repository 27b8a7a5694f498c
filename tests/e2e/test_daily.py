"""A coordinator's morning in the lists: filters, a view, an act taken back, a file."""

import csv

import openpyxl
import pytest
from playwright.sync_api import expect

from participants.nominating import asking
from participants.nominating.words import Source
from participants.roles import Standing
from tests.e2e.visiting import NARROWEST, PHONE, is_wider_than_screen
from tests.e2e.world import someone
from tests.surroundings import inside

pytestmark = pytest.mark.browser
DASHBOARD = "/bridges/dashboard"
LIST = f"{DASHBOARD}/programs/bridge-spring/participants/"


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


def press(page, role, name, **options):
    """Press this control by Enter and wait for the page that it leads to."""
    control = page.get_by_role(role, name=name, **options)
    expect(control).to_be_visible()
    with page.expect_navigation():
        control.press("Enter")


def open_menu(page, name):
    page.locator("summary").filter(has_text=name).press("Enter")


def keep_as_view(page, address, name):
    """Save what is shown as a view, and come back to it from the whole list."""
    shown = rows_of(page).count()
    open_menu(page, "Views")
    press(page, "link", "Save as a view…")
    page.get_by_label("Name").fill(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text(f"The view “{name}” is saved.")).to_be_visible()
    page.goto(address)
    open_menu(page, "Views")
    press(page, "link", name)
    expect(rows_of(page)).to_have_count(shown)


def open_first_and_come_back(page, name):
    """Down to the first row, into it, and back to the list as it was."""
    shown = page.url
    page.keyboard.press("j")
    expect(rows_of(page).first.locator("th a").first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)
    with page.expect_navigation():
        page.go_back()
    expect(page).to_have_url(shown)
    expect(rows_of(page).first).to_contain_text(name)


def pick_rows(page, count):
    page.locator("h1").click()
    for number in range(count):
        page.keyboard.press("j")
        expect(rows_of(page).nth(number).locator("th a").first).to_be_focused()
        page.keyboard.press("x")
    expect(page.locator("[data-picked]")).to_have_text(f"{count} picked")


def saved_file(page, kind, folder):
    """The path of what is shown, as a file of this kind."""
    open_menu(page, "Export")
    with page.expect_download() as download:
        page.get_by_role("link", name=kind).press("Enter")
    download.value.save_as(folder / download.value.suggested_filename)
    return folder / download.value.suggested_filename


def test_companies_are_narrowed_by_folded_filters_grouped_and_ungrouped(bridges, visit, tmp_path):
    page = visit(bridges.coordinator, accept_downloads=True)
    page.goto(f"{DASHBOARD}/companies/")
    count = rows_of(page).count()

    page.keyboard.press("f")
    industry = page.get_by_role("combobox", name="Industry")
    expect(industry).to_be_focused()
    industry.select_option("31")
    group = page.get_by_role("combobox", name="Corporate group")
    expect(group).to_be_visible()  # a choice in the fold leaves it open for the next one
    group.select_option(label="No group")
    press(page, "button", "Show")
    expect(page.get_by_role("link", name="Remove the filter Industry")).to_be_visible()
    expect(page.locator("summary").filter(has_text="More filters")).to_contain_text("2 in use")
    expect(rows_of(page).first).to_contain_text("Harbor Mills")
    shown = rows_of(page).count()
    assert 0 < shown < count

    keep_as_view(page, f"{DASHBOARD}/companies/", "Mills alone")
    open_first_and_come_back(page, "Harbor Mills")
    book = openpyxl.load_workbook(saved_file(page, "Excel", tmp_path))
    header, *rows = book.active.iter_rows(values_only=True)
    assert header[0] == "Company"
    assert [row[0] for row in rows] == page.locator("tbody th a").all_inner_texts()

    pick_rows(page, 1)
    press(page, "button", "Put into a group…")
    expect(page.locator("main li", has_text="Harbor Mills")).to_be_visible()
    page.get_by_label("Group").select_option(label="Quay Group")
    press(page, "button", "Put into the group")
    expect(page.get_by_text("1 company is in Quay Group now.")).to_be_visible()
    expect(rows_of(page)).to_have_count(shown - 1)
    press(page, "button", "Undo")
    expect(page.get_by_text("Taken back for 1 company.")).to_be_visible()
    expect(rows_of(page).filter(has_text="Harbor Mills")).not_to_contain_text("Quay Group")


@pytest.fixture
def asked(bridges):
    """Two people who are asked whether they take part, and have not answered."""
    with inside(bridges.program.organization):
        for name in ("Zoe Aaltonen", "Yusuf Abara"):
            nominated = someone(bridges.program, bridges.mills, name, standing=Standing.NOMINATED)
            asking.put_question(nominated, source=Source.COORDINATOR, by=bridges.coordinator)
    return bridges


def test_people_of_all_programs_are_narrowed_reminded_and_not_reminded(asked, visit, tmp_path):
    page = visit(asked.coordinator, accept_downloads=True)
    page.goto(f"{DASHBOARD}/people/")
    with page.expect_navigation():
        page.get_by_role("combobox", name="Standing").select_option("nominated")
    expect(rows_of(page)).to_have_count(2)

    keep_as_view(page, f"{DASHBOARD}/people/", "Not answered yet")
    open_first_and_come_back(page, "Zoe Aaltonen")
    pick_rows(page, 2)
    press(page, "button", "Remind to answer…")
    expect(page.get_by_role("heading", name="2 people are reminded")).to_be_visible()
    press(page, "button", "Send the reminder")
    expect(page.get_by_text("2 reminders are sent.")).to_be_visible()
    press(page, "button", "Undo")
    expect(page.get_by_text("2 mails are not sent.")).to_be_visible()

    page.goto(f"{DASHBOARD}/people/?standing=nominated")
    with saved_file(page, "CSV", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        names = [row["given_name"] for row in csv.DictReader(file)]
    assert names == ["Zoe", "Yusuf"]


def test_programs_are_narrowed_opened_and_taken_along(bridges, visit, tmp_path):
    page = visit(bridges.coordinator, accept_downloads=True)
    page.goto(f"{DASHBOARD}/programs/?due=none")
    expect(page.get_by_role("heading", name="No program fits")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("combobox", name="What is due").select_option("now")
    expect(rows_of(page)).to_have_count(1)

    keep_as_view(page, f"{DASHBOARD}/programs/", "Needs me")
    open_first_and_come_back(page, "Bridge Spring")
    book = openpyxl.load_workbook(saved_file(page, "Excel", tmp_path))
    header, row = book.active.iter_rows(values_only=True)
    found = dict(zip(header, row, strict=True))
    assert (found["Program"], found["Matches"]) == ("Bridge Spring", 2)
    assert "3 matches to decide" in found["What is due"]


def test_matches_that_wait_are_narrowed_opened_and_taken_along(bridges, visit, tmp_path):
    address = f"{DASHBOARD}/programs/bridge-spring/partnerships/"
    page = visit(bridges.coordinator, accept_downloads=True)
    page.goto(address)
    expect(rows_of(page)).to_have_count(2)
    with page.expect_navigation():
        page.get_by_role("combobox", name="Waits for").select_option("both")
    expect(rows_of(page)).to_have_count(1)

    keep_as_view(page, address, "Both silent")
    open_first_and_come_back(page, "Amara Okafor")
    with saved_file(page, "CSV", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["mentee"], row["mentor"]) for row in csv.DictReader(file)]
    assert rows == [("Amara Okafor", "Kemal Sahin")]


def test_a_fold_that_is_left_shows_what_was_chosen_in_it(bridges, visit):
    page = visit(bridges.coordinator, viewport=NARROWEST)
    page.goto(f"{DASHBOARD}/people/")
    page.locator("summary").filter(has_text="More filters").click()
    page.get_by_role("combobox", name="Side").select_option("mentor")
    assert not is_wider_than_screen(page)
    with page.expect_navigation():
        page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Remove the filter Side: Mentor")).to_be_visible()


def test_without_scripts_the_fold_opens_and_its_button_shows(bridges, visit):
    page = visit(bridges.coordinator, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{DASHBOARD}/companies/")
    page.locator("summary").filter(has_text="More filters").click()
    page.get_by_role("combobox", name="Corporate group").select_option(label="Quay Group")
    page.locator("details[open]").get_by_role("button", name="Show").click()
    expect(rows_of(page)).to_have_count(1)
    expect(rows_of(page)).to_contain_text("Quay Bank")
    assert not is_wider_than_screen_without_scripts(page)
