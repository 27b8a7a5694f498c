"""What is new to one of the two: counted for them alone, and gone once they have looked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.meetings import again, services, telling, written
from partnerships.unread.models import LastLook
from partnerships.unread.queries import news_of
from partnerships.unread.services import look
from partnerships.writing import services as writing
from partnerships.writing.kinds import Kind
from tests.factories.agreements import agree
from tests.factories.participants import membership_of
from tests.partnerships.goals.people import goal_in, noted, planned
from tests.partnerships.meetings.people import ahead, do, introduced_pair, plan, propose
from tests.partnerships.writing.people import BOTH, Actor, as_side, as_user, pair

PARTS = {"goals", "meetings", "messages", "notes", "files"}


@pytest.fixture
def partnership(organization):
    return introduced_pair()


def writes(partnership, side, kind=Kind.MESSAGE, text="Hello."):
    facts = {"item_id": uuid7()}
    return do(partnership, side, writing.write, partnership, kind, text, **facts)


def news(partnership, side):
    with as_side(partnership, side):
        return news_of(getattr(partnership, f"{side}_person_id"), [partnership.pk])[partnership.pk]


def looks(partnership, side, part):
    return do(partnership, side, look, partnership.pk, part)


def page(partnership, name):
    return reverse(f"portal:{name}", args=[partnership.organization.slug, partnership.pk])


def test_what_the_other_does_is_new_and_what_one_does_is_not(partnership):
    for text in ("One.", "Two."):
        writes(partnership, "mentee", text=text)
    note = writes(partnership, "mentee", Kind.NOTE)
    writes(partnership, "mentee", Kind.JOURNAL)
    goal = goal_in(partnership)
    planned(partnership, goal)
    noted(partnership, goal, side="mentor")
    propose(partnership, "mentee")

    assert news(partnership, "mentor") == {"messages": 2, "notes": 1, "goals": 2, "meetings": 1}
    assert news(partnership, "mentee") == {"goals": 1}
    left = looks(partnership, "mentor", "notes")
    assert left == news(partnership, "mentor") == {"messages": 2, "goals": 2, "meetings": 1}
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        do(partnership, "mentee", writing.change, partnership, Kind.NOTE, note.pk, "New.", seen=0)
    assert news(partnership, "mentor")["notes"] == 1
    looks(partnership, "mentor", "notes")
    looks(partnership, "mentor", "notes")
    assert news(partnership, "mentor")["notes"] == 0


def test_what_becomes_of_a_meeting_is_news_to_whoever_did_not_do_it(partnership):
    def there():
        found = [news(partnership, side)["meetings"] for side in BOTH]
        for side in BOTH:
            looks(partnership, side, "meetings")
        return dict(zip(BOTH, found, strict=True))

    meeting = plan(partnership)
    assert there() == {"mentor": 0, "mentee": 1}
    do(partnership, "mentee", written.write_agenda, meeting, "Handing over.", seen=0)
    assert there() == {"mentor": 1, "mentee": 0}
    do(partnership, "mentor", services.cancel, meeting, seen=meeting.revision)
    assert there() == {"mentor": 0, "mentee": 1}
    with clock.held_at(clock.now() + timedelta(days=5)):
        facts = {"zone": "UTC", "minutes": 60, "form": "virtual", "meeting_id": uuid7()}
        at = clock.now() - timedelta(hours=2)
        do(partnership, "mentor", telling.log, partnership, at=at, **facts)
    assert there() == {"mentor": 0, "mentee": 1}


def test_a_series_is_one_thing_however_many_meetings_it_has(partnership):
    start = ahead()
    series = do(
        partnership,
        "mentee",
        again.propose_series,
        partnership,
        first_on=start.date(),
        at=start.time(),
        zone="UTC",
        every=1,
        unit="week",
        until=start.date() + timedelta(days=60),
        minutes=60,
        form="virtual",
        series_id=uuid7(),
    )
    assert news(partnership, "mentor")["meetings"] == 1
    do(partnership, "mentor", again.accept_series, series, seen=series.revision)
    assert news(partnership, "mentee")["meetings"] == 1
    looks(partnership, "mentee", "meetings")
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        do(partnership, "mentor", again.cancel_series, series)
    assert news(partnership, "mentee")["meetings"] == 1


def test_nobody_else_learns_that_or_when_somebody_looked(partnership, coordinator):
    writes(partnership, "mentee")
    looks(partnership, "mentor", "messages")
    stranger = pair().mentor_person
    mentor = partnership.mentor_person

    with as_side(partnership, "mentor"):
        assert LastLook.objects.count() == 1
    for user_id, actor in (
        (partnership.mentee_person.user_id, Actor.PARTICIPANT),
        (stranger.user_id, Actor.PARTICIPANT),
        (coordinator.user_id, Actor.COORDINATOR),
        (mentor.user_id, Actor.COORDINATOR),
        (None, Actor.WORKER),
    ):
        with as_user(partnership, user_id, actor):
            assert LastLook.objects.count() == 0, actor
            if actor != Actor.PARTICIPANT:
                assert not any(news_of(mentor.pk, [partnership.pk])[partnership.pk].values())


def test_a_mentor_of_three_sees_which_and_opening_clears_it(partnership, client_for):
    others = [pair(mentor=partnership.mentor, place=n) for n in (2, 3)]
    for text in ("One.", "Two."):
        writes(partnership, "mentee", text=text)
    writes(others[0], "mentee")
    mentor = client_for(membership_of(partnership.mentor))
    home = reverse("portal:home", args=[partnership.organization.slug])

    def told():
        parts = mentor.get(home).context["parts"]
        return {match.id: match.news for part in parts for match in part.current}

    before = {str(partnership.pk): 2, str(others[0].pk): 1, str(others[1].pk): 0}
    assert told() == before
    assert "2 new" in mentor.get(home).text
    overview = mentor.get(page(partnership, "match"))
    assert "New since you last looked" in overview.text
    assert "2 new" in overview.text  # said beside the dot
    assert "2 new" in mentor.get(page(partnership, "writing:notes")).text
    mentor.head(page(partnership, "writing:messages"))
    assert told() == before  # nobody has seen it
    assert "2 new" not in mentor.get(page(partnership, "writing:messages")).text
    assert told() == {**before, str(partnership.pk): 0}
    assert "New since" not in mentor.get(page(partnership, "match")).text


def test_every_board_clears_its_own_and_costs_the_same_for_one_and_thirty(partnership, client_for):
    agree(partnership)
    mentor = client_for(membership_of(partnership.mentor))
    boards = ["goals:board", "meetings:list", "writing:messages", "writing:notes"]

    def much(count):
        for number in range(count):
            with clock.held_at(clock.now() + timedelta(minutes=number)):
                writes(partnership, "mentee", text=f"Line {number}.")
                writes(partnership, "mentee", Kind.NOTE)
                propose(partnership, "mentee", ahead(3 + number))

    def cost(name):
        with CaptureQueriesContext(connection) as asked:
            assert mentor.get(page(partnership, name)).status_code == 200
        return len(asked)

    goal_in(partnership)
    much(1)
    assert news(partnership, "mentor").keys() == PARTS - {"files"}
    before = {name: cost(name) for name in boards}
    assert not any(news(partnership, "mentor").values())
    with clock.held_at(clock.now() + timedelta(hours=1)):
        much(20)
        assert all(cost(name) <= before[name] for name in boards)
    assert max(before.values()) <= 12 + 4  # four mark the surroundings of the request
