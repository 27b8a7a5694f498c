"""Observers through the API: their mentee invites and reads first, coordinators read afterwards."""

import pytest

from evaluations.observers import services
from evaluations.observers.models import ObserverInvitation
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from tests.api.statements import statements
from tests.factories.instruments import open_baseline
from tests.factories.observers import EMAIL, NAME, before_the_start, observe, plant
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory

SAID = {"occasion": "baseline", "name": NAME, "email": EMAIL, "relation": "chair"}


@pytest.fixture
def mentee(program):
    open_baseline(before_the_start(program))
    return ParticipantFactory(program=program)


@pytest.fixture
def own(caller_for, mentee):
    return caller_for(membership_of(mentee))


@pytest.fixture
def path(mentee):
    return f"programs/spring/participants/{mentee.pk}/observers"


def test_a_mentee_invites_and_withdraws(own, path):
    (window,) = own.get(path).json()["results"]
    assert (window["occasion"], window["is_open"], window["observers"]) == ("baseline", True, [])

    made = own.post(path, {**SAID, "words": "Tell me.\nAll of it. 秘密"})

    assert made.status_code == 201
    (observer,) = made.json()["results"][0]["observers"]
    assert (observer["state"], observer["email"], observer["is_lost"]) == ("open", EMAIL, False)
    assert "token" not in made.text
    again = own.post(path, {**SAID, "email": EMAIL.upper()})
    assert (again.status_code, list(again.json()["error"]["fields"])) == (400, ["email"])
    at = f"observers/{observer['id']}"
    assert own.post(f"{at}/send-again", {}).status_code == 409
    assert own.get(f"{at}/answers").status_code == 404
    for _ in range(2):
        assert own.post(f"{at}/withdraw", {}).json()["state"] == "withdrawn"
    assert own.post(f"{at}/send-again", {}).status_code == 409
    assert ObserverInvitation.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "n" * 161}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "x" * 250 + "@example.org"}, "email"),
        ({"relation": "rival"}, "relation"),
        ({"occasion": "mid_year"}, "occasion"),
        ({"words": "w" * (services.LONGEST_WORDS + 1)}, "words"),
        ({"words": "\x00"}, "words"),
        ({"token": "x"}, "token"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(own, path, change, field):
    answer = own.post(path, SAID | change)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert not ObserverInvitation.objects.exists()


def test_outside_its_days_nobody_is_invited(own, path):
    assert own.post(path, SAID | {"occasion": "final"}).status_code == 409


def test_the_mentee_reads_first_and_then_coordinators(own, staff, mentee, path):
    invitation = observe(plant(mentee))
    listed, theirs = "programs/spring/observers", f"programs/spring/observers/{invitation.pk}"
    (row,) = staff.get(listed).json()["results"]
    assert (row["state"], row["is_readable"], row["mentee"]) == ("sent", False, mentee.person.name)
    assert staff.get(theirs).status_code == 404
    assert "answer" not in staff.get(listed).text

    read = own.get(f"observers/{invitation.pk}/answers").json()

    answers = [one for section in read["sections"] for one in section["answers"]]
    assert {(one["answer"], one["number"]) for one in answers} == {("4", 4)}
    assert read["read_at"]
    (row,) = staff.get(listed).json()["results"]
    assert row["is_readable"] is True
    assert staff.get(theirs).json()["sections"] == read["sections"]
    traces = AuditEvent.objects.filter(verb="observer.answers_read", object_id=invitation.pk)
    assert traces.count() == 1


def test_nobody_else_comes_near(caller_for, staff, hr, mentee, program, path):
    invitation = observe(plant(mentee))
    other = caller_for(membership_of(ParticipantFactory(program=program)))
    mentor = ParticipantFactory(program=program, mentor=True)
    theirs = caller_for(membership_of(mentor))
    at = f"observers/{invitation.pk}"
    for caller in (other, theirs):
        assert caller.get(f"{at}/answers").status_code == 404
        assert caller.post(f"{at}/withdraw", {}).status_code == 404
        assert caller.get(path).status_code == 404
        assert caller.get(f"programs/spring/observers/{invitation.pk}").status_code == 403
    assert theirs.get(path.replace(str(mentee.pk), str(mentor.pk))).status_code == 404
    for caller in (staff, hr):
        assert caller.get(path).status_code == 403
    assert hr.get("programs/spring/observers").status_code == 403
    elsewhere = ProgramFactory(slug="elsewhere")
    assert staff.get(f"programs/{elsewhere.slug}/{at}").status_code == 404
    assert other.get(f"observers/{uuid7()}/answers").status_code == 404


def test_lists_take_as_many_statements_for_many(own, staff, mentee, path):
    taken = []
    for many in (1, 4):
        for number in range(many):
            plant(mentee, email=f"{many}.{number}@example.org")
        taken.append((statements(own, path), statements(staff, "programs/spring/observers")))
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 12
