"""How a program is set up, over the API."""

import pytest

from organizations.models import AuditEvent
from programs.models import Program, Sponsorship
from programs.services import create_program
from tests.api.statements import statements
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import inside

STAFF_ONLY = (
    *("settings", "gates", "sponsorships", "nominations/sponsors", "nominations/people"),
    *("nominations/to-settle", "applications", "applications/link", "readiness", "sessions"),
    *("questionnaires", "briefings/managers", "briefings/contacts"),
)
AGREED = {
    "mentee_seats": 4,
    "mentors_owed": 3,
    "aims": ["retention", "pipeline"],
    "cost": "12500.00",
    "currency": "EUR",
    "contacts": [{"name": "Nora Lind", "email": "nora@works.example", "gets_reports": True}],
}


@pytest.mark.parametrize("path", STAFF_ONLY)
def test_hr_and_participants_are_refused(path, hr, caller_for, program):
    person = caller_for(membership_of(ParticipantFactory(program=program)))

    assert [one.get(f"programs/spring/{path}").status_code for one in (hr, person)] == [403, 403]


@pytest.mark.parametrize("path", STAFF_ONLY)
def test_another_organizations_program_does_not_exist(path, staff, program, other_organization):
    with inside(other_organization):
        ProgramFactory(slug="theirs")

    assert staff.get(f"programs/theirs/{path}").status_code == 404


@pytest.mark.parametrize("path", STAFF_ONLY)
def test_calls_take_few_statements(path, staff, program, company):
    one = statements(staff, f"programs/spring/{path}")
    SponsorshipFactory.create_batch(2, program=program)

    assert statements(staff, f"programs/spring/{path}") == one <= 12


def test_settings_are_changed_and_traced(staff, program, coordinator):
    answer = staff.patch(
        "programs/spring/settings",
        {"benefits": "A year with a mentor.", "answer_days": 9, "needs_two_approvers": True},
    )

    assert answer.status_code == 200
    assert answer.json() == staff.get("programs/spring/settings").json()
    program.refresh_from_db()
    assert (program.benefits, program.answer_days) == ("A year with a mentor.", 9)
    trace = AuditEvent.objects.get(verb="program.settings_changed")
    assert trace.by_user_id == coordinator.user_id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer_days": 61}, "answer_days"),
        ({"report_minimum": 4}, "report_minimum"),
        ({"weight_needs": 41}, "all"),
        ({"purpose": "x" * 4001}, "purpose"),
        ({"slug": "else"}, "slug"),
        ({"name": ""}, "name"),
    ],
)
def test_wrong_settings_change_nothing(change, field, staff, program):
    before = staff.get("programs/spring/settings").json()

    answer = staff.patch("programs/spring/settings", change)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert staff.get("programs/spring/settings").json() == before


def test_the_timetable_and_the_gates(staff, organization):
    program = create_program(name="Autumn", starts_on=ProgramFactory().starts_on, by=None)
    SponsorshipFactory(program=program, company=CompanyFactory(name="Silent Works"))

    days = staff.get(f"programs/{program.slug}/timetable").json()["results"]
    gates = staff.get(f"programs/{program.slug}/gates").json()["results"]

    assert {"key": "start", "label": "Start"}.items() <= days[
        [row["key"] for row in days].index("start")
    ].items()
    assert [gate["key"] for gate in gates] == ["nominations", "profiles", "baseline", "matching"]
    assert gates[0]["missing"] == ["Silent Works"]
    assert not gates[0]["is_open"]


def test_a_program_is_cloned_with_its_sponsors(staff, program, company):
    wanted = {"name": "Next spring", "starts_on": "2028-01-10", "with_sponsors": True}

    answer = staff.post("programs/spring/clone", wanted)
    again = staff.post("programs/spring/clone", wanted)

    assert (answer.status_code, answer.json()["cloned_from"]) == (201, str(program.pk))
    copy = Program.objects.get(slug="next-spring")
    assert copy.sponsorships.get().company == company
    assert again.status_code == 400
    assert list(again.json()["error"]["fields"]) == ["name"]


def test_what_a_sponsor_agreed_is_written_and_read(staff, hr, program, company):
    ParticipantFactory(program=program, company=company)
    path = f"programs/spring/companies/{company.pk}/sponsorship"

    answer = staff.put(path, AGREED)

    assert answer.status_code == 200
    body = answer.json()
    assert (body["mentee_seats"], body["seats_left"], body["cost"]) == (4, 3, "12500.00")
    assert (body["mentors_missing"], body["aims"]) == (3, ["pipeline", "retention"])
    assert body["contacts"] == AGREED["contacts"]
    assert staff.get(path).json() == body
    assert hr.get(path).json() == body
    (listed,) = staff.get("programs/spring/sponsorships").json()["results"]
    assert listed == body


def test_a_company_becomes_a_sponsor(staff, program):
    other = CompanyFactory()

    answer = staff.put(f"programs/spring/companies/{other.pk}/sponsorship", AGREED)

    assert answer.status_code == 200
    assert Sponsorship.objects.get(company=other).mentors_owed == 3


def test_hr_writes_no_agreement_and_reads_no_others(hr, program, company):
    other = CompanyFactory()
    SponsorshipFactory(program=program, company=other)

    assert hr.get(f"programs/spring/companies/{other.pk}/sponsorship").status_code == 404
    assert hr.put(f"programs/spring/companies/{company.pk}/sponsorship", AGREED).status_code == 403


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "soon"])
def test_a_copy_starts_on_a_sensible_day(day, staff, program):
    answer = staff.post("programs/spring/clone", {"name": "Copy", "starts_on": day})

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == ["starts_on"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mentee_seats": -1}, "mentee_seats"),
        ({"aims": ["fame"]}, "aims"),
        ({"currency": "euro"}, "currency"),
        ({"contacts": AGREED["contacts"] * 2}, "all"),
        ({"contacts": [{"name": "x", "email": "no address"}]}, "contacts"),
    ],
)
def test_a_wrong_agreement_changes_nothing(change, field, staff, program, company):
    answer = staff.put(f"programs/spring/companies/{company.pk}/sponsorship", AGREED | change)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert Sponsorship.objects.get(company=company).mentee_seats == 5
