"""Meetings as the two arrange them, by the services that their pages call."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships.endings import services as endings
from partnerships.meetings import again, services, telling, written
from partnerships.meetings.models import Meeting, MeetingSeries, MeetingWords
from partnerships.meetings.rules import CannotMeet
from tests.factories.participants import membership_of
from tests.partnerships.meetings.people import ZONES, ahead, do, plan, propose
from tests.partnerships.writing.people import as_side, pair


def refused(act, *args, **facts):
    with pytest.raises(CannotMeet) as refusal:
        act(*args, **facts)
    return refusal.value.rule


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("facts__side", flat=True))


def series_of(partnership, side="mentee", **facts):
    said = {
        "first_on": (clock.now() + timedelta(days=3)).date(),
        "at": time(16, 30),
        "zone": ZONES[side],
        "every": 2,
        "unit": "week",
        "until": (clock.now() + timedelta(days=120)).date(),
        "minutes": 60,
        "form": "virtual",
        "series_id": uuid7(),
        **facts,
    }
    return do(partnership, side, again.propose_series, partnership, **said)


def test_one_proposes_and_the_other_takes_one_of_the_times(partnership):
    meeting = propose(partnership, "mentee", ahead(5), ahead(3), ahead(5), place="Café Nord")

    assert (meeting.status, meeting.options) == ("proposed", [ahead(3), ahead(5)])
    assert told("meeting_proposed") == ["mentor"]
    own = refused(do, partnership, "mentee", services.accept, meeting, ahead(5), seen=0)
    never = refused(do, partnership, "mentor", services.accept, meeting, ahead(9), seen=0)
    assert (own, never) == ("own", "past")

    planned = [
        do(partnership, "mentor", services.accept, meeting, ahead(5), seen=0) for _ in range(2)
    ]

    assert planned[0] == planned[1]
    planned = Meeting.objects.get()
    assert (planned.status, planned.starts_at, planned.options) == ("planned", ahead(5), [])
    assert planned.sequence == 0
    assert told("meeting_planned") == ["mentee", "mentor"]


def test_the_same_form_twice_is_once(partnership):
    pk = uuid7()

    assert propose(partnership, meeting_id=pk) == propose(partnership, meeting_id=pk)

    assert Meeting.objects.count() == 1
    assert told("meeting_proposed") == ["mentor"]
    assert refused(propose, partnership, "mentor", meeting_id=pk) == "not_yours"


def test_the_other_proposes_other_times_and_then_the_first_is_asked(partnership):
    meeting = propose(partnership)

    countered = do(
        partnership,
        "mentor",
        services.propose_again,
        meeting,
        times=[ahead(8)],
        zone=ZONES["mentor"],
        seen=0,
    )

    assert refused(do, partnership, "mentor", services.accept, meeting, ahead(8), seen=1) == "own"
    # The first had the old page open.
    stale = refused(do, partnership, "mentee", services.give_up, meeting, seen=0)
    assert stale == "changed"
    do(partnership, "mentee", services.accept, countered, ahead(8), seen=1)
    assert Meeting.objects.get().starts_at == ahead(8)


def test_what_is_planned_stays_until_the_other_agrees_to_move_it(partnership):
    meeting = plan(partnership)
    again_at = {"times": [ahead(9)], "zone": ZONES["mentee"]}

    moved = do(partnership, "mentee", services.propose_again, meeting, **again_at, seen=1)
    assert (moved.status, moved.starts_at, moved.options) == ("planned", ahead(), [ahead(9)])
    do(partnership, "mentor", services.give_up, meeting, seen=2)
    assert Meeting.objects.get().starts_at == ahead()

    do(partnership, "mentee", services.propose_again, meeting, **again_at, seen=3)
    do(partnership, "mentor", services.accept, meeting, ahead(9), seen=4)
    moved = Meeting.objects.get()
    assert (moved.starts_at, moved.sequence, moved.options) == (ahead(9), 1, [])


def test_either_cancels_once_and_both_hear_of_it(partnership):
    meeting = plan(partnership)

    for side in ("mentor", "mentee"):
        do(partnership, side, services.cancel, meeting, seen=1)

    cancelled = Meeting.objects.get()
    assert (cancelled.status, cancelled.sequence) == ("cancelled", 1)
    assert told("meeting_cancelled") == ["mentee", "mentor"]
    gone = refused(do, partnership, "mentee", services.accept, meeting, ahead(), seen=2)
    assert gone == "cancelled"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"times": []}, "no_time"),
        ({"times": [ahead(n) for n in range(2, 6)]}, "too_many_times"),
        ({"times": [ahead(-1)]}, "past"),
        ({"times": [ahead(500)]}, "too_far"),
        ({"zone": "Mars/Olympus"}, "unknown_zone"),
        ({"zone": "../../etc/passwd"}, "unknown_zone"),
        ({"minutes": 5}, "length"),
        ({"minutes": 90_000}, "length"),
        ({"form": "telepathy"}, "form"),
        ({"place": "x" * 501}, "too_long"),
    ],
)
def test_what_cannot_be_proposed_is_said(partnership, facts, rule):
    assert refused(propose, partnership, **facts) == rule
    assert not Meeting.objects.exists()


def test_nothing_is_planned_before_the_introduction_or_by_others(partnership, coordinator):
    stranger = pair()

    assert refused(propose, stranger) == "not_introduced"
    with as_side(stranger, "mentee"):
        rule = refused(
            services.propose,
            partnership,
            times=[ahead()],
            zone="UTC",
            minutes=60,
            form="virtual",
            by=membership_of(stranger.mentee),
            meeting_id=uuid7(),
        )
    assert rule == "not_yours"


def test_each_says_what_became_of_it_and_a_meeting_remembered_counts(partnership):
    meeting = plan(partnership)
    early = refused(do, partnership, "mentee", telling.say, meeting, "held")
    assert early == "not_started"

    with clock.held_at(ahead() + timedelta(minutes=5)):
        do(partnership, "mentor", telling.say, meeting, "missed")
        assert Meeting.objects.get().status == "missed"
        do(partnership, "mentee", telling.say, meeting, "held")
        do(partnership, "mentee", telling.say, meeting, "held")

    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.mentor_said, meeting.mentee_said) == ("held", "missed", "held")
    assert AuditEvent.objects.filter(verb="meeting.said").count() == 2


def test_a_meeting_elsewhere_is_written_down_once_by_both(partnership):
    at = clock.now() + timedelta(hours=1)
    facts = {"zone": ZONES["mentor"], "minutes": 45, "form": "phone", "meeting_id": uuid7()}

    with clock.held_at(at + timedelta(hours=2)):
        for _ in range(2):
            do(partnership, "mentor", telling.log, partnership, at=at, **facts)
        # The other writes the same one down, half an hour off.
        other = {**facts, "meeting_id": uuid7(), "at": at + timedelta(minutes=30)}
        do(partnership, "mentee", telling.log, partnership, **other)
        past = {**facts, "meeting_id": uuid7(), "at": at - timedelta(days=9)}
        early = refused(do, partnership, "mentor", telling.log, partnership, **past)
        future = {**facts, "meeting_id": uuid7(), "at": at + timedelta(days=1)}
        late = refused(do, partnership, "mentor", telling.log, partnership, **future)

    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.mentor_said, meeting.mentee_said) == ("held", "held", "held")
    assert (early, late) == ("too_early", "future")


def test_a_series_keeps_its_hour_over_daylight_saving(partnership):
    with clock.held_at(clock.now()):
        series = series_of(partnership, place="Same room")
    assert not Meeting.objects.exists()

    for _ in range(2):
        do(partnership, "mentor", again.accept_series, series, seen=0)

    meetings = list(Meeting.objects.all())
    assert len(meetings) > 7
    local = {m.starts_at.astimezone(ZoneInfo(series.zone)).time() for m in meetings}
    assert local == {time(16, 30)}
    assert all(m.original_at == m.starts_at and m.uid == series.uid for m in meetings)
    assert told("meeting_planned") == ["mentee", "mentor"]


def test_of_a_series_one_is_moved_one_cancelled_and_the_rest_goes(partnership):
    series = series_of(partnership)
    do(partnership, "mentor", again.accept_series, series, seen=0)
    first, second, third, *_rest = Meeting.objects.all()

    again_at = {"times": [first.starts_at + timedelta(days=1)], "zone": ZONES["mentee"]}
    do(partnership, "mentee", services.propose_again, first, **again_at, seen=0)
    do(partnership, "mentor", services.accept, first, again_at["times"][0], seen=1)
    do(partnership, "mentee", services.cancel, second, seen=0)
    do(partnership, "mentor", again.cancel_series, series, since=third)
    do(partnership, "mentor", again.cancel_series, series, since=third)

    assert list(Meeting.objects.exclude(status="cancelled")) == [first]
    series.refresh_from_db()
    assert (series.status, series.sequence) == ("planned", 1)
    assert series.until < third.original_at.date()
    do(partnership, "mentor", again.cancel_series, series)
    series.refresh_from_db()
    assert (series.status, series.sequence) == ("cancelled", 2)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"until": date(2020, 1, 1)}, "one_only"),
        ({"until": date(9999, 12, 31)}, "too_far"),
        ({"first_on": date(2020, 1, 1)}, "past"),
        ({"zone": "Mars/Olympus"}, "unknown_zone"),
    ],
)
def test_what_cannot_be_a_series_is_said(partnership, facts, rule):
    assert refused(series_of, partnership, **facts) == rule
    assert not MeetingSeries.objects.exists()


def test_only_the_mentee_writes_the_agenda_and_either_the_place(partnership):
    meeting = plan(partnership, place="Room 1")

    assert refused(do, partnership, "mentor", written.write_agenda, meeting, "No", seen=0)
    do(partnership, "mentee", written.write_agenda, meeting, "One.\r\nTwo.", seen=0)
    assert refused(do, partnership, "mentee", written.write_agenda, meeting, "Three", seen=0)
    do(partnership, "mentor", written.write_place, meeting, "Room 2", seen=1)
    assert refused(do, partnership, "mentee", written.write_place, meeting, "3", seen=1) == (
        "changed"
    )

    assert told("meeting_place") == ["mentee"]
    with as_side(partnership, "mentee"):
        assert MeetingWords.objects.count() == 3
        assert not any(b"Room" in bytes(row.sealed) for row in MeetingWords.objects.all())


def test_the_end_of_a_partnership_cancels_what_lies_ahead(partnership, coordinator):
    held = plan(partnership, ahead(1), place="Somewhere")
    with clock.held_at(ahead(1) + timedelta(hours=2)):
        do(partnership, "mentee", telling.say, held, "held")
    plan(partnership, ahead(20))
    propose(partnership)
    series = series_of(partnership)
    do(partnership, "mentor", again.accept_series, series, seen=0)

    endings.end(partnership, by=coordinator)

    assert list(Meeting.objects.exclude(status="cancelled")) == [held]
    assert MeetingSeries.objects.get().status == "cancelled"
    assert len(told("meeting_cancelled")) == 4
    assert refused(propose, partnership) == "over"
