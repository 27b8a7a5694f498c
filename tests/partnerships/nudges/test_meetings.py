"""The day before a meeting, by the clocks of each of the two, who hear when and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock
from partnerships.lifecycle import Status
from partnerships.meetings import services
from partnerships.models import Partnership
from partnerships.nudges.meetings import KIND, is_eve, meeting_tomorrow, remind_of_meetings
from tests.partnerships.meetings.people import do, plan
from tests.partnerships.nudges.people import after, introduced_on, letters, told

# Monday 17 February 2025: 16 o'clock in Copenhagen, 10 in New York.
AT = datetime(2025, 2, 17, 15, tzinfo=UTC)


class Meeting:
    """As much of one as the rule looks at."""

    def __init__(self, starts_at, changed_at):
        self.starts_at = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
        self.changed_at = datetime.fromisoformat(changed_at).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "changed", "zone", "now", "is_due"),
    [
        ("2027-02-17T15:00", "2027-02-01T10:00", "Europe/Copenhagen", "2027-02-16T06:59", False),
        ("2027-02-17T15:00", "2027-02-01T10:00", "Europe/Copenhagen", "2027-02-16T07:00", True),
        ("2027-02-17T15:00", "2027-02-01T10:00", "Europe/Copenhagen", "2027-02-16T22:59", True),
        ("2027-02-17T15:00", "2027-02-01T10:00", "Europe/Copenhagen", "2027-02-16T23:00", False),
        ("2027-02-17T15:00", "2027-02-01T10:00", "America/New_York", "2027-02-16T12:59", False),
        ("2027-02-17T15:00", "2027-02-01T10:00", "America/New_York", "2027-02-16T13:00", True),
        # Early on a day of another date: there the day before is two days before here.
        ("2027-02-17T15:00", "2027-02-01T10:00", "Pacific/Auckland", "2027-02-16T19:00", True),
        ("2027-02-17T10:00", "2027-02-01T10:00", "Pacific/Auckland", "2027-02-15T19:00", True),
        # In the night in which the clocks go forward.
        ("2027-03-28T07:00", "2027-02-01T10:00", "Europe/Copenhagen", "2027-03-27T07:00", True),
        # Agreed or moved on that day itself: who has just heard of it is not told again.
        ("2027-02-17T15:00", "2027-02-15T22:00", "Europe/Copenhagen", "2027-02-16T08:00", True),
        ("2027-02-17T15:00", "2027-02-15T23:00", "Europe/Copenhagen", "2027-02-16T08:00", False),
        ("2027-02-17T15:00", "2027-02-17T01:00", "Europe/Copenhagen", "2027-02-17T08:00", False),
        # A zone that nobody knows any more is UTC.
        ("2027-02-17T15:00", "2027-02-01T10:00", "Mars/Olympus", "2027-02-16T08:00", True),
    ],
)
def test_the_eve_of_a_meeting(starts, changed, zone, now, is_due):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert is_eve(Meeting(starts, changed), zone, moment) == is_due


def at(*parts):
    return clock.held_at(datetime(2025, 2, *parts, tzinfo=UTC))


def sweep():
    remind_of_meetings()
    remind_of_meetings()


def test_each_of_two_hears_by_their_own_clocks_once_and_of_no_words(organization):
    pair = introduced_on()
    mentee, mentor = pair.mentee_person_id, pair.mentor_person_id
    with after(1):
        meeting = plan(pair, AT)
    with at(16, 7):
        sweep()
        assert len(told(KIND, mentee)) == 1
        assert told(KIND, mentor) == []
        (letter,) = letters(KIND, mentee)
        assert letter.facts == (
            ("When", "Monday 17 February, 16:00 – 17:00 (Copenhagen)"),
            (f"For {pair.mentor_person.name}", "Monday 17 February, 10:00 – 11:00 (New York)"),
        )
        assert str(meeting.pk) in letter.action_url
    with at(16, 13):
        sweep()
    assert len(told(KIND, mentee)) == len(told(KIND, mentor)) == 1
    with at(17, 15):  # it has begun
        assert letters(KIND, mentee) == [None]


def test_a_meeting_that_is_moved_or_off_is_told_as_it_stands(organization):
    pair = introduced_on()
    mentee = pair.mentee_person_id
    with after(1):
        meeting = plan(pair, AT)
    with at(16, 7):
        sweep()
    with at(16, 20):
        later = AT + timedelta(days=7)
        facts = {"times": [later], "zone": "Europe/Copenhagen", "seen": meeting.revision}
        moved = do(pair, "mentor", services.propose_again, meeting, **facts)
        do(pair, "mentee", services.accept, moved, later, seen=moved.revision)
        assert letters(KIND, mentee) == [None]
    with at(23, 7):
        sweep()
        assert len(told(KIND, mentee)) == 2
        assert [one is None for one in letters(KIND, mentee)] == [True, False]
        Partnership.objects.filter(pk=pair.pk).update(
            status=Status.ENDED, place=None, ended_at=clock.now()
        )
        assert letters(KIND, mentee) == [None, None]


def test_no_meeting_no_letter(organization):
    pair = introduced_on()
    with after(1):
        meeting = plan(pair, AT)
        do(pair, "mentor", services.cancel, meeting, seen=meeting.revision)
    with at(16, 9):
        sweep()
        assert told(KIND, pair.mentee_person_id) == []
        gone = f"{pair.pk}:20250217T150000Z"
        assert meeting_tomorrow(pair.mentee_person, gone, {}) is None
