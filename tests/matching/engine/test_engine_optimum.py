"""The optimum against brute force, and the laws every optimum obeys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.problem import PinsRefused, Problem, Rule
from matching.engine.run import Step, solve
from matching.engine.solver import SolverDefect, verify
from tests.matching.engine.cases import (
    best_by_brute_force,
    changed,
    eligible_pairs,
    make_problem,
    problems,
)


def value(problem):
    solution = solve(problem)
    return solution.matched, solution.total, solution.certificate.kept


def pairs(solution):
    return {pair.mentee + pair.mentor for pair in solution.pairs}


@given(problems(pins=True))
def test_optimum_equals_brute_force(problem):
    assert value(problem) == best_by_brute_force(problem)


@given(problems(pins=True))
def test_every_pair_is_allowed_and_no_mentor_is_over_capacity(problem):
    solution = solve(problem)

    load = dict.fromkeys(problem.mentors, 0)
    for pair in solution.pairs:
        i, k = problem.mentee_index[pair.mentee], problem.mentor_index[pair.mentor]
        load[pair.mentor] += 1
        assert problem.reasons[i, k] == 0
        assert (pair.mentee, pair.mentor) not in problem.vetoes
        assert pair.pinned or pair.score >= problem.floor
        assert pair.score == problem.scores[i, k]
    assert all(load[m] <= c for m, c in zip(problem.mentors, problem.capacity, strict=True))
    assert len(solution.pairs) + len(solution.unmatched) == len(problem.mentees)


@given(problems(pins=True), st.randoms(use_true_random=False))
def test_order_of_people_changes_no_value(problem, random):
    rows = random.sample(range(len(problem.mentees)), len(problem.mentees))
    columns = random.sample(range(len(problem.mentors)), len(problem.mentors))
    renamed = Problem(
        mentees=problem.mentees,
        mentors=problem.mentors,
        capacity=problem.capacity[columns],
        scores=problem.scores[np.ix_(rows, columns)],
        reasons=problem.reasons[np.ix_(rows, columns)],
        floor=problem.floor,
        **{
            name: tuple(
                (problem.mentees[rows.index(i)], problem.mentors[columns.index(k)])
                for i, k in zip(*map(list, problem.indexes(getattr(problem, name))), strict=True)
            )
            for name in ("pins", "vetoes", "previous")
        },
    )

    assert value(renamed) == value(problem)


@given(problems(largest=5), st.data())
def test_new_mentor_never_lowers(problem, data):
    n, m = problem.scores.shape
    new = data.draw(st.lists(st.integers(0, 10_000), min_size=n, max_size=n))
    larger = changed(
        problem,
        mentors=(*problem.mentors, "Z"),
        capacity=np.append(problem.capacity, data.draw(st.integers(0, 2))),
        scores=np.column_stack([problem.scores, new]),
        reasons=np.column_stack([problem.reasons, np.zeros(n, np.uint32)]),
    )

    assert value(larger)[:2] >= value(problem)[:2]


@given(problems(), st.data())
def test_veto_never_raises(problem, data):
    veto = data.draw(st.sampled_from([(i, k) for i in problem.mentees for k in problem.mentors]))

    assert value(changed(problem, vetoes=(*problem.vetoes, veto))) <= value(problem)


@given(problems(), st.data())
def test_pin_never_raises(problem, data):
    possible = eligible_pairs(problem)
    if possible:
        pinned = changed(problem, pins=(data.draw(st.sampled_from(possible)),))

        assert value(pinned) <= value(problem)


@given(problems(), st.integers(0, 10_000))
def test_higher_floor_never_raises(problem, more):
    assert value(changed(problem, floor=problem.floor + more)) <= value(problem)


@given(problems(pins=True))
def test_previous_run_never_costs_a_match_or_a_point(problem):
    assert value(problem)[:2] == value(changed(problem, previous=()))[:2]


@given(problems(pins=True))
def test_greedy_is_allowed_and_never_better(problem):
    solution = solve(problem)

    greedy = (solution.baseline.matched, solution.baseline.total)
    assert greedy <= (solution.matched, solution.total)


def test_number_of_matches_comes_before_points():
    problem = make_problem([[10_000, 1], [9_000, 0]], forbidden=["bB"])

    solution = solve(problem)

    assert pairs(solution) == {"aB", "bA"}
    assert solution.total == 9_001


def test_points_come_before_the_previous_run():
    problem = make_problem([[10, 9], [9, 9]], previous=["aB", "bA"])

    assert pairs(solve(problem)) == {"aA", "bB"}


def test_previous_run_decides_a_tie():
    problem = make_problem(np.full((4, 4), 7), previous=["aD", "bC", "cA", "dB"])

    solution = solve(problem)

    assert pairs(solution) == {"aD", "bC", "cA", "dB"}
    assert all(pair.kept for pair in solution.pairs)


def test_capacity_takes_several_mentees_in_one_optimum():
    problem = make_problem([[900, 100], [800, 100], [700, 650]], capacity=[2, 1])

    assert pairs(solve(problem)) == {"aA", "bA", "cB"}


@pytest.mark.parametrize(("mentees", "mentors"), [(5, 2), (2, 5), (1, 1), (6, 1), (1, 6)])
def test_unequal_numbers_are_normal(mentees, mentors):
    solution = solve(make_problem(np.full((mentees, mentors), 5)))

    assert solution.matched == min(mentees, mentors)
    assert len(solution.unmatched) == mentees - solution.matched


@pytest.mark.parametrize("shape", [(0, 0), (3, 0), (0, 3)])
def test_nobody_on_a_side_is_an_answer(shape):
    problem = Problem(
        mentees=tuple("abc"[: shape[0]]),
        mentors=tuple("ABC"[: shape[1]]),
        capacity=np.ones(shape[1]),
        scores=np.zeros(shape),
        reasons=np.zeros(shape),
    )

    solution = solve(problem)

    assert solution.matched == 0
    assert solution.outcome.worst is None
    assert len(solution.unmatched) == shape[0]


def test_nobody_eligible_is_an_answer():
    problem = make_problem([[5, 5], [5, 5]], forbidden=["aA", "aB", "bA", "bB"])

    assert solve(problem).unmatched == ("a", "b")


def test_capacity_zero_gives_nobody():
    assert solve(make_problem([[5, 5], [5, 5]], capacity=[0, 0])).matched == 0


def test_all_equal_matches_everybody_and_repeats():
    problem = make_problem(np.full((6, 3), 4), capacity=[2, 2, 2])

    first, second = solve(problem), solve(problem)

    assert first.matched == 6
    assert first.pairs == second.pairs


def test_pin_holds_whatever_it_costs():
    problem = make_problem([[0, 9_000], [9_000, 0]], pins=["aA"])

    solution = solve(problem)

    assert pairs(solution) == {"aA", "bB"}
    assert [pair.pinned for pair in solution.pairs] == [True, False]


def test_pin_may_go_below_the_floor():
    problem = make_problem([[100, 900], [900, 900]], pins=["aA"], floor=500)

    assert pairs(solve(problem)) == {"aA", "bB"}


def test_floor_leaves_out_weak_pairs():
    problem = make_problem([[100, 900], [200, 800]], floor=500)

    assert pairs(solve(problem)) == {"aB"}


def test_contradictory_pins_are_refused_by_name():
    problem = make_problem(
        np.full((5, 3), 5),
        capacity=[1, 1, 0],
        forbidden=["aA"],
        pins=["aA", "bB", "cB", "dA", "dB", "eC"],
    )

    with pytest.raises(PinsRefused) as refusal:
        solve(problem)

    reasons = {(pin.mentee + pin.mentor): (pin.reason, pin.rules) for pin in refusal.value.refused}
    assert reasons == {
        "aA": ("against a hard rule", Rule.SAME_COMPANY),
        "bB": ("more pins than the mentor has places", Rule(0)),
        "cB": ("more pins than the mentor has places", Rule(0)),
        "dA": ("mentee pinned to several mentors", Rule(0)),
        "dB": ("mentee pinned to several mentors", Rule(0)),
        "eC": ("against a hard rule", Rule.NO_CAPACITY),
    }
    assert "a with A: against a hard rule" in str(refusal.value)


def test_pin_of_a_vetoed_pair_or_of_a_stranger_is_refused():
    problem = make_problem([[5, 5], [5, 5]], pins=["aA", "xB"], vetoes=["aA"])

    refused = {(pin.mentee, pin.reason, pin.rules) for pin in problem.refused_pins()}

    assert refused == {
        ("a", "against a hard rule", Rule.VETO),
        ("x", "not taking part", Rule(0)),
    }


def test_vetoes_and_previous_pairs_of_people_who_left_do_nothing():
    problem = make_problem([[5]], vetoes=["xA"], previous=["aX"])

    assert pairs(solve(problem)) == {"aA"}


def test_large_uniform_pool_needs_no_recursion():
    size = 500
    problem = Problem(
        mentees=tuple(f"e{i:03}" for i in range(size)),
        mentors=tuple(f"o{k:03}" for k in range(size)),
        capacity=np.ones(size),
        scores=np.full((size, size), 5_000),
        reasons=np.zeros((size, size)),
    )

    assert solve(problem).matched == size


def test_verify_stops_a_broken_assignment():
    problem = make_problem([[5, 5], [5, 5]], forbidden=["aA"], pins=["bB"])

    with pytest.raises(SolverDefect, match="not eligible"):
        verify(problem, np.array([0, 1]))
    with pytest.raises(SolverDefect, match="more mentees than places"):
        verify(problem, np.array([1, 1]))
    with pytest.raises(SolverDefect, match="pin"):
        verify(problem, np.array([1, 2]))


def test_progress_tells_each_step_once():
    heard = []

    solution = solve(make_problem([[5]]), on_progress=lambda *told: heard.append(told))

    assert heard == [
        (Step.OPTIMUM, 0),
        (Step.PRICES, 25),
        (Step.CERTIFICATE, 50),
        (Step.BASELINE, 75),
    ]
    assert set(solution.seconds) == set(Step)
