"""The two of a pair write through the API; nobody else reads any of it."""

import pytest

from mentoring.tenancy.keys import uuid7
from partnerships.writing.models import PairMessage
from tests.factories.participants import ParticipantFactory, membership_of
from tests.partnerships.writing.people import as_side, pair

WORDS = "Un mot à toi seule, слово, 言葉"


@pytest.fixture
def partnership(organization):
    return pair()


@pytest.fixture
def call(caller_for, partnership):
    """``call(side)``: the API as one of the two calls it, and the root of their addresses."""

    def as_one(side):
        return caller_for(membership_of(getattr(partnership, side)))

    return as_one


def _at(partnership, rest):
    return f"programs/{partnership.program.slug}/partnerships/{partnership.pk}/{rest}"


def test_the_two_write_to_each_other_once_and_in_order(partnership, call):
    mentee, mentor, place = call("mentee"), call("mentor"), _at(partnership, "messages")
    item = str(uuid7())
    for _time in range(2):
        sent = mentee.post(place, {"id": item, "text": WORDS})
        assert sent.status_code == 201
    assert sent.json()["text"] == WORDS
    mentor.post(place, {"text": "Then let us meet."})

    page = mentor.get(place).json()

    assert [(row["text"], row["is_mine"]) for row in page["results"]] == [
        ("Then let us meet.", True),
        (WORDS, False),
    ]
    assert page["count"] == 2
    with as_side(partnership, "mentor"):
        assert PairMessage.objects.count() == 2
    assert mentor.post(place, {"id": item, "text": "Mine now"}).status_code == 404


@pytest.mark.parametrize("kind", ["notes", "journal"])
def test_a_stale_change_is_refused_and_nobody_touches_what_the_other_wrote(partnership, call, kind):
    mentee, mentor, place = call("mentee"), call("mentor"), _at(partnership, kind)
    item = mentee.post(place, {"text": WORDS}).json()

    changed = mentee.patch(f"{place}/{item['id']}", {"text": "Better", "revision": 0})
    stale = mentee.patch(f"{place}/{item['id']}", {"text": "Later", "revision": 0})

    assert (changed.json()["text"], changed.json()["revision"]) == ("Better", 1)
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "conflict")
    for attempt in (
        mentor.patch(f"{place}/{item['id']}", {"text": "Mine", "revision": 1}),
        mentor.post(f"{place}/{item['id']}/remove", {}),
        mentee.patch(f"{place}/{uuid7()}", {"text": "Nothing", "revision": 0}),
    ):
        assert attempt.status_code == 404
    shown = mentor.get(place).json()["results"]
    assert [row["text"] for row in shown] == (["Better"] if kind == "notes" else [])
    assert mentee.post(f"{place}/{item['id']}/remove", {}).status_code == 204
    assert mentee.get(place).json()["count"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"text": " \x00 "},
        {"text": "x" * 5001},
        {},
        {"text": "x", "author": "somebody"},
        {"text": "x", "id": "no id"},
    ],
)
def test_what_cannot_be_sent_is_said_by_field(partnership, call, body):
    refused = call("mentee").post(_at(partnership, "messages"), body)

    assert refused.status_code == 400
    assert refused.json()["error"]["fields"]
    with as_side(partnership, "mentee"):
        assert not PairMessage.objects.exists()


def test_each_reads_how_much_of_the_others_is_new(partnership, call):
    call("mentee").post(_at(partnership, "messages"), {"text": WORDS})
    nothing = {"goals": 0, "meetings": 0, "messages": 0, "notes": 0, "files": 0}

    assert call("mentee").get(_at(partnership, "news")).json() == nothing
    for _time in range(2):
        told = call("mentor").get(_at(partnership, "news"))
        assert told.json() == {**nothing, "messages": 1}


def test_nobody_else_finds_the_addresses(partnership, call, caller_for, coordinator):
    stranger = ParticipantFactory(program=partnership.program)
    for rest in ("messages", "notes", "journal", "files", "news"):
        assert caller_for(membership_of(stranger)).get(_at(partnership, rest)).status_code == 404
        assert caller_for(coordinator).get(_at(partnership, rest)).status_code == 403
    elsewhere = f"programs/another/partnerships/{partnership.pk}/messages"
    assert call("mentee").get(elsewhere).status_code == 404
    assert call("mentee").get(_at(partnership, "files")).json() == {"files": []}


def test_a_page_has_fifty_and_as_many_statements_as_one(
    partnership, call, django_assert_max_num_queries
):
    mentee, place = call("mentee"), _at(partnership, "notes")
    for number in range(51):
        mentee.post(place, {"text": f"Note {number}"})
    with django_assert_max_num_queries(16):
        page = mentee.get(place).json()

    assert (len(page["results"]), page["count"]) == (50, 51)
    assert page["next"]
