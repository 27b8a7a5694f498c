"""Roles and invitations of staff and contacts over the API: administrators decide."""

import pytest

from organizations.models import Membership, RoleInvitation
from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import inside


@pytest.fixture
def boss(organization):
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def administrator(caller_for, boss):
    return caller_for(boss)


@pytest.fixture
def person(caller_for, program):
    return caller_for(membership_of(ParticipantFactory(program=program)))


@pytest.fixture
def held(organization):
    """A coordinator's role."""
    return MembershipFactory(role=Role.COORDINATOR, name="Cora Dane")


@pytest.fixture
def invited(administrator):
    sent = {"email": "new@works.example", "role": "coordinator"}
    return administrator.post("staff/invitations", sent).json()


def test_a_role_is_read(staff, held):
    body = staff.get(f"staff/{held.pk}").json()

    assert (body["name"], body["role"], body["company"]) == ("Cora Dane", "coordinator", None)


def test_a_changed_role_is_a_new_one(administrator, held, company):
    wanted = {"role": "hr", "company": str(company.pk)}

    changed = administrator.put(f"staff/{held.pk}", wanted)

    body = changed.json()
    assert (changed.status_code, body["role"], body["company"]["name"]) == (
        *(200, "hr"),
        "Harbor Works",
    )
    assert body["id"] != str(held.pk)
    assert administrator.put(f"staff/{held.pk}", wanted).status_code == 404
    assert administrator.put(f"staff/{body['id']}", wanted).json() == body
    assert Membership.objects.filter(user=held.user).count() == 1


def test_the_same_role_keeps_its_row_and_takes_a_name(administrator, held):
    body = administrator.put(f"staff/{held.pk}", {"role": "coordinator", "name": "Cora D."}).json()

    assert (body["id"], body["name"]) == (str(held.pk), "Cora D.")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({}, "role"),
        ({"role": "participant"}, "role"),
        ({"role": "hr"}, "company"),
        ({"role": "hr", "company": "x"}, "company"),
        ({"role": "coordinator", "name": "x" * 161}, "name"),
        ({"role": "coordinator", "email": "other@works.example"}, "email"),
    ],
)
def test_a_role_that_cannot_be_given(wanted, field, administrator, held):
    answer = administrator.put(f"staff/{held.pk}", wanted)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert Membership.objects.get(pk=held.pk).role == Role.COORDINATOR


def test_a_company_of_another_organization_has_no_hr_here(administrator, held, other_organization):
    with inside(other_organization):
        theirs = CompanyFactory()

    answer = administrator.put(f"staff/{held.pk}", {"role": "hr", "company": str(theirs.pk)})

    assert list(answer.json()["error"]["fields"]) == ["company"]


def test_a_role_ends_once(administrator, caller_for, held):
    theirs = caller_for(held)
    assert theirs.get("staff").status_code == 200

    ended = [administrator.post(f"staff/{held.pk}/end", {}).status_code for _time in range(2)]

    assert ended == [204, 404]
    assert theirs.get("staff").status_code == 404


def test_the_last_administrator_stays(administrator, boss):
    ended = administrator.post(f"staff/{boss.pk}/end", {})
    changed = administrator.put(f"staff/{boss.pk}", {"role": "coordinator"})

    assert (ended.status_code, changed.status_code) == (409, 400)
    assert "is the only administrator" in ended.json()["error"]["message"]
    assert Membership.objects.get(pk=boss.pk).role == Role.ADMINISTRATOR


def test_an_invitation_is_sent_again_and_taken_back(administrator, invited):
    path = f"staff/invitations/{invited['id']}"
    number = RoleInvitation.objects.get().number

    again = administrator.post(f"{path}/send-again", {})
    taken = [administrator.post(f"{path}/take-back", {}) for _time in range(2)]
    late = administrator.post(f"{path}/send-again", {})

    assert (again.status_code, again.json()["status"]) == (200, "open")
    assert RoleInvitation.objects.get().number == number + 1
    assert [(one.status_code, one.json()["status"]) for one in taken] == [(200, "taken_back")] * 2
    assert late.status_code == 409
    assert "was taken back" in late.json()["error"]["message"]


def writes(held, invited):
    invitation = f"staff/invitations/{invited['id']}"
    return (
        ("put", f"staff/{held.pk}", {"role": "administrator"}),
        ("post", f"staff/{held.pk}/end", {}),
        ("post", f"{invitation}/send-again", {}),
        ("post", f"{invitation}/take-back", {}),
    )


def test_only_administrators_decide(staff, hr, person, held, invited):
    for method, path, body in writes(held, invited):
        codes = [getattr(one, method)(path, body).status_code for one in (staff, hr, person)]
        assert codes == [403, 403, 403]
    assert Membership.objects.get(pk=held.pk).role == Role.COORDINATOR
    assert RoleInvitation.objects.get().taken_back_at is None
    assert [one.get(f"staff/{held.pk}").status_code for one in (hr, person)] == [403, 403]


def test_roles_of_others_and_of_participants_do_not_exist(
    administrator, program, invited, other_organization
):
    participant = membership_of(ParticipantFactory(program=program))
    with inside(other_organization):
        theirs = MembershipFactory(role=Role.COORDINATOR)

    for held in (participant, theirs):
        codes = [
            getattr(administrator, method)(path, body).status_code
            for method, path, body in writes(held, {"id": str(held.pk)})
        ]
        assert codes == [404] * 4
        assert administrator.get(f"staff/{held.pk}").status_code == 404
