"""Quotes through the API: authors let read and take back, coordinators look for names."""

import pytest

from evaluations.quotes import queries, services
from evaluations.quotes.consenting import VERSION
from evaluations.quotes.models import Quote
from mentoring.tenancy.keys import uuid7
from tests.api.statements import statements
from tests.evaluations.quotes.people import WORDS, author, release
from tests.factories.participants import ParticipantFactory, membership_of

SAID = {"words": WORDS, "audiences": ["program", "sponsors"], "agreed": VERSION}


@pytest.fixture
def writer(program):
    return author(program=program)


@pytest.fixture
def own(caller_for, writer):
    return caller_for(membership_of(writer))


@pytest.fixture
def path(writer):
    return f"programs/spring/participants/{writer.pk}/quotes"


def test_words_are_let_read_changed_and_taken_back(own, path):
    text = own.get("quotes/text").json()
    assert (text["version"], [one["audience"] for one in text["audiences"]]) == (
        VERSION,
        ["program", "public", "sponsors"],
    )
    quote = {**SAID, "id": str(uuid7())}
    for _ in range(2):
        made = own.post(path, quote)
        assert made.status_code == 201
    assert made.json()["state"] == "waiting"
    at = f"quotes/{quote['id']}"
    change = {**SAID, "words": "Other words. 言葉", "audiences": ["public"], "edition": 1}
    assert own.put(at, change).json()["edition"] == 2
    assert own.put(at, change).status_code == 409
    found = own.get(at).json()
    assert (found["words"], found["audiences"]) == ("Other words. 言葉", ["public"])
    assert [one["id"] for one in own.get("quotes").json()["results"]] == [quote["id"]]
    for _ in range(2):
        assert own.post(f"{at}/withdraw", {}).json() == {"is_whole": True}
    assert own.get(at).json()["words"] is None
    assert own.put(at, {**change, "edition": 2}).status_code == 409
    assert own.get("quotes").json()["results"] == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"words": " "}, 400),
        ({"words": "w" * 501}, 400),
        ({"words": "\x00"}, 400),
        ({"audiences": []}, 400),
        ({"audiences": ["everybody"]}, 400),
        ({"audiences": ["program"] * 9}, 400),
        ({"agreed": True}, 400),
        ({"agreed": VERSION + 1}, 409),
        ({"agreed": None}, 400),
        ({"id": "x"}, 400),
        ({"name": "Ann"}, 400),
    ],
)
def test_what_cannot_be_used_is_refused(own, path, change, status):
    assert own.post(path, SAID | change).status_code == status
    assert not Quote.objects.exists()


def test_a_coordinator_looks_for_names_and_decides_once(own, staff, writer):
    name = writer.person.family_name
    quote = release(writer, words=f"Ask {name}, it was a good year.")
    listed = "programs/spring/quotes"
    (row,) = staff.get(listed).json()["results"]
    assert name in row["names"]
    assert str(writer.pk) not in staff.get(listed).text
    at = f"{listed}/{quote.pk}"
    assert staff.post(f"{at}/accept", {"edition": 2}).status_code == 409
    for wrong in ({}, {"edition": 1}, {"edition": 1, "reason": "r" * 301}):
        assert staff.post(f"{at}/send-back", wrong).status_code == 400
    reason = "A name stands in it."
    back = staff.post(f"{at}/send-back", {"edition": 1, "reason": reason})
    assert back.json()["state"] == "returned"
    assert own.get(f"quotes/{quote.pk}").json()["reason"] == reason
    assert staff.post(f"{at}/accept", {"edition": 1}).status_code == 409

    assert own.put(f"quotes/{quote.pk}", {**SAID, "edition": 1}).status_code == 200
    assert staff.post(f"{at}/accept", {"edition": 1}).status_code == 409
    for _ in range(2):
        assert staff.post(f"{at}/accept", {"edition": 2}).json()["state"] == "accepted"
    assert staff.get(listed).json()["results"] == []
    assert len(staff.get(listed, state="accepted").json()["results"]) == 1
    assert staff.get(listed, state="withdrawn").status_code == 400
    assert own.put(f"quotes/{quote.pk}", {**SAID, "edition": 2, "words": "x"}).status_code == 409


def test_what_was_published_stays_and_is_said(own, writer):
    quote = release(writer)
    services.accept(quote, edition=1, by=None)
    services.take(queries.released(writer.program, "program"), by=None, taken_by=uuid7())

    found = own.get(f"quotes/{quote.pk}").json()
    assert found["published"] == ["program"]
    change = {**SAID, "audiences": ["sponsors"], "edition": 1}
    assert own.put(f"quotes/{quote.pk}", change).status_code == 409
    assert own.post(f"quotes/{quote.pk}/withdraw", {}).json() == {"is_whole": False}


def test_nobody_else_comes_near(caller_for, staff, hr, program, writer, own, path):
    quote = release(writer)
    silent = ParticipantFactory(program=program)
    other = caller_for(membership_of(silent))
    theirs = path.replace(str(writer.pk), str(silent.pk))
    assert other.post(theirs, SAID).status_code == 409
    assert other.post(path, SAID).status_code == 404
    assert other.get(f"quotes/{quote.pk}").status_code == 404
    assert other.put(f"quotes/{quote.pk}", {**SAID, "edition": 1}).status_code == 404
    assert other.post(f"quotes/{quote.pk}/withdraw", {}).status_code == 404
    assert other.get("programs/spring/quotes").status_code == 403
    for call in (staff, hr):
        assert call.get("quotes").status_code == 403
        assert call.get("quotes/text").status_code == 403
    at = f"programs/spring/quotes/{quote.pk}/accept"
    assert [call.post(at, {"edition": 1}).status_code for call in (own, hr)] == [403, 403]


def test_the_id_of_somebody_elses_quote_is_refused(caller_for, program, writer):
    quote, other = release(writer), author(program=program)
    path = f"programs/spring/participants/{other.pk}/quotes"

    answer = caller_for(membership_of(other)).post(path, {**SAID, "id": str(quote.pk)})

    assert answer.status_code == 409
    assert Quote.objects.count() == 1


def test_lists_take_as_many_statements_for_many(own, staff, writer):
    taken = []
    for many in (1, 4):
        for _ in range(many):
            release(writer)
        taken.append((statements(own, "quotes"), statements(staff, "programs/spring/quotes")))
    assert taken[0] == taken[1]
