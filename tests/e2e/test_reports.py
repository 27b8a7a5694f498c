"""A coordinator has a quarter's reports made; an HR lead reads hers and takes it to the board."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from mentoring import clock
from organizations.models import AuditEvent
from programs.models import Program, SponsorContact, Sponsorship
from reports.models import Snapshot
from tests.e2e.visiting import PHONE
from tests.factories.participants import ParticipantFactory
from tests.surroundings import inside

pytestmark = pytest.mark.browser
QUARTER = timedelta(days=100)


@pytest.fixture
def quarter(bridges):
    """A quarter is over; the company of the HR person has eleven people, and she gets reports."""
    with inside(bridges.program.organization):
        today = clock.today()
        Program.objects.filter(pk=bridges.program.pk).update(
            starts_on=today - QUARTER, ends_on=today + 3 * QUARTER
        )
        for number in range(11):
            ParticipantFactory(
                program=bridges.program, company=bridges.mills, mentor=number > 5, login=False
            )
        SponsorContact.objects.create(
            sponsorship=Sponsorship.objects.get(company=bridges.mills),
            name=bridges.hr.name,
            email=bridges.hr.user.email,
            gets_reports=True,
        )
    return bridges


def test_a_report_goes_from_the_coordinator_to_the_board(quarter, worker, visit, post):
    slug, program = quarter.program.organization.slug, quarter.program.slug
    desk = visit(quarter.coordinator)
    desk.goto(reverse("reports:list", args=[slug, program]))
    desk.get_by_role("button", name="Make these reports now").first.click()
    expect(desk.get_by_role("link", name="Harbor Mills").first).to_be_visible()

    letter = post.wait(quarter.hr.user.email, "report")
    with inside(quarter.program.organization):
        own = Snapshot.objects.get(company=quarter.mills)
        other = Snapshot.objects.get(company=quarter.rail)
    address = reverse("company-reports:report", args=[slug, own.pk])
    assert address in letter.text, "where it is,"
    assert "Harbor Mills" not in letter.text, "and nothing of what it says"

    phone = visit(quarter.hr, viewport=PHONE)
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone.get_by_role("main")).to_contain_text("Harbor Mills")
    files = {}
    for name in ("PDF", "XLSX", "CSV"):
        with phone.expect_download() as taken:
            phone.get_by_role("link", name=name, exact=True).click()
        files[name] = taken.value.path().read_bytes()
    assert files["PDF"].startswith(b"%PDF-")
    assert own.code in files["CSV"].decode("utf-8-sig")
    assert load_workbook(BytesIO(files["XLSX"]), read_only=True).sheetnames
    assert phone.goto(reverse("company-reports:report", args=[slug, other.pk])).status == 404
    with inside(quarter.program.organization):
        forms = AuditEvent.objects.filter(object_id=own.pk, by_user_id=quarter.hr.user_id)
        said = set(forms.values_list("facts__form", flat=True))
    assert said == {"page", "pdf", "xlsx", "csv"}
