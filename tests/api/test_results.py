"""Results through the API: one's own, a mentor's by consent, a program's, and what is shared."""

from datetime import timedelta

import pytest

from evaluations.results.models import ResultsRun
from evaluations.seen.models import Seen
from evaluations.sharing.models import SharedResults
from instruments.kinds import Occasion
from mentoring import clock
from mentoring.tenancy.keys import uuid7
from tests.api.statements import statements
from tests.evaluations.results.people import finished
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.instruments.year import make_program, send_on
from tests.partnerships.lasting.people import active_pair, on

LEADING = ("leading-clear", "leading-difficult-talks", "leading-handing-over")
LISTENS = "mentoring-listens"


@pytest.fixture
def year(organization):
    """A program that ended long ago."""
    today = clock.today()
    return make_program(
        slug="year",
        starts_on=today - timedelta(days=500),
        ends_on=today - timedelta(days=125),
    )


def test_one_reads_ones_own_year_and_lets_the_mentor_read_along(caller_for, year):
    mentee = ParticipantFactory(program=year)
    mentor = ParticipantFactory(program=year, mentor=True)
    own, theirs = caller_for(membership_of(mentee)), caller_for(membership_of(mentor))
    at = f"programs/year/participants/{mentee.pk}/results"
    assert own.get(at).json() == {"sent_at": None, "changes": [], "goals": [], "feedback": None}
    assert own.put(f"{at}/feedback", {"mentor_reads": True}).status_code == 409
    send_on(mentee, Occasion.BASELINE, values=dict.fromkeys(LEADING, "2"))
    with on(year.starts_on):
        pair = active_pair(mentor=mentor, mentee=mentee)
    assert own.put(f"{at}/feedback", {"mentor_reads": True}).status_code == 409
    final = send_on(mentee, values={**dict.fromkeys(LEADING, "5"), LISTENS: "4"})

    found = own.get(at).json()
    assert (2.0, 5.0) in [(one["before"], one["after"]) for one in found["changes"]]
    assert Seen.objects.filter(participant=mentee, what="change").count() == 1
    assert found["feedback"] == {
        "mentor": pair.mentor_person.name,
        "mentor_reads": False,
        "may_consent": False,
    }
    late = own.put(f"{at}/feedback", {"mentor_reads": True})
    assert "30 days" in late.json()["error"]["message"]
    assert own.put(f"{at}/feedback", {"mentor_reads": "perhaps"}).status_code == 400
    assert theirs.get("feedback").json() == {"mentees": [], "lines": []}
    with clock.held_at(final.submitted_at + timedelta(days=2)):
        for _ in range(2):
            given = own.put(f"{at}/feedback", {"mentor_reads": True}).json()
    assert given["feedback"]["mentor_reads"] is True
    told = theirs.get("feedback").json()
    assert told["mentees"] == [mentee.person.name]
    (listens,) = [one for one in told["lines"] if "listens" in one["question"]]
    assert (listens["values"], listens["mean"]) == ([4], None)
    for _ in range(2):
        taken = own.put(f"{at}/feedback", {"mentor_reads": False}).json()
    assert taken["feedback"]["mentor_reads"] is False
    assert theirs.get("feedback").json()["lines"] == []
    for other in (theirs, caller_for(membership_of(ParticipantFactory(program=year)))):
        assert other.get(at).status_code == 404
        assert other.put(f"{at}/feedback", {"mentor_reads": True}).status_code == 404
    mine = f"programs/year/participants/{mentor.pk}/results/feedback"
    assert theirs.put(mine, {"mentor_reads": True}).status_code == 409


def test_a_programs_numbers_are_those_of_the_newest_run(staff, hr, caller_for, program):
    at = "programs/spring/results"
    empty = staff.get(at).json()
    assert empty == {"run": None, "worked_out_at": None, "is_current": False, "numbers": None}
    run = finished(program, 12)
    run.refresh_from_db()

    found = staff.get(at).json()

    assert (found["run"]["id"], found["run"]["status"]) == (str(run.pk), "done")
    (scale,) = found["numbers"]["scales"]
    stored = run.found["scales"][0]
    assert (scale["informant"], scale["dimension"]) == ("mentee", "leadership")
    assert {one["occasion"] for one in scale["levels"]} == set(stored["levels"])
    change = {(one["before"], one["after"]): one for one in scale["changes"]}["baseline", "final"]
    kept = stored["changes"]["baseline:final"]
    assert {name: change[name] for name in kept if name != "as"} == {
        name: value for name, value in kept.items() if name != "as"
    }
    assert (change["shown_as"], change["improved"]) == ("numbers", None)
    assert sum(found["numbers"]["recommendation"][0]["counts"]) == 12
    assert found["numbers"]["goals"]["sides"][0]["reached"] == [16, 16]
    mentee = caller_for(membership_of(ParticipantFactory(program=program)))
    for other in (hr, mentee):
        assert other.get(at).status_code == 403
        assert other.post(at, {}).status_code == 403


@pytest.mark.parametrize("people", [1, 4, 9])
def test_under_ten_people_nothing_exact_is_told(staff, program, people):
    finished(program, people, goals=[("set", None, 9, people), ("mentee", 0, 9, people)])

    numbers = staff.get("programs/spring/results").json()["numbers"]

    exact = ("mean", "sd", "ci95", "alpha", "mean_before", "mean_after", "mean_change", "counts")
    parts = [numbers["scales"][0]["levels"], numbers["scales"][0]["changes"]]
    parts += [numbers["recommendation"], numbers["goals"]["sides"]]
    parts += [[one["answered"] for one in numbers["silent"]]]
    for part in (one for many in parts for one in many):
        assert part["shown_as"] == "bands"
        assert [part[name] for name in exact if part.get(name) is not None] == []


def test_asking_twice_is_one_run(staff, program):
    first = staff.post("programs/spring/results", {})
    assert (first.status_code, first.json()["run"]["status"]) == (200, "queued")
    again = staff.post("programs/spring/results", {}).json()
    assert again["run"] == first.json()["run"]
    assert ResultsRun.objects.count() == 1


def test_shared_results_are_worded_looked_at_and_published_once(caller_for, staff, year):
    reader = ParticipantFactory(program=year)
    own = caller_for(membership_of(reader))
    page, mine = "programs/year/shared-results", f"programs/year/participants/{reader.pk}"
    run = finished(year, 12)
    words = {"words": "A good year.\n<b>Thanks</b> 謝謝", "edition": 0}
    for wrong in ({"words": "w" * 2001}, {"edition": -1}, {"words": "\x00"}, {"hash": "x"}):
        assert staff.put(page, words | wrong).status_code == 400
    draft = staff.put(page, words).json()
    assert (draft["edition"], draft["run"], draft["is_over"]) == (1, str(run.pk), True)
    assert draft["content"]["words"] == words["words"]
    assert staff.put(page, words).status_code == 409
    assert own.get(f"{mine}/shared-results").json() == {"published_at": None, "content": None}
    for stale in ({"edition": 0, "run": str(run.pk)}, {"edition": 1, "run": str(uuid7())}):
        assert staff.post(f"{page}/publish", stale).status_code == 409

    seen = {"edition": 1, "run": str(run.pk)}
    published = [staff.post(f"{page}/publish", seen).json() for _ in range(2)]

    assert published[0] == published[1]
    assert published[0]["content_hash"] == SharedResults.objects.get().content_hash
    assert own.get(f"{mine}/shared-results").json()["content"] == published[0]["content"]
    (listed,) = own.get("shared-results").json()["results"]
    assert listed["participant"] == str(reader.pk)
    assert staff.put(page, words | {"edition": 1}).status_code == 409
    other = caller_for(membership_of(ParticipantFactory(program=ProgramFactory(slug="other"))))
    assert other.get(f"{mine}/shared-results").status_code == 404
    assert other.get("shared-results").json()["results"] == []
    assert own.get(page).status_code == 403
    assert staff.get("shared-results").status_code == 403


def test_reading_takes_as_many_statements_for_many(staff, program):
    taken = []
    for people in (1, 30):
        finished(program, people)
        taken.append(statements(staff, "programs/spring/results"))
    assert taken[0] == taken[1] <= 12
