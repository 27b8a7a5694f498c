"""What waits for one of a pair about meetings."""

from datetime import timedelta

from mentoring import clock
from partnerships.meetings import telling
from partnerships.meetings.waiting import waiting
from partnerships.models import Partnership
from tests.partnerships.meetings.people import ahead, do, plan, propose
from tests.partnerships.writing.people import BOTH, as_side, pair


def waits(partnership, side):
    """What is true for this side, and the moments that are known."""
    person_id = getattr(partnership, f"{side}_person_id")
    with as_side(partnership, side):
        row = Partnership.objects.annotate(**waiting(person_id)).get(pk=partnership.pk)
    names = waiting(person_id)
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def test_what_waits_for_each_changes_as_they_go_on(partnership):
    assert [waits(partnership, side) for side in BOTH] == [{"no_meeting_planned": True}] * 2
    assert waits(pair(), "mentee") == {}

    first = propose(partnership, "mentee", ahead(2))
    assert waits(partnership, "mentor") == {"meeting_to_answer": True}
    assert waits(partnership, "mentee") == {}
    with clock.held_at(ahead(2) + timedelta(minutes=1)):
        assert waits(partnership, "mentor") == {"no_meeting_planned": True}

    planned = plan(partnership, ahead(3))
    assert waits(partnership, "mentee") == {
        "next_meeting": planned.pk,
        "next_meeting_at": planned.starts_at,
    }
    with clock.held_at(ahead(3) + timedelta(minutes=59)):
        assert waits(partnership, "mentee") == {"no_meeting_planned": True}
    with clock.held_at(ahead(3) + timedelta(minutes=60)):
        assert waits(partnership, "mentor")["meeting_to_confirm"]
        do(partnership, "mentor", telling.say, planned, "held")
        assert waits(partnership, "mentee") == {
            "no_meeting_planned": True,
            "last_meeting_at": planned.starts_at,
        }
    assert first.pk != planned.pk
