"""On a phone a mentee says that it does not fit and asks for a call; a coordinator sees to it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mentoring import clock
from partnerships.checks.models import Check
from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.factories.participants import membership_of
from tests.factories.training import introduce
from tests.surroundings import inside

pytestmark = pytest.mark.browser
WORDS = "We talk past each other."


def _go(page, role, name):
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def test_what_does_not_fit_leads_to_a_call(bridges, visit):
    pair, slug = bridges.paired, bridges.program.organization.slug
    with inside(bridges.program.organization):
        introduce(pair)
        check = Check.objects.create(
            partnership=pair, participant=pair.mentee, occasion="fit", closes_on=clock.today()
        )
        mentee, mentor = membership_of(pair.mentee), membership_of(pair.mentor)
    phone = visit(mentee, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(reverse("portal:checks:mine", args=[slug]))
    _go(phone, "link", "Answer")
    expect(phone.get_by_text("Never by your partner")).to_be_visible()
    _go(phone, "button", "Send")
    expect(phone.get_by_text("Choose one of the three.").first).to_be_visible()
    phone.get_by_label("It does not fit").check()
    phone.get_by_label("Anything that the coordinators should know?").fill(WORDS)
    assert not is_wider_than_screen(phone)
    _go(phone, "button", "Send")
    expect(phone.get_by_text("Nobody is to blame")).to_be_visible()
    assert not is_wider_than_screen(phone)
    _go(phone, "button", "Please call me")
    expect(phone.get_by_text("You have asked for a call")).to_be_visible()

    other = visit(mentor, java_script_enabled=False)
    other.goto(reverse("portal:checks:mine", args=[slug]))
    expect(other.get_by_text("Nothing to answer")).to_be_visible()
    assert other.goto(reverse("portal:checks:check", args=[slug, check.pk])).status == 404

    desk = visit(bridges.coordinator)
    desk.goto(reverse("checks:overview", args=[slug, bridges.program.slug]))
    _go(desk, "link", "Open the answer")
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.goto(reverse("checks:calls", args=[slug, bridges.program.slug]))
    desk.get_by_label("What became of it?").select_option("spoke")
    _go(desk, "button", "Close the call")
    expect(desk.get_by_text("Nobody waits for a call")).to_be_visible()
