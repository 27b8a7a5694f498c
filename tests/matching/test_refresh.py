"""After a change every match of the run says what is true of it now, whoever moved."""

import random

import pytest

from matching import services
from matching.changes import refresh
from matching.changes import services as changes
from matching.changes.models import Act
from matching.changes.state import state_of
from matching.models import Match, MatchingRun
from participants.models import Participant
from tests.matching.pools import NEEDS, finished_run, make_pool
from tests.matching.test_changes import change, rows_of
from tests.matching.test_pages import address

TOLD = ("mentee_id", "mentor_id", "veto_matches", "veto_points", "band", "signs", "options")


@pytest.fixture
def run(organization):
    """A run of people so different that a change alters what it costs to choose for others."""
    program, mentees, mentors = make_pool(6, 7)
    chance = random.Random(3)
    for row in (*mentees, *mentors):
        row.years_experience = chance.randint(2, 30)
        row.level = chance.randint(1, 6)
        row.ways_of_working = "".join(chance.choice("AB-") for _ in range(8))
        row.save()
    for row in mentors:
        for need in NEEDS:
            row.competencies.filter(competency=need).update(level=chance.randint(1, 5))
    return finished_run(program)


def told(run):
    rows = Match.objects.filter(run=run).order_by("mentee_id").values(*TOLD)
    return {row["mentee_id"]: row for row in rows}


def solved_again(run, act, mentee, other):
    effect = changes.preview(state_of(run), act, str(mentee), str(other))
    return effect.cost.matches, effect.cost.points


def taken(run):
    """A mentee and the mentor of somebody else whom they could have."""
    rows = told(run)
    mentor_of = {row["mentor_id"]: mentee for mentee, row in rows.items()}
    for mentee, row in rows.items():
        for option in row["options"]:
            mentor = Match._meta.pk.to_python(option["mentor"])
            if mentor in mentor_of:
                return mentee, mentor
    raise AssertionError("nobody could have the mentor of another")


def test_all_say_what_solving_again_would_find(run, coordinator):
    before = told(run)
    made = change(run, Act.CHOOSE, *taken(run), by=coordinator)
    after = told(run)
    moved = {move["mentee"] for move in made.moves}
    unmoved = [mentee for mentee in after if str(mentee) not in moved]

    assert any(after[mentee] != before[mentee] for mentee in unmoved)
    for mentee in unmoved:
        row = after[mentee]
        assert row["mentor_id"] == before[mentee]["mentor_id"]
        veto = row["veto_matches"], row["veto_points"]
        assert veto == solved_again(run, Act.VETO, mentee, row["mentor_id"])
        for option in row["options"]:
            cost = option["matches"], option["points"]
            assert cost == solved_again(run, Act.CHOOSE, mentee, option["mentor"])


def test_one_who_is_the_worst_by_now_is_looked_at_closely(run, coordinator):
    change(run, Act.CHOOSE, *taken(run), by=coordinator)
    worst = MatchingRun.objects.get(pk=run.pk).outcome["worst"]
    for match in Match.objects.filter(run=run):
        assert ("lowest" in match.signs) == (match.score == worst)


def test_undoing_brings_back_what_everybody_said(run, coordinator):
    before = rows_of(run)
    made = change(run, Act.CHOOSE, *taken(run), by=coordinator)
    assert rows_of(run) != before
    changes.undo(run, made.number, by=coordinator)
    assert rows_of(run) == before


def test_what_is_announced_or_rejected_says_what_it_said(run, coordinator):
    mentee, mentor = taken(run)
    others = [one for one, row in told(run).items() if one != mentee and row["mentor_id"] != mentor]
    rejected, approved = (Match.objects.get(run=run, mentee=one) for one in others[:2])
    services.reject(rejected, by=coordinator)
    services.approve(approved, by=coordinator)
    Match.objects.filter(pk=rejected.pk).update(veto_points=-7, options=[])
    Match.objects.filter(pk=approved.pk).update(veto_points=-7, options=[])
    change(run, Act.CHOOSE, mentee, mentor, by=coordinator)
    rejected.refresh_from_db()
    approved.refresh_from_db()
    assert (rejected.veto_points, rejected.options) == (-7, [])
    assert approved.decision == "approved"
    assert approved.options


def test_of_a_large_run_a_worker_brings_it_in_line(
    coordinator_client, run, coordinator, settle, monkeypatch
):
    before, pair = told(run), taken(run)
    made = change(run, Act.CHOOSE, *pair, by=coordinator)
    at_once = told(run)
    changes.undo(run, made.number, by=coordinator)
    monkeypatch.setattr(refresh, "AT_ONCE", 0)
    made = change(run, Act.CHOOSE, *pair, by=coordinator)

    moved = {move["mentee"] for move in made.moves}
    waiting = [mentee for mentee in before if str(mentee) not in moved]
    assert all(told(run)[mentee] == before[mentee] for mentee in waiting)
    assert "being worked out anew" in coordinator_client.get(address("run", run)).text
    settle()
    assert told(run) == at_once
    assert "being worked out anew" not in coordinator_client.get(address("run", run)).text
    assert not refresh.stale_runs().exists()
    Match.objects.filter(run=run).update(options=[])
    refresh.bring_in_line(run.pk)  # a task that comes twice
    assert not any(row["options"] for row in told(run).values())


def test_a_change_at_once_settles_what_waited(run, coordinator, monkeypatch):
    pair = taken(run)
    monkeypatch.setattr(refresh, "AT_ONCE", 0)
    made = change(run, Act.CHOOSE, *pair, by=coordinator)
    monkeypatch.undo()
    changes.undo(run, made.number, by=coordinator)
    assert not refresh.stale_runs().exists()


def test_it_takes_as_many_statements_for_many_as_for_few(
    organization, coordinator, django_assert_num_queries
):
    for size in (2, 6):
        program, *_ = make_pool(size, size + 1)
        Participant.objects.filter(program=program).update(level=None)
        run = finished_run(program)
        Match.objects.filter(run=run).update(options=[])
        standing = state_of(run).standing
        with django_assert_num_queries(2):
            refresh.after_change(run, standing)
        assert all(match.options for match in run.matches.all())
