"""Who has not completed their profile is reminded after one, two and three weeks, not more."""

from datetime import UTC, date, datetime

import pytest

from mentoring import clock
from notifications import kinds
from notifications.models import Message
from participants.bulk import reminding as by_hand
from participants.models import Participant, ParticipantCompetency
from participants.profiles.reminding import remind_incomplete
from participants.roles import Standing
from programs.models import ProgramDate
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory

KIND = by_hand.KIND


@pytest.fixture
def program(organization):
    organization.time_zone = "America/New_York"
    organization.save()
    made = ProgramFactory()
    stages = {"profiles": (date(2026, 9, 7), date(2026, 9, 25))}
    stages["matching"] = (date(2026, 9, 21), date(2026, 10, 9))
    for key, (opens_on, closes_on) in stages.items():
        ProgramDate.objects.create(program=made, key=key, opens_on=opens_on, closes_on=closes_on)
    return made


def joined(row, day=1):
    """Incomplete, and in the program since a day of September."""
    since = datetime(2026, 9, day, 15, tzinfo=UTC)
    Participant.objects.filter(pk=row.pk).update(created_at=since, languages=[])
    return row


def steps(row, month, day, hour=16):
    """What was said of this participant by then."""
    with clock.held_at(datetime(2026, month, day, hour, tzinfo=UTC)):
        remind_incomplete()
        remind_incomplete()
    told = Message.objects.filter(kind=KIND, occasion__startswith=str(row.pk))
    return sorted(one.partition(":")[2] for one in told.values_list("occasion", flat=True))


def test_three_times_from_the_day_profiles_open_by_the_organizations_calendar(program):
    row = joined(ParticipantFactory(program=program))
    assert steps(row, 9, 13) == []
    # Still the night there, though the day has begun in Europe.
    assert steps(row, 9, 14, hour=11) == []
    assert steps(row, 9, 14, hour=12) == ["7"]
    assert steps(row, 9, 20) == ["7"]
    assert steps(row, 9, 21) == ["14", "7"]
    assert steps(row, 9, 28) == ["14", "21", "7"]
    assert steps(row, 10, 5) == ["14", "21", "7"]


def test_who_joined_later_has_a_week_of_their_own_and_no_reminder_after_matching(program):
    row = joined(ParticipantFactory(program=program), day=26)
    assert steps(row, 10, 2) == []
    assert steps(row, 10, 3) == ["7"]
    assert steps(row, 10, 10) == ["7"]


def test_nobody_is_reminded_of_what_is_done_or_not_theirs(program):
    complete, gone, taken, empty = (
        joined(ParticipantFactory(program=program)) for _each in range(4)
    )
    Participant.objects.filter(pk=complete.pk).update(languages=["en"])
    Participant.objects.filter(pk=gone.pk).update(standing=Standing.WITHDRAWN)
    mentor = ParticipantFactory(program=program, mentor=True)
    make_partnership(mentor=mentor, mentee=taken)
    ParticipantCompetency.objects.filter(participant=empty).delete()
    elsewhere = joined(ParticipantFactory())
    assert steps(empty, 9, 15) == ["7"]
    for row in (complete, gone, taken, elsewhere):
        assert steps(row, 9, 15) == []


def test_a_reminder_by_hand_puts_it_off_for_some_days(program):
    row = joined(ParticipantFactory(program=program))
    with clock.held_at(datetime(2026, 9, 13, 16, tzinfo=UTC)):
        by_hand.remind([row])
    assert steps(row, 9, 15) == ["2026-09-13"]
    assert steps(row, 9, 16) == ["2026-09-13", "7"]


def test_it_says_until_when_and_stops_with_its_cause(program):
    row = joined(ParticipantFactory(program=program))
    assert steps(row, 9, 14) == ["7"]
    message = Message.objects.get(kind=KIND)
    with clock.held_at(datetime(2026, 9, 14, 16, tzinfo=UTC)):
        assert ("Please complete it by", "Friday 25 September") in kinds.write(message).facts
    with clock.held_at(datetime(2026, 9, 26, 16, tzinfo=UTC)):
        assert ("Please complete it by", "Friday 9 October") in kinds.write(message).facts
    Participant.objects.filter(pk=row.pk).update(languages=["en"])
    assert kinds.write(message) is None
