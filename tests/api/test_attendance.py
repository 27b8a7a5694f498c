"""Who attended a session, and HR's agreement to its briefing, over the API."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from organizations.models import AuditEvent
from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside
from tests.training.conftest import invitation_of, plan
from training import briefing
from training.models import BriefingAgreement, SessionInvitation

TEXT = "Twenty words are what a briefing needs at the very least. " * 3


@pytest.fixture
def people(program):
    return ParticipantFactory.create_batch(3, program=program)


@pytest.fixture
def person(caller_for, people):
    return caller_for(membership_of(people[0]))


@pytest.fixture
def session(program, people):
    """It began an hour ago."""
    with time_machine.travel(timezone.now() - timedelta(days=7, hours=1), tick=True):
        return plan(program)


@pytest.fixture
def path(session):
    return f"programs/spring/sessions/{session.pk}/attendance"


def mark(session, participant, word):
    return {"invitation": str(invitation_of(session, participant).pk), "attendance": word}


def noted(session):
    rows = SessionInvitation.objects.filter(session=session).order_by("participant")
    return [row.attendance for row in rows]


def test_attendance_is_noted_completed_and_undone(staff, path, session, people):
    one, two, three = (invitation_of(session, person) for person in people)
    SessionInvitation.objects.filter(pk=three.pk).update(answer="cannot")
    marks = [mark(session, people[0], "partly"), mark(session, people[1], "absent")]

    first = staff.post(path, {"marks": marks}).json()
    again = staff.post(path, {"marks": marks}).json()
    rest = staff.post(f"{path}/rest", {}).json()

    assert (first["counts"]["partly"], first["counts"]["absent"]) == (1, 1)
    assert again == first | {"batch": None}
    assert (rest["counts"]["absent"], rest["counts"]["attended"]) == (2, 0)
    undo = {"batch": first["batch"]}
    undone = [staff.post(f"{path}/undo", undo).json() for _time in range(2)]
    assert [one["undone"] for one in undone] == [2, 0]
    assert sorted(noted(session)) == ["", "", "absent"]
    assert {one.pk, two.pk} == {
        row.pk for row in SessionInvitation.objects.filter(session=session, attendance="")
    }
    verbs = AuditEvent.objects.filter(verb__startswith="session.attendance")
    assert verbs.count() == 3


def test_a_mark_is_taken_back(staff, path, session, people):
    staff.post(path, {"marks": [mark(session, people[0], "partly")]})

    counts = staff.post(path, {"marks": [mark(session, people[0], "")]}).json()["counts"]

    assert counts["partly"] == 0


def test_wrong_marks_note_nothing(staff, path, session, people, program):
    elsewhere = plan(program)
    good = mark(session, people[0], "attended")
    wrong = (
        [],
        [good, good],
        [good, mark(elsewhere, people[1], "attended")],
        [good, {"invitation": str(uuid.uuid4()), "attendance": "attended"}],
        [mark(session, people[0], "asleep")],
        [{"invitation": "x", "attendance": "attended"}],
        [good] * 501,
        "attended",
    )

    for marks in wrong:
        answer = staff.post(path, {"marks": marks})
        assert answer.status_code == 400
        assert list(answer.json()["error"]["fields"]) == ["marks"]
    assert noted(session) == ["", "", ""]


@pytest.mark.parametrize("body", [{}, {"batch": "x"}, {"batch": None}])
def test_a_batch_is_named(body, staff, path):
    assert staff.post(f"{path}/undo", body).status_code == 400


def test_nobody_has_attended_a_session_to_come(staff, program, people):
    session = plan(program)
    path = f"programs/spring/sessions/{session.pk}/attendance"

    refused = (
        staff.post(path, {"marks": [mark(session, people[0], "attended")]}),
        staff.post(f"{path}/rest", {}),
    )

    for answer in refused:
        assert answer.status_code == 409
        assert "from the start of the session" in answer.json()["error"]["message"]
    assert noted(session) == ["", "", ""]


def test_only_staff_note_attendance(hr, person, path, session, people):
    marks = {"marks": [mark(session, people[0], "attended")]}
    calls = ((path, marks), (f"{path}/rest", {}), (f"{path}/undo", {"batch": str(uuid.uuid4())}))

    for address, body in calls:
        assert [one.post(address, body).status_code for one in (hr, person)] == [403, 403]
    assert noted(session) == ["", "", ""]


def test_sessions_of_others_do_not_exist(staff, session, path, other_organization):
    ProgramFactory(slug="other")
    with inside(other_organization):
        theirs = plan(ProgramFactory(slug="spring"))
    addresses = (
        path.replace("spring", "other"),
        f"programs/spring/sessions/{theirs.pk}/attendance",
    )

    for address in addresses:
        for end in ("", "/rest", "/undo"):
            assert staff.post(f"{address}{end}", {}).status_code == 404


@pytest.fixture
def text(organization):
    return briefing.current_text("contacts")


def test_hr_reads_and_agrees_once(hr, text):
    before = hr.get("briefing").json()
    answers = [hr.post("briefing/agree", {"version": before["version"]}) for _time in range(2)]

    assert (before["version"], before["agreed_at"]) == (str(text.pk), None)
    assert before["body"] == text.body
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == hr.get("briefing").json()
    assert answers[0].json()["agreed_at"]
    assert BriefingAgreement.objects.count() == 1
    assert AuditEvent.objects.filter(verb="briefing.agreed").count() == 1


def test_what_was_not_read_is_not_agreed_to(hr, text, coordinator):
    old = hr.get("briefing").json()["version"]
    briefing.save_text("contacts", TEXT, text.number, by=coordinator)

    answers = [hr.post("briefing/agree", {"version": one}) for one in (old, str(uuid.uuid4()))]

    assert [one.status_code for one in answers] == [409, 409]
    assert "Read it again" in answers[0].json()["error"]["message"]
    assert not BriefingAgreement.objects.exists()
    assert hr.get("briefing").json()["number"] == text.number + 1


@pytest.mark.parametrize("body", [{}, {"version": "x"}, {"version": None}, {"number": 1}])
def test_a_version_is_named(body, hr, text):
    assert hr.post("briefing/agree", body).status_code == 400
    assert not BriefingAgreement.objects.exists()


def test_an_earlier_agreement_is_remembered(hr, text, coordinator):
    hr.post("briefing/agree", {"version": str(text.pk)})
    briefing.save_text("contacts", TEXT, text.number, by=coordinator)

    body = hr.get("briefing").json()

    assert (body["agreed_at"], body["agreed_earlier"]) == (None, text.number)


def test_each_contact_agrees_for_themselves(hr, caller_for, text):
    other = caller_for(MembershipFactory(role=Role.HR, company=CompanyFactory()))

    hr.post("briefing/agree", {"version": str(text.pk)})

    assert other.get("briefing").json()["agreed_at"] is None


def test_before_the_first_text_there_is_nothing(hr):
    assert hr.get("briefing").status_code == 404


def test_the_briefing_is_for_hr_alone(staff, person, text):
    for caller in (staff, person):
        assert caller.get("briefing").status_code == 403
        assert caller.post("briefing/agree", {"version": str(text.pk)}).status_code == 403
