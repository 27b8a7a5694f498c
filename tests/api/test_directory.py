"""Staff, people and companies over the API: coordinators alone read them."""

import pytest

from mentoring.tenancy import context
from organizations.models import RoleInvitation
from organizations.people_notes import write_note
from organizations.roles import ACTORS, Role
from tests.api.statements import statements
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CorporateGroupFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import inside

LISTS = ("staff", "staff/invitations", "people", "companies", "company-groups", "apart")


def results(answer):
    assert answer.status_code == 200
    return answer.json()["results"]


@pytest.mark.parametrize("path", LISTS)
def test_hr_and_participants_are_refused(path, hr, caller_for, program):
    person = caller_for(membership_of(ParticipantFactory(program=program)))

    assert [one.get(path).status_code for one in (hr, person)] == [403, 403]


@pytest.mark.parametrize("path", LISTS)
def test_lists_take_few_statements_however_long_they_are(path, staff):
    def grow():
        one, other = PersonFactory().employments.get().company, CompanyFactory()
        CompetitorDeclarationFactory(company=one, competitor=other)
        other.corporate_group = CorporateGroupFactory()
        other.save()
        MembershipFactory(role=Role.HR, company=one)

    grow()
    first = statements(staff, path)
    grow()
    grow()

    assert statements(staff, path) == first <= 12


def test_rows_of_another_organization_do_not_exist(staff, other_organization):
    with inside(other_organization):
        person = PersonFactory()
        company = person.employments.get().company

    assert staff.get(f"people/{person.pk}").status_code == 404
    assert staff.get(f"companies/{company.pk}").status_code == 404
    assert results(staff.get("people")) == []
    assert results(staff.get("companies")) == []


def test_a_person_with_jobs_and_without_notes(staff, coordinator):
    person = PersonFactory(given_name="Ana", family_name="Silva")
    author = context.Context(
        coordinator.organization_id, coordinator.user_id, actor=ACTORS[coordinator.role]
    )
    with context.enter(author):
        write_note(person, "Confidential impression", by=coordinator)

    (listed,) = results(staff.get("people", search="silva"))
    answer = staff.get(f"people/{person.pk}")

    assert listed["employer"] == answer.json()["jobs"][0]["company"]
    assert answer.json()["jobs"][0]["ended_on"] is None
    assert "Confidential" not in answer.content.decode()
    assert results(staff.get("people", search="nobody")) == []


def test_a_company_with_codes_group_and_declarations(staff):
    company = CompanyFactory(name="Harbor", corporate_group=CorporateGroupFactory(name="Sea"))
    CompanyIndustryFactory(company=company, code="311811")
    rival = CompetitorDeclarationFactory(company=company).competitor

    body = staff.get(f"companies/{company.pk}").json()

    assert (body["corporate_group"], body["industries"]) == ("Sea", ["311811"])
    assert [one["id"] for one in body["declares"]] == [str(rival.pk)]
    assert staff.get(f"companies/{rival.pk}").json()["declared_by"][0]["name"] == "Harbor"
    (group,) = results(staff.get("company-groups", kind="corporate"))
    assert [one["name"] for one in group["companies"]] == ["Harbor"]


def test_who_may_not_meet_whom_and_why(staff):
    declared = CompetitorDeclarationFactory(company=CompanyFactory(name="Harbor"))

    (pair,) = results(staff.get("apart"))

    assert {pair["one"]["name"], pair["other"]["name"]} == {"Harbor", declared.competitor.name}
    assert pair["reasons"] == ["declared by Harbor"]
    assert results(staff.get("apart", rule="industry")) == []
    assert staff.get("apart", rule="nonsense").status_code == 400


def test_staff_and_invitations(staff, coordinator, company, caller_for):
    administrator = caller_for(MembershipFactory(role=Role.ADMINISTRATOR))
    wanted = {"email": "new@works.example", "role": "hr", "company": str(company.pk)}

    sent = administrator.post("staff/invitations", wanted)
    again = administrator.post("staff/invitations", wanted)

    assert (sent.status_code, sent.json()["company"]["name"]) == (201, "Harbor Works")
    assert again.status_code == 400
    assert list(again.json()["error"]["fields"]) == ["email"]
    (listed,) = results(staff.get("staff/invitations"))
    assert listed == sent.json()
    assert {row["role"] for row in results(staff.get("staff"))} == {"administrator", "coordinator"}


@pytest.mark.parametrize(
    "wanted",
    [
        {"email": "new@works.example", "role": "hr"},
        {"email": "new@works.example", "role": "hr", "company": "0190a1b2-0000-7000-8000-0000000"},
        {"email": "nobody", "role": "coordinator"},
        {"email": "new@works.example", "role": "participant"},
    ],
)
def test_an_impossible_invitation_is_not_sent(wanted, caller_for):
    administrator = caller_for(MembershipFactory(role=Role.ADMINISTRATOR))

    assert administrator.post("staff/invitations", wanted).status_code == 400
    assert not RoleInvitation.objects.exists()


def test_only_administrators_invite(staff):
    wanted = {"email": "new@works.example", "role": "coordinator"}

    assert staff.post("staff/invitations", wanted).status_code == 403
