"""A coordinator publishes a shortlist, a mentee ranks on a phone, and the run follows the wish."""

import pytest
from playwright.sync_api import expect

from matching.models import Match
from matching.shortlists import queries
from programs.services import change_settings
from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.participants import membership_of
from tests.matching.pools import make_pool
from tests.surroundings import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def pool(bridges):
    """Two mentees and four mentors of a program in which anybody may meet."""
    with inside(bridges.coordinator.organization):
        program, mentees, mentors = make_pool(2, 4)
        change_settings(program, by=bridges.coordinator, needs_baseline=False)
        return program, membership_of(mentees[0]), mentees, mentors


@pytest.mark.processes
def test_a_wish_goes_from_a_phone_into_the_run(bridges, visit, worker, pool):
    program, mentee, mentees, mentors = pool
    desk = visit(bridges.coordinator)
    matching = f"/bridges/dashboard/programs/{program.slug}/matching/"
    desk.goto(f"{matching}shortlist/")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Find the candidates").click()
    expect(desk.get_by_role("button", name="Publish and tell everybody")).to_be_visible()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Publish and tell everybody").click()
    expect(desk.get_by_role("heading", name="Open", exact=True)).to_be_visible()

    phone = visit(mentee, viewport=PHONE)
    phone.goto("/bridges/portal/")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Read the profiles").click()
    expect(phone.get_by_role("heading", name="Mentor C")).to_be_visible()
    assert not is_wider_than_screen(phone)
    text = phone.locator("main").inner_text()
    assert not any(row.person.family_name in text for row in mentors)
    phone.get_by_label("Your wish for Mentor C").select_option(label="First choice")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Send my wishes").click()
    expect(phone.get_by_text("You have sent your wishes.")).to_be_visible()

    desk.goto(f"{matching}shortlist/")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Close now").click()
    expect(desk.get_by_text("mentee’s wish 1")).to_be_visible()
    desk.goto(matching)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Start the run").click()
    expect(desk.get_by_role("heading", name="All 2 mentees have a match")).to_be_visible()
    with inside(bridges.coordinator.organization):
        own = queries.own_list_or_404(mentees[0].pk, mentees[0].person_id)
        match = Match.objects.get(mentee=mentees[0])
        assert match.mentor_id == own.candidates[2].mentor_id
        assert match.wishes > 0
