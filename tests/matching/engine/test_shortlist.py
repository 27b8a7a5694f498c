"""The shortlist round against trying every set of lists."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import flow
from matching.engine.build import build_problem
from matching.engine.flow import NotSolved
from matching.engine.problem import PinsRefused
from matching.engine.scoring import parts_of
from matching.engine.shortlist import shortlist, with_rankings
from tests.matching.engine.cases import make_problem, problems
from tests.matching.engine.persons import mentee, mentor


def best_by_brute_force(problem, most, limits):
    """(mentees with a first candidate, with a second, …, points) of the best lists."""
    options = []
    for i in range(len(problem.mentees)):
        own = np.flatnonzero(problem.eligible[i]).tolist()
        sizes = range(min(most, len(own)) + 1)
        options.append([c for size in sizes for c in itertools.combinations(own, size)])
    best = None
    for lists in itertools.product(*options):
        load = [k for chosen in lists for k in chosen]
        if all(load.count(k) <= limits[k] for k in set(load)):
            points = sum(int(problem.scores[i, k]) for i, c in enumerate(lists) for k in c)
            reached = tuple(sum(len(c) >= r for c in lists) for r in range(1, most + 1))
            best = max(best or (), (*reached, points))
    return best


@given(problems(largest=3, pins=True), st.integers(0, 3), st.data())
def test_the_shortlist_equals_brute_force(problem, most, data):
    limits = [data.draw(st.integers(0, 3)) for _ in problem.mentors]
    lists = dict(zip(problem.mentors, limits, strict=True))

    found = shortlist(problem, most=most, lists=lists)

    assert (*found.reached, found.points) == best_by_brute_force(problem, most, limits)


@given(problems(largest=6, pins=True), st.integers(0, 4))
def test_candidates_are_distinct_possible_and_not_too_many(problem, most):
    found = shortlist(problem, most=most)

    load = dict.fromkeys(problem.mentors, 0)
    for person, candidates in found.candidates.items():
        i = problem.mentee_index[person]
        columns = [problem.mentor_index[candidate] for candidate in candidates]
        assert 0 < len(set(columns)) == len(columns) <= most
        assert problem.eligible[i, columns].all()
        scores = problem.scores[i, columns].tolist()
        assert scores == sorted(scores, reverse=True)
        for candidate in candidates:
            load[candidate] += 1
            assert person in found.mentees[candidate]
    assert {k: len(people) for k, people in found.mentees.items()} == {
        k: count for k, count in load.items() if count
    }
    for k, places in zip(problem.mentors, problem.capacity.tolist(), strict=True):
        assert load[k] <= places * most


def test_one_candidate_for_everybody_comes_before_three_for_somebody():
    problem = make_problem([[90, 90, 90], [1, 0, 0]], forbidden=["bB", "bC"])

    found = shortlist(problem, lists=1)

    assert found.candidates == {"a": ("B", "C"), "b": ("A",)}
    assert found.reached == (2, 1, 0)


def test_who_stands_on_many_lists_is_limited():
    problem = make_problem([[9, 1], [9, 1], [9, 1]], capacity=[1, 3])

    found = shortlist(problem, most=1, lists={"A": 2, "B": 3})

    assert [len(found.mentees[k]) for k in "AB"] == [2, 1]
    assert found.points == 19


def test_rankings_of_both_sides_become_wishes_of_the_final_run():
    mentees, mentors = [mentee("e1"), mentee("e2")], [mentor("o1"), mentor("o2")]

    ranked = build_problem(
        with_rankings(mentees, {"e1": ["o2", "o1"]}), with_rankings(mentors, {"o1": ["e2"]})
    )

    points = ranked.features
    assert parts_of(points, 0, 1)["wishes"] > parts_of(points, 0, 0)["wishes"]
    assert parts_of(points, 1, 0)["wishes"] > parts_of(points, 0, 0)["wishes"]
    plain = build_problem(mentees, mentors)
    assert parts_of(points, 1, 1)["wishes"] == parts_of(plain.features, 1, 1)["wishes"]


def test_nobody_is_ranked_twice():
    with pytest.raises(ValueError, match="e1 ranked somebody twice"):
        with_rankings([mentee("e1")], {"e1": ["o1", "o1"]})


@pytest.mark.parametrize("wrong", [{"most": -1}, {"lists": -1}, {"lists": {"A": -2}}])
def test_negative_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="negative"):
        shortlist(make_problem([[5]]), **wrong)


def test_contradictory_pins_are_refused():
    with pytest.raises(PinsRefused):
        shortlist(make_problem([[5]], forbidden=["aA"], pins=["aA"]))


def test_an_answer_that_prices_do_not_prove_is_no_answer(monkeypatch):
    """The solver underneath is not trusted: prices one off are noticed."""
    honest = flow._by_highs

    def altered(*arguments):
        values, prices = honest(*arguments)
        return values, prices - 1

    monkeypatch.setattr(flow, "_by_highs", altered)

    with pytest.raises(NotSolved):
        shortlist(make_problem([[9, 8], [7, 6]]))
