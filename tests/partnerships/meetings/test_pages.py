"""The pages of a pair's meetings, as the two of them use them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.meetings import again
from partnerships.meetings.models import Meeting, MeetingSeries, MeetingWords
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce
from tests.partnerships.meetings.people import ZONES, ahead, do, plan, propose
from tests.partnerships.writing.people import BOTH, as_side, pair


@pytest.fixture
def browsers(partnership, client_for):
    return {side: client_for(membership_of(getattr(partnership, side))) for side in BOTH}


def address(partnership, name="list", *args):
    slug = partnership.organization.slug
    return reverse(f"portal:meetings:{name}", args=[slug, partnership.pk, *args])


def _proposal(at, **more):
    typed = {"day_1": f"{at:%Y-%m-%d}", "time_1": f"{at:%H:%M}", "zone": ZONES["mentee"]}
    return {**typed, "minutes": "60", "form": "virtual", "item": str(uuid7()), **more}


def test_from_a_suggestion_to_a_meeting_on_both_clocks(partnership, browsers):
    mentee, mentor = browsers["mentee"], browsers["mentor"]
    page = mentee.get(address(partnership, "propose"))
    values = [value for value, _label in page.context["form"].fields["slots"].choices]
    assert len(values) == 3
    form = {"slots": values, "zone": ZONES["mentee"], "minutes": "60", "form": "virtual"}

    sent = mentee.post(
        address(partnership, "propose"), {**form, "item": uuid7(), "place": "https://call.test/1"}
    )
    assert sent.status_code == 302
    meeting = Meeting.objects.get()
    asked = mentor.get(address(partnership, "one", meeting.pk)).text
    assert "Copenhagen" in asked
    assert "https://call.test/1" in asked
    answer = {"go": "take", "at": values[1], "seen": 0}
    mentor.post(address(partnership, "answer", meeting.pk), answer)

    meeting.refresh_from_db()
    assert (meeting.status, meeting.starts_at.isoformat()) == ("planned", values[1])
    for browser in (mentee, mentor):
        board = browser.get(address(partnership)).text
        assert "You, in" in board
        assert "Copenhagen" in board
        assert "New York" in board


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day_1": "2027-03-28", "time_1": "02:30"}, "Choose 01:59 or 03:00"),
        ({"day_1": "2020-01-01"}, "passed already"),
        ({"day_1": "9999-12-31"}, "nearer"),
        ({"day_1": "2150-12-31"}, "more than a year away"),
        ({"time_1": ""}, "at what time"),
        ({"day_1": "", "time_1": ""}, "at least one time"),
        ({"zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"slots": ["not a time", "9999-12-31T23:59:59+00:00"]}, "not one of the available"),
        ({"minutes": "7"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_proposed_is_said_and_nothing_typed_is_lost(
    partnership, browsers, typed, said
):
    form = _proposal(ahead(), place="Behind the fountain")
    form.update(typed)

    answer = browsers["mentee"].post(address(partnership, "propose"), form)

    assert answer.status_code in (200, 409)
    assert said in answer.text
    assert "Behind the fountain" in answer.text
    assert not Meeting.objects.exists()


def test_an_hour_that_comes_twice_is_the_first_and_said(partnership, browsers):
    with clock.held_at(clock.now()):
        form = _proposal(ahead(), day_1="2027-10-31", time_1="02:30")
    answer = browsers["mentee"].post(address(partnership, "propose"), form, follow=True)

    assert "comes twice" in answer.text
    assert Meeting.objects.get().starts_at.isoformat() == "2027-10-31T00:30:00+00:00"


def test_a_meeting_of_the_same_hour_warns_whose_it_is_alone(partnership, browsers, client_for):
    other = make_partnership(
        mentor=partnership.mentor,
        mentee=ParticipantFactory(program=partnership.program, time_zone="Asia/Tokyo"),
        accepted_by=BOTH,
        place=2,
    )
    introduce(other)
    meeting = propose(other, "mentee", ahead())
    with as_side(other, "mentor"):
        from_mentor = client_for(membership_of(other.mentor))
    seen = {"go": "take", "at": ahead().isoformat(), "seen": meeting.revision}
    from_mentor.post(address(other, "answer", meeting.pk), seen)

    mine = propose(partnership, "mentee", ahead(), ahead(7))
    asked = browsers["mentor"].get(address(partnership, "one", mine.pk)).text
    assert asked.count("You have another meeting at that time") == 1
    form = _proposal(ahead().replace(hour=10), zone=ZONES["mentor"])
    clash = browsers["mentor"].post(address(partnership, "propose"), form)
    assert "You have another meeting at that time" in clash.text
    # The mentee learns nothing of the mentor's other meeting.
    assert browsers["mentee"].post(address(partnership, "propose"), _proposal(ahead(8))).status_code
    free = _proposal(ahead().replace(hour=16), zone=ZONES["mentee"])
    assert browsers["mentee"].post(address(partnership, "propose"), free).status_code == 302
    assert (
        browsers["mentor"].post(address(partnership, "propose"), {**form, "anyway": "on"})
    ).status_code == 302


def test_a_stale_page_is_answered_with_how_it_stands_and_what_was_typed(partnership, browsers):
    meeting = plan(partnership)
    mentor, mentee = browsers["mentor"], browsers["mentee"]

    mentor.post(address(partnership, "place", meeting.pk), {"text": "Room 1", "seen": 1})
    late = mentee.post(address(partnership, "place", meeting.pk), {"text": "Room 2", "seen": 1})
    assert late.status_code == 409
    assert "changed meanwhile" in late.text
    assert 'value="Room 2"' in late.text
    mentee.post(address(partnership, "agenda", meeting.pk), {"text": "<b>One</b>", "seen": 0})
    late = mentee.post(address(partnership, "agenda", meeting.pk), {"text": "Two", "seen": 0})
    assert late.status_code == 409
    assert "Two</textarea>" in late.text
    assert "&lt;b&gt;One&lt;/b&gt;" in mentor.get(address(partnership, "one", meeting.pk)).text

    mentor.post(address(partnership, "cancel", meeting.pk), {"seen": 2})
    typed = _proposal(ahead(9), seen=2)
    late = mentee.post(address(partnership, "move", meeting.pk), typed)
    assert late.status_code == 409
    assert "cancelled meanwhile" in late.text
    assert f'value="{typed["day_1"]}"' in late.text
    with as_side(partnership, "mentee"):
        assert MeetingWords.objects.count() == 2


def test_a_series_is_proposed_agreed_and_cancelled_from_one_on(partnership, browsers):
    mentor, mentee = browsers["mentor"], browsers["mentee"]
    page = mentor.get(address(partnership, "repeat"))
    form = {name: page.context["form"].initial[name] for name in ("first_on", "at", "until")}
    form |= {"every": "week:2", "zone": ZONES["mentor"], "minutes": "60", "form": "phone"}
    mentor.post(address(partnership, "repeat"), {**form, "item": uuid7()})

    series = MeetingSeries.objects.get()
    assert "Agree to all" in mentee.get(address(partnership, "series", series.pk)).text
    mentee.post(address(partnership, "answer-series", series.pk), {"go": "take", "seen": 0})
    for browser in (mentor, mentee):
        assert browser.get(address(partnership, "series", series.pk)).status_code == 302
    late = mentor.post(address(partnership, "answer-series", series.pk), {"go": "no", "seen": 0})
    assert late.status_code == 302
    second = Meeting.objects.all()[1]
    assert (
        "What do you want to cancel?" in mentee.get(address(partnership, "cancel", second.pk)).text
    )
    mentee.post(address(partnership, "cancel", second.pk), {"seen": 0, "scope": "following"})
    assert Meeting.objects.exclude(status="cancelled").count() == 1


def test_one_tap_writes_down_that_they_met(partnership, browsers):
    with clock.held_at(clock.now() + timedelta(hours=5)):
        board = browsers["mentor"].get(address(partnership))
        form = board.context["log"]
        sent = {name: form[name].value() for name in form.fields}
        assert browsers["mentor"].post(address(partnership, "log"), sent).status_code == 302

        meeting = Meeting.objects.get()
        browsers["mentee"].post(address(partnership, "say", meeting.pk), {"what": "missed"})
        told = browsers["mentee"].get(address(partnership, "one", meeting.pk))

    meeting.refresh_from_db()
    assert (meeting.status, meeting.mentor_said) == ("held", "held")
    assert "Held" in browsers["mentee"].get(address(partnership)).text
    assert "remember it differently" in told.text


def test_nobody_else_comes_near(partnership, browsers, client_for, coordinator_client):
    meeting = plan(partnership)
    stranger = client_for(membership_of(pair().mentee))
    for browser, status in ((stranger, 404), (coordinator_client, 403)):
        for name in ("one", "move", "cancel"):
            assert browser.get(address(partnership, name, meeting.pk)).status_code == status
    other = pair()
    theirs = client_for(membership_of(other.mentee))
    assert theirs.get(address(other, "one", meeting.pk)).status_code == 404
    assert "open soon" in theirs.get(address(other)).text


def test_the_page_costs_the_same_for_one_and_for_thirty(partnership, browsers):
    def cost(name):
        with CaptureQueriesContext(connection) as asked:
            assert browsers["mentee"].get(address(partnership, name)).status_code == 200
        return len(asked)

    plan(partnership, ahead(3), place="Somewhere")
    costs = {name: cost(name) for name in ("list", "propose")}
    for number in range(30):
        plan(partnership, ahead(4 + number), place="Somewhere")

    assert all(cost(name) <= before for name, before in costs.items())
    assert max(costs.values()) <= 12 + 4  # four mark the surroundings of the request


def test_a_series_is_moved_as_one(partnership, browsers):
    start = ahead(7)
    rule = {"first_on": start.date(), "at": start.time(), "zone": "UTC", "every": 1}
    rule |= {"unit": "week", "until": start.date() + timedelta(days=28)}
    rule |= {"minutes": 60, "form": "virtual", "series_id": uuid7()}
    series = do(partnership, "mentee", again.propose_series, partnership, **rule)
    do(partnership, "mentor", again.accept_series, series, seen=series.revision)
    one = series.meetings.first()
    move = address(partnership, "move-series", series.pk)
    assert move in browsers["mentee"].get(address(partnership, "one", one.pk)).text
    page = browsers["mentee"].get(move)
    form = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    form |= {
        "first_on": f"{ahead(8):%Y-%m-%d}",
        "at": "09:15",
        "place": "",
        "zone": "Europe/Copenhagen",
    }
    form |= {"until": f"{ahead(60):%Y-%m-%d}"}

    stale = browsers["mentee"].post(move, {**form, "seen": "0"})
    assert stale.status_code == 409
    assert "09:15" in stale.text  # nothing typed is lost
    form["seen"] = stale.context["form"]["seen"].value()
    assert browsers["mentee"].post(move, form).status_code == 302
    new = MeetingSeries.objects.get(replaces=series)
    assert series.meetings.filter(status="planned").count() == 5  # until the other agrees
    answer = {"go": "take", "seen": new.revision}
    browsers["mentor"].post(address(partnership, "answer-series", new.pk), answer)
    assert not series.meetings.filter(status="planned").exists()
    assert new.meetings.filter(status="planned").count() == 8
    assert browsers["mentee"].get(move).status_code == 302  # it is over
    assert browsers["mentee"].get(address(partnership, "move-series", uuid7())).status_code == 404
