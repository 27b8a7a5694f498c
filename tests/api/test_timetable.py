"""A program's days and doors over the API: set, shifted, opened by hand, and read by its people."""

from datetime import date

import pytest

from organizations.models import AuditEvent
from organizations.roles import Role
from programs.services import create_program
from tests.api.statements import statements
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import inside

START = date(2027, 1, 11)
DATES, GATES = "programs/spring/timetable", "programs/spring/gates"
WRITES = (
    ("patch", DATES, {"check_1": {"opens_on": "2027-03-01", "closes_on": "2027-03-02"}}),
    ("put", f"{DATES}/check_1", {"opens_on": "2027-03-01", "closes_on": "2027-03-02"}),
    ("post", f"{DATES}/shift", {"starts_on": "2027-02-01"}),
    ("put", f"{GATES}/profiles", {"door": "open"}),
)


@pytest.fixture
def program(organization):
    return create_program(name="Spring", starts_on=START, by=None)


@pytest.fixture
def person(caller_for, program):
    """The API as somebody calls it who takes part."""
    return caller_for(membership_of(ParticipantFactory(program=program)))


def days(program):
    return {row.key: (row.opens_on, row.closes_on) for row in program.dates.all()}


def call(caller, write):
    method, path, body = write
    return getattr(caller, method)(path, body)


def fields(answer):
    assert answer.status_code == 400
    return answer.json()["error"]["fields"]


@pytest.mark.parametrize("write", WRITES)
def test_only_staff_write(write, hr, person, program):
    before = days(program)

    assert [call(one, write).status_code for one in (hr, person)] == [403, 403]
    assert days(program) == before


@pytest.mark.parametrize("write", WRITES)
def test_another_organizations_program_does_not_exist(write, staff, program, other_organization):
    with inside(other_organization):
        theirs = create_program(name="Theirs", starts_on=START, by=None)
        before = days(theirs)
    method, path, body = write

    answer = call(staff, (method, path.replace("spring", "theirs"), body))

    assert answer.status_code == 404
    assert answer.content == staff.get("programs/none").content
    with inside(other_organization):
        assert days(theirs) == before


@pytest.mark.parametrize("write", WRITES)
def test_the_same_again_changes_nothing_and_leaves_no_trace(write, staff, program):
    first = call(staff, write)
    trail = AuditEvent.objects.count()
    second = call(staff, write)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert AuditEvent.objects.count() == trail


def test_one_date_is_set(staff, program, coordinator):
    answer = staff.put(f"{DATES}/check_1", {"opens_on": "2027-03-01", "closes_on": "2027-03-02"})

    assert answer.json() == {
        "key": "check_1",
        "label": "Progress check, month 1",
        "opens_on": "2027-03-01",
        "closes_on": "2027-03-02",
    }
    assert staff.get(f"{DATES}/check_1").json() == answer.json()
    assert days(program)["check_1"] == (date(2027, 3, 1), date(2027, 3, 2))
    assert AuditEvent.objects.get(verb="program.date_set").by_user_id == coordinator.user_id


def test_the_end_is_the_programs_last_day(staff, program):
    staff.put(f"{DATES}/end", {"opens_on": "2027-12-20", "closes_on": "2027-12-20"})

    assert staff.get("programs/spring").json()["ends_on"] == "2027-12-20"


@pytest.mark.parametrize(
    ("key", "span", "field"),
    [
        ("check_1", {"opens_on": "2027-03-02", "closes_on": "2027-03-01"}, "all"),
        ("check_1", {"opens_on": "2027-03-02"}, "closes_on"),
        ("check_1", {"opens_on": "soon", "closes_on": "2027-03-01"}, "opens_on"),
        ("check_1", {"opens_on": "0001-01-01", "closes_on": "2027-03-01"}, "opens_on"),
        ("check_1", {"opens_on": "2027-03-01", "closes_on": "9999-12-31"}, "closes_on"),
        ("end", {"opens_on": "2026-03-01", "closes_on": "2026-03-01"}, "ends_on"),
        ("start", {"opens_on": "2027-03-01", "closes_on": "2027-03-01"}, "all"),
    ],
)
def test_a_wrong_date_changes_nothing(key, span, field, staff, program):
    before = days(program)

    assert list(fields(staff.put(f"{DATES}/{key}", span))) == [field]
    assert days(program) == before


def test_a_row_that_there_is_not(staff, program):
    program.dates.filter(key="check_9").delete()
    span = {"opens_on": "2027-03-01", "closes_on": "2027-03-01"}

    assert staff.get(f"{DATES}/nonsense").status_code == 404
    assert staff.put(f"{DATES}/nonsense", span).status_code == 404
    assert staff.get(f"{DATES}/check_9").status_code == 404
    assert staff.put(f"{DATES}/check_9", span).status_code == 200


def test_several_dates_are_set_or_none(staff, program):
    good = {"opens_on": "2027-03-01", "closes_on": "2027-03-01"}
    bad = {"opens_on": "2027-03-02", "closes_on": "2027-03-01"}
    before = days(program)

    refused = staff.patch(DATES, {"check_1": good, "check_3": bad})

    assert fields(refused) == {"check_3": ["A stage cannot close before it opens."]}
    assert days(program) == before
    rows = staff.patch(DATES, {"check_1": good, "check_3": good}).json()
    assert [row["key"] for row in rows if row["opens_on"] == "2027-03-01"] == ["check_1", "check_3"]


@pytest.mark.parametrize("body", [{"start": {}}, {"party": {}}, {"check_1": "soon"}, [], None])
def test_rows_that_cannot_be_set(body, staff, program):
    before = days(program)

    assert staff.patch(DATES, body).status_code == 400
    assert days(program) == before


def test_a_program_is_shifted_with_all_its_dates(staff, program):
    staff.put(f"{DATES}/check_1", {"opens_on": "2027-02-20", "closes_on": "2027-02-20"})

    moved = staff.post(f"{DATES}/shift", {"starts_on": "2027-02-11"}).json()

    assert (moved["starts_on"], moved["ends_on"]) == ("2027-02-11", "2028-02-11")
    by_key = {row["key"]: row["opens_on"] for row in moved["dates"]}
    assert (by_key["check_3"], by_key["check_1"]) == ("2027-05-11", "2027-03-23")
    assert moved["dates"] == staff.get(DATES).json()["results"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "soon", None])
def test_a_program_is_shifted_to_a_sensible_day(day, staff, program):
    assert list(fields(staff.post(f"{DATES}/shift", {"starts_on": day}))) == ["starts_on"]
    program.refresh_from_db()
    assert program.starts_on == START


def test_people_read_the_timetable_of_their_own_program(person, hr, staff, program):
    other = ProgramFactory(slug="other")

    assert person.get(DATES).json() == staff.get(DATES).json()
    assert person.get(f"{DATES}/check_1").status_code == 200
    assert person.get(f"programs/{other.slug}/timetable").status_code == 404
    assert hr.get(DATES).status_code == 403


def test_the_timetable_takes_few_statements(person, staff):
    assert max(statements(one, DATES) for one in (person, staff)) <= 12


def test_a_door_is_opened_closed_and_left_to_its_dates(staff, program):
    read = [
        staff.put(f"{GATES}/profiles", {"door": door}).json() for door in ("open", "closed", "")
    ]

    assert [gate["door"] for gate in read] == ["open", "closed", ""]
    assert [gate["is_open"] for gate in read][:2] == [True, False]
    assert staff.get(f"{GATES}/profiles").json() == read[-1]
    assert AuditEvent.objects.filter(verb="program.door").count() == 3


def test_opening_does_not_lift_what_nominations_wait_for(staff, program):
    sponsor = SponsorshipFactory(program=program).company

    gate = staff.put(f"{GATES}/nominations", {"door": "open"}).json()

    assert (gate["door"], gate["is_open"], gate["missing"]) == ("open", False, [sponsor.name])


@pytest.mark.parametrize("body", [{"door": "ajar"}, {}, {"door": None}, {"door": "open", "x": 1}])
def test_a_door_that_does_not_exist(body, staff, program):
    assert staff.put(f"{GATES}/profiles", body).status_code == 400
    assert not program.dates.exclude(door="").exists()


@pytest.mark.parametrize("key", ["training", "start", "nonsense"])
def test_what_is_no_stage_has_no_door(key, staff, program):
    assert staff.get(f"{GATES}/{key}").status_code == 404
    assert staff.put(f"{GATES}/{key}", {"door": "open"}).status_code == 404


def test_an_administrator_may_do_the_same(caller_for, program):
    administrator = caller_for(MembershipFactory(role=Role.ADMINISTRATOR))

    assert [call(administrator, write).status_code for write in WRITES] == [200] * 4
