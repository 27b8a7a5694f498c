"""Two results beside each other, other weights for the same people, and pairs held still."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.build import build_problem
from matching.engine.comparing import compare, held_still, reweighed
from matching.engine.editing import Standing
from matching.engine.explain import Move
from matching.engine.people import Role
from matching.engine.run import solve
from matching.engine.scoring import Weights
from tests.matching.engine.cases import changed, make_problem, problems
from tests.matching.engine.persons import people


def test_a_comparison_names_who_stayed_moved_came_and_went():
    first = make_problem(np.eye(5, 4, dtype=int))
    second = changed(first, mentees=tuple("bcdez"))
    before = Standing(first, np.array([0, 1, 2, 4, 3]))
    after = Standing(second, np.array([2, 4, 1, 3, 0]))

    found = compare(before, after)

    assert (found.before, found.after) == (before.outcome, after.outcome)
    assert found.kept == (("e", "D"),)
    assert found.moved == (Move("b", "B", "C"),)
    assert found.gained == (Move("d", None, "B"),)
    assert found.lost == (Move("c", "C", None),)
    assert found.joined == (Move("z", None, "A"),)
    assert found.left == (Move("a", "A", None),)


@given(problems(), problems())
def test_a_comparison_accounts_for_everybody_once(first, second):
    before, after = Standing.of(first), Standing.of(second)

    found = compare(before, after)

    groups = (found.moved, found.gained, found.lost, found.joined, found.left)
    told = [move.mentee for group in groups for move in group] + [pair[0] for pair in found.kept]
    assert len(told) == len(set(told))
    everybody = set(first.mentees) | set(second.mentees)
    untold = {
        person
        for person in everybody & set(first.mentees) & set(second.mentees)
        if person not in before.mentor_of and person not in after.mentor_of
    }
    assert set(told) | untold == everybody
    assert all(after.mentor_of.get(mentee) == mentor for mentee, mentor in found.kept)


@given(people(Role.MENTEE, "e"), people(Role.MENTOR, "o"), st.integers(0, 50), st.integers(1, 50))
def test_other_weights_give_what_a_run_with_them_would(mentees, mentors, needs, path):
    standing = Standing.of(build_problem(mentees, mentors))
    weights = Weights(needs=needs, path=path, story=25)

    other = reweighed(standing, mentees, mentors, weights)

    run = solve(build_problem(mentees, mentors, weights=weights))
    assert (other.outcome.matched, other.outcome.total) == (run.matched, run.total)
    assert other.problem.previous == standing.pairs


def test_other_people_cannot_be_reweighed():
    standing = Standing.of(make_problem([[5]]))

    with pytest.raises(ValueError, match="other people"):
        reweighed(standing, [], [], Weights())


@given(problems(largest=5), st.data())
def test_who_is_held_keeps_their_place_and_the_rest_is_solved(problem, data):
    pairs = solve(problem).pairs
    if not pairs:
        return
    held = [(pair.mentee, pair.mentor) for pair in data.draw(st.lists(st.sampled_from(pairs)))]
    pinned = solve(changed(problem, pins=tuple(held)))

    rest = solve(held_still(problem, held))

    points = sum(pair.score for pair in pinned.pairs if pair.pinned)
    assert rest.matched == pinned.matched - len(set(held))
    assert rest.total == pinned.total - points
    assert {pair.mentee for pair in rest.pairs}.isdisjoint(mentee for mentee, _ in held)


def test_held_pairs_are_no_longer_checked_against_rules():
    problem = make_problem([[5, 1], [5, 4]], forbidden=["aA"], pins=["bB"])

    rest = held_still(problem, [("a", "A")])

    assert rest.mentees == ("b",)
    assert rest.capacity.tolist() == [0, 1]
    assert solve(rest).pairs[0].pinned


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([("x", "A")], "not taking part: x"),
        ([("a", "X")], "not taking part: X"),
        ([("a", "A"), ("a", "B")], "held twice"),
        ([("a", "A"), ("b", "A")], "negative"),
    ],
)
def test_impossible_holding_is_refused(pairs, why):
    with pytest.raises(ValueError, match=why):
        held_still(make_problem([[5, 5], [5, 5]]), pairs)
