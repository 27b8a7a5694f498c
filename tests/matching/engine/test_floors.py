"""How high the floor may go, and what each floor gives."""

import numpy as np
import pytest
from hypothesis import given

from matching.engine.baseline import greedy, outcome
from matching.engine.floors import effective_floor, floor_curve, highest_floor, largest_matching
from matching.engine.problem import PinsRefused, Rule
from matching.engine.run import solve
from tests.matching.engine.cases import changed, make_problem, problems


@given(problems(largest=5, pins=True))
def test_the_highest_floor_is_the_last_that_costs_no_match(problem):
    highest = highest_floor(problem)
    most = solve(changed(problem, floor=0)).matched

    assert solve(changed(problem, floor=highest)).matched == most
    if highest < 10_000:
        assert solve(changed(problem, floor=highest + 1)).matched < most
    for asked in (0, 1, highest, 10_000):
        assert effective_floor(problem, asked) == min(asked, highest)


@given(problems(pins=True))
def test_the_largest_matching_has_as_many_matches_as_the_optimum(problem):
    assigned = largest_matching(problem)

    assert (assigned < len(problem.mentors)).sum() == solve(problem).matched


@given(problems(largest=5, pins=True))
def test_each_point_of_the_curve_is_what_that_floor_gives(problem):
    curve = floor_curve(problem)

    floors = [point.floor for point in curve]
    assert floors == sorted(set(floors))
    assert floors[0] == 0
    assert floors[-1] in (0, highest_floor(problem))
    for point in curve:
        solution = solve(changed(problem, floor=point.floor))
        assert (point.matched, point.total, point.worst) == (
            solution.matched,
            solution.total,
            solution.outcome.worst,
        )
        assert point.matched == curve[0].matched
        scores = {pair.mentee: pair.score for pair in solution.pairs if not pair.pinned}
        if point.binding:
            assert {scores[mentee] for mentee in point.binding} == {min(scores.values())}
        else:
            assert not scores


@given(problems(pins=True))
def test_the_best_floor_is_never_below_greedy(problem):
    """First the number of matches, then the worst score of all pairs."""
    problem = changed(problem, floor=0)
    fair = solve(changed(problem, floor=highest_floor(problem)))

    plain = outcome(problem, greedy(problem))
    reached, at_least = (
        (one.matched, -1 if one.worst is None else one.worst) for one in (fair.outcome, plain)
    )
    assert reached >= at_least


@pytest.mark.parametrize("most_places", [1, 3])
@pytest.mark.parametrize("share", [0.05, 0.9])
def test_the_highest_floor_of_a_larger_pool(most_places, share):
    rng = np.random.default_rng(most_places)
    problem = make_problem([[5]])
    problem = changed(
        problem,
        mentees=tuple(f"e{i:03}" for i in range(90)),
        mentors=tuple(f"o{k:03}" for k in range(60)),
        capacity=rng.integers(0, most_places + 1, 60),
        scores=rng.integers(0, 10_001, (90, 60)),
        reasons=np.where(rng.random((90, 60)) < share, 0, int(Rule.SAME_COMPANY)),
    )
    highest, most = highest_floor(problem), solve(problem).matched

    assert solve(changed(problem, floor=highest)).matched == most > 0
    assert solve(changed(problem, floor=highest + 1)).matched < most


def test_a_curve_of_floors_of_ones_own_may_lose_matches():
    problem = make_problem([[90, 20], [80, 10]])

    low, middle, high = floor_curve(problem, [95, 0, 15])

    assert (low.matched, low.total, low.worst, low.binding) == (2, 100, 10, ("b",))
    assert (middle.matched, middle.total, middle.binding) == (2, 100, ("a",))
    assert (high.matched, high.worst, high.binding) == (0, None, ())


def test_contradictory_pins_have_no_floor():
    with pytest.raises(PinsRefused):
        highest_floor(make_problem([[5]], forbidden=["aA"], pins=["aA"]))


@pytest.mark.parametrize("shape", [(0, 0), (2, 0), (0, 2)])
def test_nobody_to_match_binds_no_floor(shape):
    problem = make_problem(np.zeros((1, 1)))
    problem = changed(
        problem,
        mentees=tuple("ab"[: shape[0]]),
        mentors=tuple("AB"[: shape[1]]),
        capacity=np.ones(shape[1]),
        scores=np.zeros(shape),
        reasons=np.zeros(shape),
    )

    assert highest_floor(problem) == 10_000
    assert [point.matched for point in floor_curve(problem)] == [0]
