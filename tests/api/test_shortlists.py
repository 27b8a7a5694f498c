"""The newest shortlist round over the API, and two runs beside each other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.models import Match
from matching.shortlists import queries, services
from tests.api.statements import statements
from tests.factories.participants import membership_of
from tests.matching.pools import finished_run, make_pool

LIST, LISTS = "programs/spring/shortlist", "programs/spring/shortlist/lists"


@pytest.fixture
def people(program):
    return make_pool(2, 4, program=program)


@pytest.fixture
def draft(program, people, coordinator, settle):
    round_ = services.start(program, by=coordinator)
    settle()
    round_.refresh_from_db()
    return round_


def test_a_round_is_read_with_its_lists_and_the_ranks_of_both_sides(
    staff, draft, people, coordinator
):
    body = staff.get(LIST).json()
    assert (body["status"], body["reached"], body["published_at"]) == ("done", [2, 2, 2], None)
    assert (body["answered"]["mentees"], body["answered"]["mentees_answered"]) == (2, 0)

    services.publish(draft, timezone.now() + timedelta(days=7), by=coordinator)
    _program, (one, other), _mentors = people
    own = queries.own_list_or_404(one.pk, one.person_id)
    services.rank(own, [own.candidates[0].pk], by=membership_of(one))
    services.rank(queries.own_list_or_404(other.pk, other.person_id), [], by=membership_of(other))

    found = {row["mentee"]["id"]: row for row in staff.get(LISTS).json()["results"]}
    ranked = {row["mentor"]["id"]: row["mentee_rank"] for row in found[str(one.pk)]["candidates"]}
    assert len(ranked) == 3
    assert ranked.pop(str(own.candidates[0].mentor_id)) == 1
    assert set(ranked.values()) == {None}
    assert [found[str(row.pk)]["is_none"] for row in (one, other)] == [False, True]
    assert staff.get(LIST).json()["answered"] == {
        "mentees": 2,
        "mentors": draft.candidates.values("mentor").distinct().count(),
        "mentees_answered": 2,
        "mentors_answered": 0,
        "none": 1,
    }
    assert staff.get(f"{LISTS}?page_size=1").json()["count"] == 2
    for wrong, status in ((f"{LISTS}?page=9", 404), (f"{LISTS}?page_size=0", 400)):
        assert staff.get(wrong).status_code == status


def test_lists_cost_the_same_however_many_there_are(staff, draft):
    one, all_of_them = statements(staff, f"{LISTS}?page_size=1"), statements(staff, LISTS)
    assert one == all_of_them <= 12


def test_without_a_round_there_is_nothing_to_read(staff, people):
    assert staff.get(LIST).status_code == staff.get(LISTS).status_code == 404


def test_two_runs_are_compared(staff, program, people, coordinator):
    first = finished_run(program, by=coordinator)
    second = finished_run(program, by=coordinator)
    path = f"programs/spring/runs/{second.number}/compare/{first.number}"
    body = staff.get(path).json()
    assert (body["kept"], body["counts"]) == (2, {"moved": 0, "gained": 0, "lost": 0})
    assert (body["run"]["number"], body["other"]["number"]) == (second.number, first.number)
    assert body["same_weights"] is True

    lost, moved = Match.objects.filter(run=second).order_by("pk")
    before = Match.objects.get(run=first, mentee=moved.mentee).mentor_id
    free = next(row for row in people[2] if row.pk not in (before, lost.mentor_id))
    Match.objects.filter(pk=moved.pk).update(mentor=free)
    lost.delete()
    body = staff.get(path).json()
    assert (body["kept"], body["counts"]) == (0, {"moved": 1, "gained": 0, "lost": 1})
    (row,) = body["moved"]
    assert (row["before"]["id"], row["after"]["id"]) == (str(before), str(free.pk))
    (row,) = body["lost"]
    assert (row["after"], row["score_after"]) == (None, None)
    assert row["score_before"] > 0
    assert staff.get(f"programs/spring/runs/{second.number}/compare/99").status_code == 404
