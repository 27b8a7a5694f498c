"""Briefings over the API: who has agreed, and whom a coordinator has mailed."""

import uuid

import pytest

from notifications.models import Message
from organizations.roles import Role
from tests.api.statements import statements
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside
from training import briefing

MANAGERS, CONTACTS = (f"programs/spring/briefings/{who}" for who in ("managers", "contacts"))


@pytest.fixture
def mentee(program):
    return ParticipantFactory(program=program, manager_email="boss@works.example")


@pytest.fixture
def person(caller_for, mentee):
    return caller_for(membership_of(mentee))


def rows(answer):
    assert answer.status_code == 200
    return answer.json()["results"]


def send(caller, *participants):
    return caller.post(MANAGERS, {"participants": [str(one.pk) for one in participants]})


def test_managers_are_mailed_once_a_week_and_listed(staff, program, mentee):
    lonely = ParticipantFactory(program=program)

    sent = [send(staff, mentee, lonely).json() for _time in range(2)]

    assert sent == [{"sent": 1}, {"sent": 0}]
    assert Message.objects.get().address == "boss@works.example"
    found = {row["participant"]: row for row in rows(staff.get(MANAGERS))}
    assert found[str(mentee.pk)]["sent_at"]
    assert found[str(lonely.pk)]["problem"] == "none"
    assert not found[str(mentee.pk)]["has_agreed"]


def test_who_has_agreed(staff, hr, program, company):
    version = str(briefing.current_text("contacts").pk)
    (before,) = rows(staff.get(CONTACTS))
    assert hr.post("briefing/agree", {"version": version}).status_code == 200
    (after,) = rows(staff.get(CONTACTS))

    assert (before["company"]["name"], before["has_agreed"]) == ("Harbor Works", False)
    assert after["has_agreed"]
    assert after["agreed_at"]


@pytest.mark.parametrize("sent", [[], ["x"], [str(uuid.uuid4())], None])
def test_nobody_is_mailed_for_who_takes_no_part(sent, staff, program, mentee):
    answer = staff.post(MANAGERS, {"participants": sent})

    assert list(answer.json()["error"]["fields"]) == ["participants"]
    assert not Message.objects.exists()


def test_mentees_of_other_programs_are_refused(staff, program, mentee):
    other = ParticipantFactory(
        program=ProgramFactory(slug="other"), manager_email="b@works.example"
    )

    assert send(staff, mentee, other).status_code == 400
    assert not Message.objects.exists()


def test_only_staff_read_and_mail(hr, person, program, mentee):
    for caller in (hr, person):
        assert [caller.get(path).status_code for path in (MANAGERS, CONTACTS)] == [403, 403]
        assert send(caller, mentee).status_code == 403


def test_another_organizations_program_does_not_exist(staff, other_organization):
    with inside(other_organization):
        ProgramFactory(slug="theirs")

    for path in (MANAGERS, CONTACTS):
        assert staff.get(path.replace("spring", "theirs")).status_code == 404
    theirs = MANAGERS.replace("spring", "theirs")
    assert staff.post(theirs, {"participants": [str(uuid.uuid4())]}).status_code == 404


def test_lists_cost_the_same_however_long_they_are(staff, program, company, mentee):
    MembershipFactory(role=Role.HR, company=company)
    once = [statements(staff, path) for path in (MANAGERS, CONTACTS)]
    ParticipantFactory.create_batch(2, program=program)
    MembershipFactory.create_batch(2, role=Role.HR, company=company)

    assert [statements(staff, path) for path in (MANAGERS, CONTACTS)] == once
    assert max(once) <= 12
