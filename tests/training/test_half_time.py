"""Managers who agreed to the briefing are written to once more, by the calendar alone."""

from datetime import date, timedelta

import pytest

from notifications import kinds
from notifications.models import Message
from participants.models import Participant
from participants.roles import Standing
from programs.models import ProgramDate
from tests.partnerships.nudges.people import on, place
from tests.training.test_briefing import agree, link, managed, path_of  # noqa: F401  (fixtures)
from training.half_time import KIND, write_to_managers

HALF_TIME = date(2027, 7, 11)


@pytest.fixture
def half(program):
    ProgramDate.objects.update_or_create(
        program=program, key="check_6", defaults={"opens_on": HALF_TIME, "closes_on": HALF_TIME}
    )


def sweep(days=0, hour=9, zone="UTC"):
    with on(HALF_TIME + timedelta(days=days), hour, zone):
        write_to_managers()
        write_to_managers()
        return Message.objects.filter(kind=KIND).count()


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_once_in_the_days_after_half_time_to_who_agreed(half, link, client, zone):  # noqa: F811
    place(link.organization, zone)
    assert sweep(zone=zone) == 0  # who has not agreed gets the reminders of the briefing
    agree(client, link)
    assert sweep(-1, 23, zone) == sweep(0, 7, zone) == sweep(7, 9, zone) == 0
    assert sweep(0, 8, zone) == 1
    assert sweep(3, 9, zone) == 1
    with on(HALF_TIME + timedelta(days=3)):
        letter = kinds.write(Message.objects.get(kind=KIND))
        assert letter.subject == f"Half time in {link.participant.program.name}"
        assert letter.action_url.endswith(path_of(link))
    link.refresh_from_db()
    assert link.expires_at.date() > HALF_TIME + timedelta(days=50)


def test_the_manager_of_who_left_hears_nothing(half, link, client):  # noqa: F811
    agree(client, link)
    assert sweep() == 1
    Participant.objects.filter(pk=link.participant_id).update(standing=Standing.WITHDRAWN)
    with on(HALF_TIME):
        assert kinds.write(Message.objects.get(kind=KIND)) is None
