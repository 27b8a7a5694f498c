"""The pages of reports: what HR reads, what it counts, and what coordinators start and look at."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import AuditEvent
from organizations.roles import Role
from reports.content import hash_of, to_json
from reports.models import ReportRun, Snapshot, SponsorCounts
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.reports.sample import sample
from tests.surroundings import inside

START, END = date(2025, 1, 6), date(2026, 1, 6)
COUNTS = {"counted": 9, "stayed": 8, "promoted": 2, "larger_role": 3, "moved": 1}


@pytest.fixture
def program(organization):
    return ProgramFactory(name="Bridge", slug="bridge", starts_on=START, ends_on=END)


@pytest.fixture
def company(program):
    company = CompanyFactory(name="Torvelia Foods")
    SponsorshipFactory(program=program, company=company)
    return company


@pytest.fixture
def hr(company):
    return MembershipFactory(role=Role.HR, company=company)


def publish(program, company, number=1, content=None):
    text = to_json(content or sample(company=company.name))
    return Snapshot.objects.create(
        program=program,
        company=company,
        made_for=company.pk,
        kind="final",
        period_from=START,
        period_to=END + timedelta(days=number),
        number=number,
        content=text,
        content_hash=hash_of(text),
    )


def address(name, organization, *parts):
    return reverse(name, args=[organization.slug, *parts])


def tables_of(page):
    """``{id: [[texts of a row]]}`` as the page shows them."""
    found = {}
    for name, table in re.findall(r'data-table="([^"]+)">(.*?)</table>', page, re.DOTALL):
        body = table.partition("<tbody>")[2]
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in _rows(body)]
        found[name] = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in rows]
    return found


def _rows(body):
    return re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)


def test_a_report_shows_every_cell_and_leaves_a_trace(
    organization, program, company, hr, client_for
):
    snapshot = publish(program, company)
    browser = client_for(hr)

    assert "Final report R-1" in browser.get(address("company-reports:list", organization)).text
    answer = browser.get(address("company-reports:report", organization, snapshot.pk))

    content = sample(company=company.name)
    shown = tables_of(answer.text.replace("&#x27;", "'"))
    for _section, table in content.tables():
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert [row[1:] for row in shown[table.id]] == cells
        assert all(
            row.label in line[0] for row, line in zip(table.rows, shown[table.id], strict=True)
        )
    assert snapshot.content_hash in answer.text
    trace = AuditEvent.objects.get(verb="report.read", object_id=snapshot.pk)
    assert (trace.by_user_id, trace.role, trace.facts) == (hr.user_id, "hr", {"form": "page"})


def test_no_other_company_reads_it(organization, program, company, client_for):
    snapshot = publish(program, company)
    rival = CompanyFactory(name="Rival")
    SponsorshipFactory(program=program, company=rival)
    theirs = client_for(MembershipFactory(role=Role.HR, company=rival))

    assert "R-1" not in theirs.get(address("company-reports:list", organization)).text
    found = theirs.get(address("company-reports:report", organization, snapshot.pk))
    assert found.status_code == 404
    assert not AuditEvent.objects.filter(verb="report.read").exists()


def test_hostile_and_huge_names_are_only_text(organization, program, company, hr, client_for):
    name = "<script>alert(1)</script> שלום " + "x" * 3000
    snapshot = publish(program, company, content=sample(company=name, program=name))

    page = client_for(hr).get(address("company-reports:report", organization, snapshot.pk)).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_company_without_reports_is_told_when_they_come(organization, hr, client_for):
    with clock.held_at(datetime(2026, 2, 1, tzinfo=UTC)):
        page = client_for(hr).get(address("company-reports:list", organization)).text

    assert "No report yet" in page
    assert "What became of your people" not in page


def test_hr_counts_and_corrects(organization, program, company, hr, client_for):
    browser = client_for(hr)
    url = address("company-reports:counts", organization, program.slug, "follow_up_6")
    with clock.held_at(datetime(2026, 7, 7, tzinfo=UTC)):
        assert browser.post(url, COUNTS).status_code == 302
        group = {"group_words": "Same level", **{f"group_{k}": v for k, v in COUNTS.items()}}
        seen = {"seen": str(SponsorCounts.objects.get().pk)}
        assert seen["seen"] in browser.get(url).text
        assert browser.post(url, {**COUNTS, **group, **seen, "stayed": 7}).status_code == 302
        page = browser.get(address("company-reports:list", organization)).text

    newest, first = SponsorCounts.objects.all()
    assert str(newest.pk) != seen["seen"] == str(first.pk)
    assert (first.stayed, newest.stayed, newest.group_words) == (8, 7, "Same level")
    assert newest.by_user_id == hr.user_id
    assert "7 of 9 stayed" in page


def test_who_counts_while_a_colleague_does_learns_it(
    organization, program, company, hr, client_for
):
    url = address("company-reports:counts", organization, program.slug, "follow_up_6")
    colleague = client_for(MembershipFactory(role=Role.HR, company=company))
    with clock.held_at(datetime(2026, 7, 7, tzinfo=UTC)):
        assert colleague.post(url, COUNTS).status_code == 302
        own = {**COUNTS, "stayed": 4, "seen": "<b>"}
        answer = client_for(hr).post(url, own)
        assert SponsorCounts.objects.count() == 1
        assert colleague.post(url, COUNTS).status_code == 302  # a double click
        assert SponsorCounts.objects.count() == 1
        seen = re.search(r'name="seen" value="([^"]+)"', answer.text)[1]
        assert client_for(hr).post(url, own | {"seen": seen}).status_code == 302

    assert answer.status_code == 409
    assert "Somebody of your company has counted since" in answer.text
    assert "<dd>8</dd>" in answer.text
    assert 'value="4"' in answer.text
    assert SponsorCounts.objects.first().stayed == 4


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"stayed": 10}, "More than the people you count."),
        ({"counted": 0}, "greater than or equal to 1"),
        ({"counted": 10**9}, "less than or equal to 5000"),
        ({"moved": "<b>"}, "Enter a whole number."),
        ({"group_words": "Others"}, "Count the group in the same way"),
        ({"group_stayed": 3}, "Say who these people are."),
    ],
)
def test_counts_that_do_not_fit_are_kept_on_the_page(
    organization, program, company, hr, client_for, given, words
):
    url = address("company-reports:counts", organization, program.slug, "follow_up_6")
    with clock.held_at(datetime(2026, 7, 7, tzinfo=UTC)):
        answer = client_for(hr).post(url, {**COUNTS, **given})

    assert words in answer.text
    assert 'value="3"' in answer.text
    assert not SponsorCounts.objects.exists()


def test_nothing_is_counted_too_early_or_for_others(organization, program, company, hr, client_for):
    url = address("company-reports:counts", organization, program.slug, "follow_up_12")
    with clock.held_at(datetime(2026, 7, 7, tzinfo=UTC)):
        answer = client_for(hr).post(url, COUNTS)
        other = ProgramFactory(slug="not-theirs", starts_on=START, ends_on=END)
        foreign = address("company-reports:counts", organization, other.slug, "follow_up_6")
        assert client_for(hr).post(foreign, COUNTS).status_code == 404

    assert "You count from 6 January 2027 on" in answer.text
    assert not SponsorCounts.objects.exists()
    with inside(organization, hr.user_id, context.Actor.HR, company.pk):
        row = SponsorCounts(program=other, company=company, occasion="follow_up_6", **COUNTS)
        with pytest.raises(Exception, match="row-level security"):
            row.save()


def test_a_coordinator_makes_reports_once_and_looks_at_them(
    organization, program, company, coordinator_client, django_capture_on_commit_callbacks
):
    for _ in range(11):
        ParticipantFactory(program=program, company=company, login=False)
    page = coordinator_client.get(address("reports:list", organization, program.slug)).text
    keys = re.findall(r'name="period" value="([^"]+)"', page)
    assert "final:2026-01-27" in keys
    make = address("reports:make", organization, program.slug)

    for key in ("final:2026-01-27", "final:2026-01-27", "final:1999-01-01", "x" * 5000):
        with django_capture_on_commit_callbacks(execute=True):
            assert coordinator_client.post(make, {"period": key}).status_code == 302

    assert ReportRun.objects.count() == 1
    theirs = Snapshot.objects.get(company=company)
    page = coordinator_client.get(address("reports:list", organization, program.slug)).text
    assert theirs.code in page
    assert "published already" in page
    url = address("reports:report", organization, program.slug, theirs.pk)
    assert "As HR of the company reads it" in coordinator_client.get(url).text
    assert AuditEvent.objects.filter(verb="report.read", object_id=theirs.pk).exists()
    other = ProgramFactory(slug="other")
    elsewhere = address("reports:report", organization, other.slug, theirs.pk)
    assert coordinator_client.get(elsewhere).status_code == 404


def test_each_figure_leads_to_its_people(organization, program, company, coordinator_client):
    ParticipantFactory(program=program, company=company)

    answer = coordinator_client.get(address("reports:figures", organization, program.slug))

    (link,) = re.findall(r'href="([^"]+standing=in)"', answer.text)
    assert coordinator_client.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
def test_a_report_is_taken_along_and_that_is_noted(
    organization, program, company, hr, client_for, form
):
    snapshot = publish(program, company)
    url = address("company-reports:download", organization, snapshot.pk, form)

    answer = client_for(hr).get(url)

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="report-R-1.{form}"'
    assert len(answer.content) > 500
    trace = AuditEvent.objects.get(verb="report.downloaded", object_id=snapshot.pk)
    assert (trace.by_user_id, trace.facts) == (hr.user_id, {"form": form})
    unknown = address("company-reports:download", organization, snapshot.pk, "exe")
    assert client_for(hr).get(unknown).status_code == 404
