"""The optimum beside other exact solvers, which share nothing with it, on pools of hundreds."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.engine.explain import Explanation, Loss
from matching.engine.problem import Problem, Rule
from matching.engine.run import solve
from tests.matching.engine.cases import changed

SHAPES = [(40, 60), (120, 80), (300, 210)]


def pool(mentees, mentors, *, seed, density=0.85, highest=10_000, alike=False):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, highest + 1, (mentees, mentors))
    if alike:
        scores = np.sort(rng.integers(0, highest + 1, mentors)) + rng.integers(0, 3, scores.shape)
        scores = np.minimum(scores, 10_000)
    return Problem(
        mentees=tuple(f"e{i:03}" for i in range(mentees)),
        mentors=tuple(f"o{k:03}" for k in range(mentors)),
        capacity=rng.choice([0, 1, 2, 3], mentors, p=[0.05, 0.5, 0.3, 0.15]),
        scores=scores,
        reasons=np.where(rng.random(scores.shape) < density, 0, int(Rule.SAME_COMPANY)),
    )


POOLS = {
    "fine": {},
    "ties": {"highest": 3},
    "sparse": {"density": 0.02},
    "alike": {"alike": True},
    "equal": {"highest": 0},
}


def by_matching_in_a_graph(problem):
    """(matched, total) by SciPy's sparse matching of a graph in which nobody is a partner too.

    Not of a pinned mentee: they have their pin alone.
    """
    mentees = len(problem.mentees)
    bonus = 10_000 * mentees + 1
    place = np.repeat(np.arange(len(problem.mentors)), problem.capacity)
    rows, columns = np.nonzero(problem.eligible[:, place])
    worth = bonus + problem.scores[rows, place[columns]]
    own = np.flatnonzero(~problem.pinned)
    graph = csr_array(
        (
            np.concatenate([worth, np.ones(len(own))]).astype(float),
            (np.concatenate([rows, own]), np.concatenate([columns, len(place) + own])),
        ),
        shape=(mentees, len(place) + mentees),
    )
    chosen_rows, chosen = min_weight_full_bipartite_matching(graph, maximize=True)
    real = chosen < len(place)
    points = problem.scores[chosen_rows[real], place[chosen[real]]]
    return int(real.sum()), int(points.sum())


def by_linear_program(problem):
    """(matched, total) by HiGHS: first the most matches, then the most points among those."""
    rows, columns = np.nonzero(problem.eligible)
    count = len(rows)
    one = np.ones(count)
    each = coo_array((one, (rows, np.arange(count))), shape=(len(problem.mentees), count))
    load = coo_array((one, (columns, np.arange(count))), shape=(len(problem.mentors), count))
    limits = [
        LinearConstraint(each, ub=np.ones(len(problem.mentees))),
        LinearConstraint(load, ub=problem.capacity),
    ]
    most = milp(-one, constraints=limits, bounds=Bounds(0, 1), integrality=one)
    matched = round(-most.fun)
    limits.append(LinearConstraint(vstack([coo_array(one[None, :])]), lb=matched, ub=matched))
    points = problem.scores[rows, columns].astype(float)
    best = milp(-points, constraints=limits, bounds=Bounds(0, 1), integrality=one)
    return matched, round(-best.fun)


@pytest.mark.parametrize("kind", POOLS)
@pytest.mark.parametrize(("mentees", "mentors"), SHAPES)
def test_matching_in_a_graph_finds_the_same(mentees, mentors, kind):
    problem = pool(mentees, mentors, seed=mentees, **POOLS[kind])

    solution = solve(problem)

    assert (solution.matched, solution.total) == by_matching_in_a_graph(problem)


@pytest.mark.parametrize("kind", POOLS)
@pytest.mark.parametrize("most", [9, 30, 200])
def test_mentors_with_very_many_places_change_nothing(most, kind):
    problem = pool(120, 12, seed=most, **POOLS[kind])
    places = np.random.default_rng(most).integers(0, most + 1, 12)
    problem = changed(problem, capacity=places)

    solution = solve(problem)

    assert (solution.matched, solution.total) == by_matching_in_a_graph(problem)


@pytest.mark.parametrize("kind", POOLS)
def test_a_linear_program_finds_the_same(kind):
    problem = pool(60, 45, seed=7, **POOLS[kind])

    solution = solve(problem)

    assert (solution.matched, solution.total) == by_linear_program(problem)


@pytest.mark.parametrize("kind", POOLS)
def test_regret_is_what_the_second_solver_loses_when_forced(kind):
    problem = pool(60, 45, seed=11, **POOLS[kind])
    solution = solve(problem)
    explanation = Explanation(problem, solution.assigned)
    rng = np.random.default_rng(3)
    pairs = np.argwhere(problem.eligible)

    for i, k in rng.choice(pairs, 12).tolist():
        forced = changed(problem, pins=((problem.mentees[i], problem.mentors[k]),))
        matched, total = by_matching_in_a_graph(forced)

        regret = explanation.regrets_of(problem.mentees[i])[k]
        assert explanation.loss(int(regret)) == Loss(
            solution.matched - matched, solution.total - total
        )


def test_counting_stays_exact_where_previous_pairs_make_numbers_large():
    """A thousand previous pairs: the numbers exceed what single precision or 32 bits could hold."""
    rng = np.random.default_rng(5)
    problem = pool(1_000, 900, seed=5, highest=2)
    previous = tuple(
        zip(problem.mentees, rng.choice(problem.mentors, len(problem.mentees)), strict=True)
    )

    solution = solve(changed(problem, previous=previous))

    assert (solution.matched, solution.total) == by_matching_in_a_graph(problem)
    assert solution.certificate.kept > 200
