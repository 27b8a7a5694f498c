"""HR nominates over the API and reads its own alone; coordinators read what came of it."""

import pytest

from company.competitors import name_all
from mentoring.tenancy import context
from organizations.roles import ACTORS, Role
from participants.models import Participant
from participants.nominating.models import Nomination, TakeBack
from tests.api.statements import statements
from tests.factories.nominations import nominated, open_program, sponsored
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of

NORA = {
    "side": "mentee",
    "email": "Nora@Works.example",
    "given_name": "Nora",
    "family_name": "Lind",
}


@pytest.fixture
def program(organization):
    return open_program(slug="spring", name="Spring program")


@pytest.fixture
def company(program):
    made = CompanyFactory(name="Harbor Works")
    sponsored(program, made, seats=2)
    return made


@pytest.fixture
def rival(program):
    made = CompanyFactory(name="Rival Works")
    sponsored(program, made)
    return made


def path_of(company):
    return f"programs/spring/companies/{company.pk}/nominations"


def test_hr_nominates_and_reads(hr, staff, company):
    answer = hr.post(path_of(company), NORA)

    assert answer.status_code == 201
    assert (answer.json()["email"], answer.json()["stage"]) == ("nora@works.example", "nominated")
    assert hr.get(path_of(company)).json()["results"] == [answer.json()]
    assert staff.get(path_of(company)).json()["results"] == [answer.json()]


def test_naming_somebody_twice_changes_nothing(hr, company):
    first, again = (hr.post(path_of(company), NORA).json() for _ in range(2))

    assert first == again
    assert Nomination.objects.count() == 1


def test_seats_are_kept(hr, company):
    answers = [hr.post(path_of(company), NORA | {"email": f"n{n}@works.example"}) for n in "abc"]

    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert "fewer seats" in answers[2].json()["error"]["message"]
    assert Nomination.objects.count() == 2


@pytest.mark.parametrize(
    "change", [{"email": "nobody"}, {"side": "king"}, {"given_name": ""}, {"company": "x"}]
)
def test_what_is_wrong_is_said_at_its_field(change, hr, company):
    answer = hr.post(path_of(company), NORA | change)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == list(change)
    assert not Nomination.objects.exists()


def test_another_companys_nominations_do_not_exist(hr, caller_for, program, company, rival):
    nominated(program, rival, "secret@rival.example")
    theirs = caller_for(MembershipFactory(role=Role.HR, company=rival))

    assert hr.get(path_of(rival)).status_code == hr.post(path_of(rival), NORA).status_code == 404
    assert hr.get(path_of(company)).json()["results"] == []
    assert len(theirs.get(path_of(rival)).json()["results"]) == 1


def test_staff_and_participants_do_not_nominate_for_a_company(staff, caller_for, program, company):
    person = caller_for(membership_of(ParticipantFactory(program=program, company=company)))

    assert staff.post(path_of(company), NORA).status_code == 403
    assert person.get(path_of(company)).status_code == 403


def test_the_number_of_statements_does_not_grow(hr, program, company):
    nominated(program, company, "a@works.example")
    one = statements(hr, path_of(company))
    nominated(program, company, "b@works.example")

    assert statements(hr, path_of(company)) == one <= 12


def test_a_nomination_is_taken_back_as_long_as_it_has_no_answer(hr, company):
    first = hr.post(path_of(company), NORA).json()
    hr.post(path_of(company), NORA | {"email": "omar@works.example"})
    path = f"{path_of(company)}/{first['id']}/take-back"

    taken, again = (hr.post(path, {}) for _time in range(2))

    assert taken.json() == first | {"stage": "not taking part"}
    assert (taken.status_code, again.status_code) == (200, 409)
    assert again.json()["error"]["message"].startswith("There is an answer already")
    assert TakeBack.objects.count() == 1
    assert hr.post(path_of(company), NORA | {"email": "eva@works.example"}).status_code == 201


def test_who_has_accepted_is_not_taken_back(hr, program, company, settle):
    row = nominated(program, company, "a@works.example")
    settle()
    Participant.objects.update(standing="in")

    answer = hr.post(f"{path_of(company)}/{row.pk}/take-back", {})

    assert answer.status_code == 409
    assert not TakeBack.objects.exists()


def test_nobody_else_takes_a_nomination_back(hr, staff, caller_for, program, company, rival):
    row = nominated(program, company, "a@works.example")
    person = caller_for(membership_of(ParticipantFactory(program=program, company=company)))
    theirs = caller_for(MembershipFactory(role=Role.HR, company=rival))
    path = f"{path_of(company)}/{row.pk}/take-back"

    assert [one.post(path, {}).status_code for one in (staff, person, theirs)] == [403, 403, 404]
    assert theirs.post(f"{path_of(rival)}/{row.pk}/take-back", {}).status_code == 404
    assert not TakeBack.objects.exists()


def test_named_competitors_are_read_by_staff_and_their_own_hr(
    hr, staff, caller_for, company, rival, organization
):
    user = MembershipFactory(role=Role.HR, company=company).user_id
    own = context.Context(organization.pk, user, actor=ACTORS[Role.HR], company_id=company.pk)
    with context.enter(own):
        name_all(["Secret Bakery"])
    theirs = caller_for(MembershipFactory(role=Role.HR, company=rival))

    def names(caller):
        return [row["name"] for row in caller.get("named-competitors").json()["results"]]

    assert names(hr) == names(staff) == ["Secret Bakery"]
    assert names(theirs) == []
