"""Meetings by the API: the two arrange them, coordinators count them."""

import pytest

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.meetings.models import Meeting
from tests.api.statements import statements
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce
from tests.partnerships.meetings.people import ahead, plan
from tests.partnerships.writing.people import BOTH

WORDS = "Behind the third door"


@pytest.fixture
def pair(program):
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    made = make_partnership(mentor=mentor, mentee=mentee, accepted_by=BOTH)
    introduce(made)
    return made


@pytest.fixture
def path(pair):
    return f"programs/{pair.program.slug}/partnerships/{pair.pk}/meetings"


def proposal(*times, **more):
    said = {"times": [at.isoformat() for at in times], "zone": "Europe/Copenhagen"}
    return {"id": str(uuid7()), "minutes": 60, "form": "phone", "place": WORDS, **said, **more}


def test_the_two_arrange_and_staff_read_that_and_when(caller_for, staff, pair, path):
    mentee, mentor = (caller_for(membership_of(one)) for one in (pair.mentee, pair.mentor))
    sent = proposal(ahead(2), ahead(3))
    for _ in range(2):
        (row,) = mentee.post(path, sent).json()["results"]
    assert (row["status"], row["place"], row["proposed_by"]) == ("proposed", WORDS, "mentee")
    one = f"{path}/{row['id']}"
    taken = {"seen": 0, "at": row["options"][1]}
    assert mentee.post(f"{one}/answer", taken).status_code == 409
    (row,) = mentor.post(f"{one}/answer", taken).json()["results"]
    assert (row["status"], row["starts_at"]) == ("planned", taken["at"])
    assert mentor.post(f"{one}/told", {"what": "held"}).status_code == 409
    logged = {"at": ahead(1).isoformat(), **proposal()}
    with clock.held_at(ahead(4)):
        (row,) = mentor.post(f"{one}/told", {"what": "missed"}).json()["results"]
        assert (row["status"], row["mentor_said"], row["mentee_said"]) == ("missed", "missed", None)
        del logged["times"], logged["place"]
        rows = mentee.post(f"{path}/log", logged).json()["results"]
        assert [row["status"] for row in rows] == ["held", "missed"]
        assert mentee.post(f"{one}/cancel", {"seen": 2}).status_code == 409

    answer = staff.get(path)
    assert [row["status"] for row in answer.json()["results"]] == ["held", "missed"]
    assert WORDS not in answer.content.decode()
    assert staff.post(path, proposal(ahead(9))).status_code == 403


def test_what_is_wrong_is_told_and_strangers_find_nothing(caller_for, pair, path, program):
    caller = caller_for(membership_of(pair.mentee))
    wrong = (
        proposal(),
        proposal(*[ahead(n) for n in range(1, 5)]),
        proposal(ahead(1), minutes=5),
        proposal(ahead(1), form="telepathy"),
        proposal(ahead(1), place="x" * 501),
        proposal(ahead(1), more=1),
    )
    assert [caller.post(path, sent).status_code for sent in wrong] == [400] * len(wrong)
    late = (proposal(ahead(-1)), proposal(ahead(1), zone="Mars/Olympus"), proposal(ahead(800)))
    assert [caller.post(path, sent).status_code for sent in late] == [409] * len(late)
    assert caller.post(f"{path}/{uuid7()}/cancel", {"seen": 0}).status_code == 404

    stranger = caller_for(membership_of(ParticipantFactory(program=program)))
    assert stranger.get(path).status_code == 404
    plan(pair, ahead(1), place=WORDS)
    few = statements(caller, path)
    for number in range(2, 12):
        plan(pair, ahead(number), place=WORDS)
    assert statements(caller, path) == few


def test_the_two_move_a_meeting_and_say_where_and_what_about(caller_for, pair, path):
    mentee, mentor = (caller_for(membership_of(one)) for one in (pair.mentee, pair.mentor))
    meeting = plan(pair, ahead(3))
    one = f"{path}/{meeting.pk}"
    move = {"times": [ahead(5).isoformat()], "zone": "Asia/Tokyo", "seen": 0}
    assert mentor.post(f"{one}/move", move).status_code == 409  # somebody was faster
    (row,) = mentor.post(f"{one}/move", {**move, "seen": meeting.revision}).json()["results"]
    assert (row["status"], row["proposed_by"], len(row["options"])) == ("planned", "mentor", 1)
    place = {"text": WORDS, "seen": row["revision"]}
    (row,) = mentor.post(f"{one}/place", place).json()["results"]
    assert row["place"] == WORDS
    agenda = {"text": WORDS, "seen": 0}
    assert mentor.post(f"{one}/agenda", agenda).status_code == 409
    (row,) = mentee.post(f"{one}/agenda", agenda).json()["results"]
    assert (row["agenda"], row["agenda_revision"]) == (WORDS, 1)
    assert mentee.post(f"{one}/agenda", agenda).status_code == 409
    assert mentee.post(f"{one}/agenda", {"text": "x" * 20_001, "seen": 1}).status_code == 400


def test_a_series_is_proposed_agreed_and_moved(caller_for, staff, pair, path):
    mentee, mentor = (caller_for(membership_of(one)) for one in (pair.mentee, pair.mentor))
    path = path.removesuffix("meetings") + "series"
    start = ahead(7)
    rule = {"first_on": f"{start:%Y-%m-%d}", "at": "10:00", "zone": "Europe/Paris", "every": 2}
    rule |= {"unit": "week", "until": f"{ahead(70):%Y-%m-%d}", "minutes": 60, "form": "virtual"}
    sent = {"id": str(uuid7()), "place": WORDS, **rule}
    for _ in range(2):
        (row,) = mentee.post(path, sent).json()["results"]
    answer = {"yes": True, "seen": row["revision"]}
    assert mentee.post(f"{path}/{row['id']}/answer", answer).status_code == 409
    (row,) = mentor.post(f"{path}/{row['id']}/answer", answer).json()["results"]
    planned = Meeting.objects.filter(series=row["id"], status="planned").count()
    assert (row["status"], planned) == ("planned", 5)

    moved = {**rule, "id": str(uuid7()), "at": "16:30", "replaces": row["id"]}
    assert mentor.post(path, {**moved, "seen": 0}).status_code == 409
    assert mentor.post(path, {**moved, "replaces": str(uuid7())}).status_code == 404
    new, _old = mentor.post(path, {**moved, "seen": row["revision"]}).json()["results"]
    assert (new["status"], new["replaces"]) == ("proposed", row["id"])
    assert Meeting.objects.filter(series=row["id"], status="planned").count() == planned
    mentee.post(f"{path}/{new['id']}/answer", {"yes": True, "seen": new["revision"]})
    new, old = mentee.get(path).json()["results"]
    assert (new["status"], old["status"]) == ("planned", "cancelled")
    left = Meeting.objects.filter(status="planned").values_list("series", flat=True)
    assert {str(pk) for pk in left} == {new["id"]}

    third = Meeting.objects.filter(series=new["id"]).order_by("original_at")[2]
    since = {"since": str(third.pk)}
    assert mentor.post(f"{path}/{old['id']}/cancel", since).status_code == 404
    mentor.post(f"{path}/{new['id']}/cancel", since)
    assert Meeting.objects.filter(series=new["id"], status="planned").count() == 2
    assert staff.get(path).status_code == 403
    stranger = caller_for(membership_of(ParticipantFactory(program=pair.program)))
    assert stranger.get(path).status_code == 404
