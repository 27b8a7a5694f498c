"""Programs as each role may read them."""

import pytest

from tests.api.statements import statements
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory, SponsorshipFactory


def names(response):
    assert response.status_code == 200
    return {row["name"] for row in response.json()["results"]}


@pytest.fixture
def other_program(program):
    """A program that neither the sponsor nor the person is in."""
    return ProgramFactory(name="Autumn program", slug="autumn")


def test_staff_read_all_programs(staff, program, other_program):
    assert names(staff.get("programs")) == {"Spring program", "Autumn program"}


def test_hr_reads_those_its_company_sponsors(hr, program, other_program):
    SponsorshipFactory(program=other_program)

    assert names(hr.get("programs")) == {"Spring program"}
    assert hr.get("programs/spring").status_code == 200
    assert hr.get("programs/autumn").status_code == 404


def test_people_read_those_they_are_in(caller_for, program, other_program):
    person = caller_for(membership_of(ParticipantFactory(program=program)))

    assert names(person.get("programs")) == {"Spring program"}
    assert person.get("programs/spring").status_code == 200
    assert person.get("programs/autumn").status_code == 404


def test_a_program_has_these_fields_and_no_others(staff, program):
    assert staff.get("programs/spring").json() == {
        "id": str(program.pk),
        "slug": "spring",
        "name": "Spring program",
        "purpose": "",
        "starts_on": "2027-01-11",
        "ends_on": "2028-01-11",
        "answer_days": 7,
        "meeting_every_days": 30,
    }


def test_pages(staff, organization):
    ProgramFactory.create_batch(3)

    first = staff.get("programs", page_size=2).json()

    assert first["count"] == 3
    assert len(first["results"]) == 2
    assert first["next"].endswith("page=2&page_size=2")
    assert first["previous"] is None


def test_the_number_of_statements_does_not_grow(staff, organization):
    ProgramFactory()
    one = statements(staff, "programs")
    ProgramFactory.create_batch(2)

    assert statements(staff, "programs") == one
