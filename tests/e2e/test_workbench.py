"""A coordinator at the workbench: choose, undo, veto, approve, announce, take back, by keyboard."""

import pytest
from playwright.sync_api import expect

from matching.models import Match
from programs.services import change_settings
from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.matching.pools import finished_run, make_pool
from tests.surroundings import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def run(bridges):
    """A finished run of three mentees, ready to be decided."""
    with inside(bridges.coordinator.organization):
        program, *_ = make_pool(3, 5)
        change_settings(program, by=bridges.coordinator, needs_baseline=False)
        made = finished_run(program, by=bridges.coordinator)
        made.program = program
        return made


def address_of(run):
    return f"/bridges/dashboard/programs/{run.program.slug}/matching/runs/{run.number}/"


def test_a_coordinator_changes_undoes_vetoes_and_approves(bridges, visit, run):
    page = visit(bridges.coordinator)
    page.goto(address_of(run))
    expect(page.get_by_role("heading", name="Seats by sponsor")).to_be_visible()

    page.keyboard.press("j")
    title = page.locator("#match-title")
    expect(title).to_be_visible()
    before = title.inner_text()
    expect(page.get_by_text("Common language: English")).to_be_visible()

    page.get_by_role("button", name="Choose ").first.press("Enter")
    expect(page.get_by_text("have another mentor now")).to_be_visible()
    expect(title).not_to_have_text(before)
    page.get_by_role("button", name="Undo “").press("Enter")
    expect(page.get_by_text("Undone. Everybody is placed as before.")).to_be_visible()
    expect(title).to_have_text(before)

    page.keyboard.press("v")
    page.get_by_label("Why these two must not be matched").fill("They share a house.")
    page.get_by_role("button", name="Veto this pair").press("Enter")
    expect(page.get_by_text("Vetoed;")).to_be_visible()
    expect(title).not_to_have_text(before)

    page.wait_for_load_state()  # keys are read by the scripts of the page
    page.keyboard.press("a")
    expect(page.get_by_text("is approved.")).to_be_visible()
    with inside(bridges.coordinator.organization):
        assert Match.objects.filter(run=run, decision="approved").count() == 1


def test_sliders_show_their_effect_while_they_move(bridges, visit, run):
    page = visit(bridges.coordinator)
    page.goto(f"/bridges/dashboard/programs/{run.program.slug}/matching/weights/")
    needs = page.get_by_label("Needs covered")
    needs.focus()
    with page.expect_response(lambda answer: "/weights/effect/" in answer.url):
        needs.press("ArrowRight")
    effect = page.locator("#effect")
    expect(effect.get_by_text("must be 100 before they can be saved")).to_be_visible()
    path = page.get_by_label("Walked the same step")
    path.focus()
    with page.expect_response(lambda answer: "/weights/effect/" in answer.url):
        path.press("ArrowLeft")
    expect(effect.get_by_role("button", name="Save and start a run")).to_be_visible()


def test_the_workbench_fits_a_phone_and_works_without_scripts(bridges, visit, run):
    page = visit(bridges.coordinator, viewport=PHONE, java_script_enabled=False)
    page.goto(address_of(run))
    page.locator(".pick").first.click()
    page.get_by_role("button", name="Choose ").first.click()
    expect(page.get_by_text("have another mentor now")).to_be_visible()
    assert not is_wider_than_screen(page)
    page.goto(f"/bridges/dashboard/programs/{run.program.slug}/matching/pins/")
    expect(page.get_by_role("button", name="Lift: ")).to_have_count(1)
    assert not is_wider_than_screen(page)
