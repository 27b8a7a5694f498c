"""Cases through the API: coordinators alone, the same rules, and who was faster is a conflict."""

from datetime import timedelta

import pytest

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from organizations.roles import Role
from partnerships.cases import services
from partnerships.cases.models import Case
from tests.api.statements import statements
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership


@pytest.fixture
def pair(program):
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    return make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))


def opened(pair, signal="call", participant=None, **facts):
    return Case.objects.create(
        program=pair.program,
        partnership=pair,
        participant=participant,
        signal=signal,
        occasion=str(uuid7()),
        since=clock.now(),
        due_on=clock.today(),
        **facts,
    )


def test_a_case_from_taking_to_closing(staff, pair):
    case = opened(pair, participant=pair.mentee)
    place, day = f"cases/{case.pk}", clock.today() + timedelta(days=5)

    [row] = staff.get("cases", signal="call", program=pair.program.slug).json()["results"]
    assert [one["side"] for one in row["people"]] == ["mentee", "mentor"]
    assert row["owner"] is None
    assert staff.get("cases", show="mine").json()["count"] == 0
    assert staff.post(f"{place}/take", {}).json()["owner"]["id"]
    assert staff.get("cases", show="mine").json()["count"] == 1
    assert staff.post(f"{place}/due", {"day": str(day)}).json()["due_on"] == str(day)
    assert staff.post(f"{place}/snooze", {"day": str(day)}).json()["snoozed_until"] == str(day)
    assert staff.get("cases").json()["count"] == 0
    assert staff.post(f"{place}/wake", {}).json()["snoozed_until"] is None
    contact = {"participant": str(pair.mentee_id), "channel": "phone"}
    assert staff.post(f"{place}/contact", contact).status_code == 200
    assert staff.post(f"{place}/escalate", {"level": 2}).json()["level"] == 2
    assert staff.post(f"{place}/escalate", {"level": 3}).status_code == 409
    raised = staff.post(f"{place}/escalate", {"level": 3, "is_person_told": True})
    assert raised.json()["level"] == 2
    assert staff.post(f"{place}/agree", {}).status_code == 409
    closed = staff.post(f"{place}/close", {"outcome": "settled"}).json()
    assert (closed["is_open"], closed["outcome"]) == (False, "settled")
    assert staff.post(f"{place}/take", {}).status_code == 409
    assert staff.get("cases", show="closed").json()["count"] == 1
    assert staff.post(f"{place}/reopen", {}).json()["is_open"]
    history = staff.get(place).json()["history"]
    assert [one["channel"] for one in history if one["action"] == "contacted"] == ["phone"]
    assert not AuditEvent.objects.filter(verb="case.read").exists()


def test_what_is_wrong_and_who_was_faster(staff, pair):
    olga = MembershipFactory(role=Role.COORDINATOR, name="Olga Brandt")
    case = opened(pair)
    place = f"cases/{case.pk}"
    services.take(case, by=olga)

    faster = staff.post(f"{place}/take", {})
    assert (faster.status_code, "Olga Brandt" in faster.json()["error"]["message"]) == (409, True)
    wrong = {
        "assign": [{}, {"owner": "x"}, {"owner": str(uuid7())}, {"owner": None, "why": 1}],
        "due": [{}, {"day": "someday"}, {"day": "2027-02-30"}],
        "contact": [{}, {"participant": str(uuid7()), "channel": "phone"}, {"channel": "pigeon"}],
        "escalate": [{}, {"level": 9}],
        "close": [{}, {"outcome": "gone"}],
    }
    for act, bodies in wrong.items():
        for body in bodies:
            assert staff.post(f"{place}/{act}", body).status_code == 400, (act, body)
    for query in ({"signal": "none"}, {"show": "x"}, {"owner": "y"}, {"more": "1"}):
        assert staff.get("cases", **query).status_code == 400
    far = str(clock.today() + timedelta(days=400))
    assert staff.post(f"{place}/snooze", {"day": far}).status_code == 409
    assert staff.post(f"{place}/assign", {"owner": None}).json()["owner"] is None
    assert staff.get(f"cases/{uuid7()}").status_code == 404


def test_for_coordinators_alone_and_a_page_costs_the_same(caller_for, staff, hr, pair):
    opened(pair)
    for other in (hr, caller_for(membership_of(pair.mentee))):
        assert other.get("cases").status_code == 403
    once = statements(staff, "cases")
    for _number in range(5):
        opened(pair, "goal")
    assert statements(staff, "cases") == once
