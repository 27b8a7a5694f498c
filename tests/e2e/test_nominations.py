"""From HR's nomination to an answer: by form and by file, on a phone, in private."""

import re

import pytest
from playwright.sync_api import expect

from organizations.models import Membership
from organizations.roles import Role
from organizations.services import create_organization, save_company
from participants.models import Participant
from tests.e2e.visiting import PHONE, is_wider_than_screen, sign_in
from tests.factories.nominations import open_program
from tests.factories.organizations import MembershipFactory
from tests.surroundings import inside

pytestmark = pytest.mark.browser

FILE = b"email,given_name,family_name,title,side\nmei.tan@mills.example,Mei,Tan,Team lead,mentee\n"
HR_PAGE = "/bridges/company/programs/rising/nominations/"
DESK_PAGE = "/bridges/dashboard/programs/rising/nominations/people/"


@pytest.fixture
def rising(transactional_db):
    """A committed organization with one sponsor, whose nominations are open."""
    organization = create_organization(name="Bridges", slug="bridges")
    with inside(organization):
        mills = save_company(name="Harbor Mills", industries=["311211"], by=None)
        program = open_program(mills, name="Bridge Rising", slug="rising", purpose="To grow.")
        hr = MembershipFactory(role=Role.HR, company=mills, name="Rosa Lindqvist")
        coordinator = MembershipFactory(role=Role.COORDINATOR, name="Ines Calloway")
    return organization, program, hr, coordinator


def test_two_are_nominated_one_accepts_on_a_phone_and_one_declines(rising, visit, post, worker):
    organization, program, hr, coordinator = rising
    office = visit(hr)
    _nominate_by_form(office)
    _nominate_by_file(office)
    _accept_on_a_phone(visit, post)
    _decline(visit, post, organization)

    office.goto(HR_PAGE)
    rows = office.locator("tbody tr")
    expect(rows.filter(has_text="Omar Haddad")).to_contain_text(re.compile(r"\bin\b"))
    expect(rows.filter(has_text="Mei Tan")).to_contain_text("not taking part")
    for word in ("declined", "Declined", "do not have the time"):
        assert word not in office.locator("tbody").inner_text()
    desk = visit(coordinator)
    desk.goto(DESK_PAGE)
    declined = desk.locator("tbody tr").filter(has_text="Mei Tan")
    expect(declined).to_contain_text("Declined")
    expect(declined).to_contain_text("I do not have the time")
    with inside(organization):
        mentor = Participant.objects.get(program=program, side="mentor")
        assert (mentor.standing, mentor.capacity) == ("in", 2)
        assert mentor.consents.count() == 1


def _nominate_by_form(page):
    page.goto(HR_PAGE)
    page.get_by_label("Mentor", exact=True).check()
    page.get_by_label("Given name").fill("Omar")
    page.get_by_label("Family name").fill("Haddad")
    page.get_by_label("Mail address").fill("omar.haddad@mills.example")
    page.get_by_role("button", name="Nominate").click()
    expect(page.get_by_text("Omar Haddad is nominated")).to_be_visible()


def _nominate_by_file(page):
    page.get_by_role("link", name="Nominate from a file").click()
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": FILE}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="Look before you nominate")).to_be_visible()
    page.get_by_role("button", name="Nominate one person").click()
    expect(page.get_by_text("One person is nominated")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(2)


def _accept_on_a_phone(visit, post):
    letter = post.wait("omar.haddad@mills.example", "nominated")
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(page, post, "omar.haddad@mills.example")
    page.goto(_link_in(letter))
    expect(page.get_by_role("heading", name="Do you want to take part?")).to_be_visible()
    assert not is_wider_than_screen(page)
    page.get_by_label("2", exact=True).check()
    page.get_by_label("I have read this").check()
    page.get_by_role("button", name="Yes, I take part").tap()
    expect(page.get_by_text("You take part in Bridge Rising")).to_be_visible()


def _decline(visit, post, organization):
    post.wait("mei.tan@mills.example", "nominated")
    with inside(organization):
        own = Membership.objects.get(role=Role.PARTICIPANT, name="Mei Tan")
    page = visit(own)
    page.goto("/bridges/portal/")
    page.get_by_role("link", name="Read and answer").first.click()
    page.get_by_role("link", name="No, thank you").click()
    page.get_by_label("I do not have the time").check()
    page.get_by_role("button", name="No, I do not take part").click()
    expect(page.get_by_text("You have declined")).to_be_visible()


def _link_in(letter):
    return re.search(r"https?://[^\s]+(/bridges/portal/programs/[^\s]+/)", letter.text)[1]
