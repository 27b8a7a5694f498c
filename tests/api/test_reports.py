"""Reports through the API: of a program for coordinators, of its own company for HR, and counts."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from organizations.roles import Role
from reports.content import hash_of, to_json
from reports.models import ReportRun, Snapshot, SponsorCounts
from tests.api.statements import statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.reports.sample import sample

START, END = date(2025, 1, 6), date(2026, 1, 6)
COUNTS = {"counted": 9, "stayed": 8, "promoted": 2, "larger_role": 3, "moved": 1}
GROUP = {"group_words": "Same level", **{f"group_{name}": n for name, n in COUNTS.items()}}
LATER = datetime(2026, 7, 7, tzinfo=UTC)


@pytest.fixture
def program(organization):
    return ProgramFactory(slug="spring", name="Spring", starts_on=START, ends_on=END)


@pytest.fixture
def rival(program, caller_for):
    """The API as HR of another sponsor calls it."""
    company = CompanyFactory(name="Rival")
    SponsorshipFactory(program=program, company=company)
    return caller_for(MembershipFactory(role=Role.HR, company=company))


def publish(program, company, number=1):
    content = sample(company=company.name if company else "")
    return Snapshot.objects.create(
        program=program,
        company=company,
        made_for=company and company.pk,
        kind="final",
        period_from=START,
        period_to=date(2026, 1, 6 + number),
        number=number,
        content=to_json(content),
        content_hash=hash_of(to_json(content)),
    )


def traces(snapshot):
    rows = AuditEvent.objects.filter(object_id=snapshot.pk, verb__startswith="report.")
    return [(row.verb, row.role, row.facts["form"]) for row in rows.order_by("at", "id")]


def test_hr_reads_every_cell_and_leaves_a_trace(hr, rival, staff, program, company):
    snapshot, theirs = publish(program, company), publish(program, None, 2)
    at = f"companies/{company.pk}/reports"
    (row,) = hr.get(at).json()["results"]
    assert (row["number"], row["content_hash"]) == ("R-1", snapshot.content_hash)

    read = hr.get(f"{at}/{snapshot.pk}").json()

    for said, section in zip(
        sample(company=company.name).sections, read["content"]["sections"], strict=True
    ):
        for table, shown in zip(said.tables, section["tables"], strict=True):
            texts = [[cell["text"] for cell in line["cells"]] for line in shown["rows"]]
            assert texts == [[cell.text for cell in line.cells] for line in table.rows]
            kinds = [[cell["kind"] for cell in line["cells"]] for line in shown["rows"]]
            assert kinds == [[cell.kind for cell in line.cells] for line in table.rows]
    assert list(csv.reader(io.StringIO(hr.get(f"{at}/{snapshot.pk}/csv").text)))
    assert hr.get(f"{at}/{snapshot.pk}/exe").status_code == 404
    assert traces(snapshot) == [("report.read", "hr", "page"), ("report.downloaded", "hr", "csv")]
    assert hr.get(f"{at}/{theirs.pk}").status_code == 404
    for path in (at, f"{at}/{snapshot.pk}", f"{at}/{snapshot.pk}/csv"):
        assert rival.get(path).status_code == 404
        assert staff.get(path).status_code == 403
        assert hr.get(path.replace(str(company.pk), str(uuid7()))).status_code == 404
    assert len(traces(snapshot)) == 2


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("pdf", "application/pdf"), ("xlsx", "application/vnd.openxmlformats"), ("csv", "text/csv")],
)
def test_a_report_is_taken_along_as_a_file(hr, staff, program, company, form, media_type):
    snapshot = publish(program, company)
    own = hr.get(f"companies/{company.pk}/reports/{snapshot.pk}/{form}")
    theirs = staff.get(f"programs/spring/reports/{snapshot.pk}/{form}")
    assert own["Content-Type"].startswith(media_type)
    assert own["Content-Disposition"] == f'attachment; filename="report-R-1.{form}"'
    assert form == "xlsx" or own.content == theirs.content
    assert [role for _verb, role, _form in traces(snapshot)] == ["hr", "coordinator"]


def test_a_file_comes_whatever_the_caller_accepts(staff, program, company):
    snapshot = publish(program, company)
    staff.headers = {"Accept": "application/pdf"}
    assert staff.get(f"programs/spring/reports/{snapshot.pk}/csv").status_code == 200
    missing = staff.get(f"programs/spring/reports/{uuid7()}/csv")
    assert missing.json()["error"]["code"] == "not_found"


def test_coordinators_read_all_and_have_them_made_once(
    staff, hr, caller_for, program, company, django_capture_on_commit_callbacks
):
    for _ in range(11):
        ParticipantFactory(program=program, company=company, login=False)
    at = "programs/spring/reports"
    periods = staff.get(f"{at}/periods").json()["results"]
    (final,) = [one for one in periods if one["kind"] == "final"]
    assert (final["is_closed"], final["is_published"], final["may_be_made"]) == (True, False, True)
    wanted = {"kind": "final", "last": final["last"]}
    for wrong in ({}, {"kind": "yearly"}, {"last": "x"}, {"more": 1}):
        sent = {**wanted, **wrong} if wrong else {}
        assert staff.post(f"{at}/make", sent).status_code == 400
    assert staff.post(f"{at}/make", {**wanted, "last": "1999-01-01"}).status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        first = staff.post(f"{at}/make", wanted).json()
        assert first["status"] == "queued"
        assert staff.post(f"{at}/make", wanted).json()["id"] == first["id"]
    ReportRun.objects.get()
    rows = staff.get(at).json()["results"]
    assert {row["company"] and row["company"]["name"] for row in rows} == {"Harbor Works", None}
    run = staff.get(f"{at}/runs/{first['id']}").json()
    assert (run["status"], run["made"]) == ("done", 2)
    assert staff.post(f"{at}/make", wanted).status_code == 409

    one = next(row for row in rows if row["company"])
    read = staff.get(f"{at}/{one['id']}").json()
    assert read["content"]["cover"]["company"] == "Harbor Works"
    assert staff.get("programs/spring/figures").json()["results"][0]["rows"]
    ProgramFactory(slug="other")
    for path in (one["id"], f"{one['id']}/csv", f"runs/{first['id']}"):
        assert staff.get(f"programs/other/reports/{path}").status_code == 404
    mentee = caller_for(membership_of(ParticipantFactory(program=program)))
    for caller in (hr, mentee):
        for path in (at, f"{at}/{one['id']}", f"{at}/periods", "programs/spring/figures"):
            assert caller.get(path).status_code == 403
        assert caller.post(f"{at}/make", wanted).status_code == 403


def test_hr_counts_corrects_and_overwrites_nobody(hr, rival, staff, program, company):
    at = f"programs/spring/companies/{company.pk}/counts/follow_up_6"
    with clock.held_at(LATER):
        due = hr.get(f"companies/{company.pk}/counts").json()["results"]
        assert [(one["occasion"], one["counts"]) for one in due] == [("follow_up_6", None)]
        for _ in range(2):
            kept = hr.put(at, COUNTS)
            assert kept.status_code == 200
        first = kept.json()["counts"]
        change = {**COUNTS, **GROUP, "stayed": 7}
        assert hr.put(at, change).status_code == 409
        assert hr.put(at, {**change, "seen": str(uuid7())}).status_code == 409
        corrected = hr.put(at, {**change, "seen": first["id"]}).json()["counts"]
        assert (corrected["stayed"], corrected["group_words"]) == (7, "Same level")
        assert hr.put(at.replace("_6", "_12"), COUNTS).status_code == 409
        assert hr.put(at.replace("_6", "_60"), COUNTS).status_code == 404
        for caller, status in ((rival, 404), (staff, 403)):
            assert caller.get(at).status_code == status
            assert caller.put(at, COUNTS).status_code == status
            assert caller.get(f"companies/{company.pk}/counts").status_code == status
        other = ProgramFactory(slug="not-theirs", starts_on=START, ends_on=END)
        assert hr.put(at.replace("spring", other.slug), COUNTS).status_code == 404
    assert SponsorCounts.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stayed": 10}, "stayed"),
        ({"counted": 0}, "counted"),
        ({"counted": 10**9}, "counted"),
        ({"moved": "<b>"}, "moved"),
        ({"moved": None}, "moved"),
        ({"group_words": "Others"}, "group_counted"),
        ({"group_stayed": 3}, "group_words"),
        ({"group_words": "w" * 301}, "group_words"),
        ({"seen": "x"}, "seen"),
        ({"people": ["Ann"]}, "people"),
    ],
)
def test_counts_that_do_not_fit_are_named_by_their_field(hr, company, change, field):
    at = f"programs/spring/companies/{company.pk}/counts/follow_up_6"
    with clock.held_at(LATER):
        answer = hr.put(at, COUNTS | change)

    assert (answer.status_code, field in answer.json()["error"]["fields"]) == (400, True)
    assert not SponsorCounts.objects.exists()


def test_lists_take_as_many_statements_for_many(hr, staff, program, company):
    taken, own = [], f"companies/{company.pk}/reports"
    for number in (1, 2):
        publish(program, company, number)
        taken.append((statements(hr, own), statements(staff, "programs/spring/reports")))
    assert taken[0] == taken[1]


def test_staff_read_the_criteria_and_take_the_pack(staff, hr, program):
    told = staff.get("programs/spring/quality").json()
    states = {one["key"]: one["state"] for one in told["results"]}
    [walls] = [one for one in told["results"] if one["key"] == "walls"]

    assert told["caution"].startswith("This is preparation, not accreditation. ")
    assert (states["purpose"], states["understood"]) == ("not_yet", "beyond")
    assert walls["asked_by"] == ["DGM and Forum Mentoring", "Cross Mentoring Deutschland"]
    assert walls["evidence"][1] == {
        "label": "Open cases about companies that must not be matched any more",
        "text": "0",
        "number": 0,
        "of": None,
    }
    pack = staff.get("programs/spring/quality/pack")
    assert (pack["Content-Type"], pack.content[:2]) == ("application/zip", b"PK")
    trace = AuditEvent.objects.get(verb="program.quality_taken")
    assert trace.object_id == program.pk
    for path in ("quality", "quality/pack"):
        assert hr.get(f"programs/spring/{path}").status_code == 403
