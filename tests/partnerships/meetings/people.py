"""Two people who may meet, and what they do as themselves."""

from datetime import UTC, datetime, timedelta

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.meetings import services
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce
from tests.partnerships.writing.people import BOTH, as_side

ZONES = {"mentor": "America/New_York", "mentee": "Europe/Copenhagen"}


def introduced_pair(**columns):
    """A pair in two zones whose meetings are open."""
    mentee = ParticipantFactory(time_zone=ZONES["mentee"])
    mentor = ParticipantFactory(
        program=mentee.program, mentor=True, capacity=3, time_zone=ZONES["mentor"]
    )
    partnership = make_partnership(mentor=mentor, mentee=mentee, accepted_by=BOTH, **columns)
    introduce(partnership)
    return partnership


def do(partnership, side, act, *args, **facts):
    """``act`` as this side, in their own context."""
    own = membership_of(getattr(partnership, side))
    with as_side(partnership, side):
        return act(*args, by=own, **facts)


def ahead(days=3, hour=15):
    """A full hour some days from now, in UTC."""
    day = (clock.now() + timedelta(days=days)).date()
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def propose(partnership, side="mentee", *times, **facts):
    said = {
        "times": times or [ahead(), ahead(4)],
        "zone": ZONES[side],
        "minutes": 60,
        "form": "virtual",
        "meeting_id": uuid7(),
        **facts,
    }
    return do(partnership, side, services.propose, partnership, **said)


def plan(partnership, *times, **facts):
    """A meeting that both have agreed on, at the first of the times."""
    meeting = propose(partnership, "mentee", *times, **facts)
    at = meeting.options[0]
    return do(partnership, "mentor", services.accept, meeting, at, seen=meeting.revision)
