"""Sessions, one's own invitations, and readiness over the API."""

import pytest

from matching import readiness
from matching.models import ReadinessRun
from matching.readiness_work import perform
from mentoring.jobs import running
from tests.api.statements import statements
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.matching.pools import make_pool
from tests.training.conftest import briefing_of, invitation_of, plan
from training.models import LiveSession

PATH = "programs/spring/sessions"
NEW = {
    "title": "Training",
    "kind": "mentees",
    "starts_at": "2031-01-06T09:00:00Z",
    "ends_at": "2031-01-06T10:00:00Z",
    "time_zone": "Europe/Copenhagen",
    "place": "Hall",
    "invites_mentees": True,
}


@pytest.fixture
def mentee(program):
    return ParticipantFactory(program=program)


def test_a_session_is_planned_moved_and_cancelled(staff, program, mentee):
    made = staff.post(PATH, NEW)
    assert (made.status_code, made.json()["counts"]["invited"]) == (201, 1)
    path = f"{PATH}/{made.json()['id']}"

    moved = staff.patch(path, {"edition": 1, "ends_at": "2031-01-06T11:00:00Z"})
    overtaken = staff.patch(path, {"edition": 1, "title": "Other"})
    cancelled = staff.post(f"{path}/cancel", {"edition": 2})

    assert (moved.status_code, moved.json()["ends_at"]) == (200, "2031-01-06T11:00:00Z")
    assert (overtaken.status_code, overtaken.json()["error"]["code"]) == (409, "conflict")
    assert cancelled.json()["status"] == "cancelled"
    assert staff.get(path).json() == cancelled.json()
    assert staff.post(f"{path}/cancel", {"edition": 3}).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"time_zone": "Mars/Base"},
        {"place": ""},
        {"link": "ftp://x.example"},
        {"kind": "party"},
        {"starts_at": "0001-01-01T00:00:00Z"},
        {"ends_at": "9999-12-31T23:59:59Z"},
        {"ends_at": "2031-01-06T08:00:00Z"},
        {"invites_contacts": True},
    ],
)
def test_a_wrong_session_is_not_planned(change, staff, program):
    answer = staff.post(PATH, NEW | change)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == list(change)
    assert not LiveSession.objects.exists()


def test_who_is_invited_and_what_they_answered(staff, caller_for, program, mentee):
    session = plan(program)
    me = caller_for(membership_of(mentee))
    (own,) = me.get("sessions").json()["results"]

    answer = me.post(f"sessions/{own['id']}/answer", {"answer": "coming"})

    assert answer.json() == {"answer": "coming"}
    (row,) = staff.get(f"{PATH}/{session.pk}/invitations").json()["results"]
    assert (row["name"], row["answer"], row["attendance"]) == (mentee.person.name, "coming", "")
    assert staff.get(PATH).json()["results"][0]["counts"]["coming"] == 1


def test_hr_reads_and_answers_its_own_briefings(hr, program, company, mentee):
    briefing_of(program)
    plan(program)
    hr.get("programs")

    (own,) = hr.get("sessions").json()["results"]
    answer = hr.post(f"sessions/{own['id']}/answer", {"answer": "cannot"})

    assert own["title"] == "Sponsor briefing"
    assert answer.status_code == 200
    assert hr.get("sessions").json()["results"][0]["answer"] == "cannot"


def test_people_are_invited_by_hand_and_taken_off(staff, program, mentee):
    session = plan(program, invites_mentees=False)
    path = f"{PATH}/{session.pk}/invitations"
    wanted = {"participants": [str(mentee.pk)]}

    counts = [staff.post(path, wanted).json()["counts"]["invited"] for _time in range(2)]
    (row,) = staff.get(path).json()["results"]
    off = [staff.post(f"{path}/{row['id']}/withdraw", {}).status_code for _time in range(2)]
    after = staff.get(path).json()["results"]
    back = staff.post(path, wanted).json()["counts"]["invited"]

    assert (counts, off, after, back) == ([1, 1], [204, 404], [], 1)


def test_nobody_is_invited_who_takes_no_part(staff, program, mentee):
    session = plan(program, invites_mentees=False)
    path = f"{PATH}/{session.pk}/invitations"
    gone = ParticipantFactory(program=program, standing="withdrawn")
    elsewhere = ParticipantFactory(program=ProgramFactory(slug="other"))

    for sent in ([gone], [elsewhere], [mentee, elsewhere], []):
        answer = staff.post(path, {"participants": [str(one.pk) for one in sent]})
        assert answer.status_code == 400
        assert list(answer.json()["error"]["fields"]) == ["participants"]
    assert staff.get(path).json()["results"] == []


def test_nobody_is_invited_to_a_cancelled_session(staff, program, mentee):
    session = plan(program)
    staff.post(f"{PATH}/{session.pk}/cancel", {"edition": session.edition})

    answer = staff.post(f"{PATH}/{session.pk}/invitations", {"participants": [str(mentee.pk)]})

    assert answer.status_code == 409
    assert answer.json()["error"]["message"] == "This session is cancelled."


def test_only_staff_invite_to_their_own_sessions(staff, hr, caller_for, program, mentee):
    row = invitation_of(plan(program), mentee)
    me = caller_for(membership_of(mentee))
    path = f"{PATH}/{row.session_id}/invitations"
    ProgramFactory(slug="other")

    for address, body in (
        (path, {"participants": [str(mentee.pk)]}),
        (f"{path}/{row.pk}/withdraw", {}),
    ):
        assert [one.post(address, body).status_code for one in (hr, me)] == [403, 403]
        assert staff.post(address.replace("spring", "other"), body).status_code == 404
    other = invitation_of(plan(program), mentee)
    assert staff.post(f"{path}/{other.pk}/withdraw", {}).status_code == 404


def test_others_invitations_do_not_exist(hr, staff, caller_for, program, mentee):
    theirs = invitation_of(plan(program), mentee)
    other = caller_for(membership_of(ParticipantFactory(program=program)))
    path = f"sessions/{theirs.pk}/answer"

    assert [one.post(path, {"answer": "coming"}).status_code for one in (hr, other)] == [404, 404]
    assert staff.post(path, {"answer": "coming"}).status_code == 403
    assert other.get(PATH).status_code == 403


def test_the_last_place_is_given_once(caller_for, program, mentee):
    second = ParticipantFactory(program=program)
    session = plan(program, capacity=1)
    codes = [
        caller_for(membership_of(one))
        .post(f"sessions/{invitation_of(session, one).pk}/answer", {"answer": "coming"})
        .status_code
        for one in (mentee, second)
    ]

    assert codes == [200, 409]


def test_sessions_cost_the_same_however_many(staff, caller_for, program, mentee):
    me = caller_for(membership_of(mentee))
    plan(program)
    calls = ((staff, PATH), (me, "sessions"))
    once = [statements(caller, path) for caller, path in calls]
    plan(program)
    plan(program)

    assert [statements(caller, path) for caller, path in calls] == once
    assert max(once) <= 12


def test_readiness_is_asked_for_and_read(staff, program):
    make_pool(2, 2, program=program)
    empty = staff.get("programs/spring/readiness").json()
    asked = staff.post("programs/spring/readiness", {}).json()
    run = readiness.ask(program, by=None)
    running.work(ReadinessRun, run.pk, perform, organization_id=run.organization_id)

    body = staff.get("programs/spring/readiness").json()

    assert (empty["status"], empty["found"], asked["status"]) == (None, None, "queued")
    assert (body["status"], body["is_current"]) == ("done", True)
    assert (body["found"]["mentees"], body["found"]["matched"]) == (2, 2)
    assert body["found"]["headline"] == "Everybody could be matched today"
