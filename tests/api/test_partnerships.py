"""What each of the two, coordinators and HR read of partnerships and people."""

import pytest

from partnerships import services
from tests.api.statements import statements
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership, say_yes

PATH = "programs/spring/partnerships"


@pytest.fixture
def match(program):
    mentor = ParticipantFactory(program=program, mentor=True)
    return make_partnership(mentor=mentor, mentee=ParticipantFactory(program=program))


def only(response):
    assert response.status_code == 200
    (row,) = response.json()["results"]
    return row


def test_staff_read_both_sides(staff, match):
    say_yes(match, "mentor")

    row = only(staff.get(PATH))

    assert row["status"] == "proposed"
    assert row["mentor"]["name"] == match.mentor_person.name
    assert row["mentee"]["company"]["name"] == match.mentee_company.name
    assert (row["mentor"]["accepted_at"] is None, row["mentee"]["accepted_at"]) == (False, None)


def test_nobody_learns_of_the_other_before_both_accept(caller_for, match):
    say_yes(match, "mentor")
    response = caller_for(membership_of(match.mentee)).get(PATH)

    assert only(response)["mentor"] is None
    for word in (match.mentor_person.name, match.mentor_company.name, str(match.mentor_id)):
        assert word not in response.content.decode()


def test_both_are_named_when_both_have_accepted(caller_for, match):
    say_yes(match, "mentor")
    say_yes(match, "mentee")

    row = only(caller_for(membership_of(match.mentee)).get(PATH))

    assert row["status"] == "preparing"
    assert row["mentor"]["name"] == match.mentor_person.name


def test_why_a_match_is_over_is_not_told(caller_for, staff, match):
    services.decline(match, by=membership_of(match.mentor), reason="not_now")

    assert only(caller_for(membership_of(match.mentee)).get(PATH))["status"] == "over"
    assert only(staff.get(PATH))["status"] == "declined"


def test_others_partnerships_are_not_listed(caller_for, match, program):
    other = caller_for(membership_of(ParticipantFactory(program=program)))

    assert other.get(PATH).json()["results"] == []


def test_hr_reads_no_partnerships(hr, match):
    assert hr.get(PATH).status_code == 403


def test_the_number_of_statements_does_not_grow(staff, match, program):
    one = statements(staff, PATH)
    for _ in range(2):
        mentor = ParticipantFactory(program=program, mentor=True)
        make_partnership(mentor=mentor, mentee=ParticipantFactory(program=program))

    assert statements(staff, PATH) == one


def test_hr_reads_its_own_people_and_their_stage(hr, program, company):
    ours = ParticipantFactory(program=program, company=company, standing="declined")
    ParticipantFactory(program=program)

    row = only(hr.get(f"companies/{company.pk}/roster"))

    assert row == {
        "id": str(ours.pk),
        "name": ours.person.name,
        "title": "Head of operations",
        "side": "mentee",
        "program": str(program.pk),
        "stage": "not taking part",
    }


def test_the_roster_is_narrowed_by_name(hr, program, company):
    ours = ParticipantFactory(program=program, company=company)

    def found(text):
        return hr.get(f"companies/{company.pk}/roster", search=text).json()["count"]

    assert (found(ours.person.family_name.lower()), found("nobody"), found("%")) == (1, 0, 0)


def test_other_companies_do_not_exist_for_hr(hr, company):
    other = CompanyFactory()

    assert hr.get(f"companies/{other.pk}/roster").status_code == 404


def test_staff_read_any_roster(staff, program, company):
    ours = ParticipantFactory(program=program, company=company)
    ParticipantFactory(program=program)

    assert only(staff.get(f"companies/{company.pk}/roster"))["id"] == str(ours.pk)


def test_the_number_of_statements_of_the_roster_does_not_grow(hr, program, company):
    path = f"companies/{company.pk}/roster"
    ParticipantFactory(program=program, company=company)
    one = statements(hr, path)
    ParticipantFactory.create_batch(2, program=program, company=company)

    assert statements(hr, path) == one
