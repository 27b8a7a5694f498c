"""What goes wrong in other matchers, each as a promise that it does not here."""

import sys
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.build import build_problem
from matching.engine.editing import Standing
from matching.engine.edits import Pin
from matching.engine.explain import Loss
from matching.engine.people import Role
from matching.engine.problem import PinsRefused, Problem, Rule
from matching.engine.run import solve
from matching.engine.scoring import parts
from tests.matching.engine.cases import changed, eligible_pairs, make_problem, problems
from tests.matching.engine.persons import people


def pairs(solution):
    return [(pair.mentee, pair.mentor) for pair in solution.pairs]


@given(problems(), st.data())
def test_a_pin_holds_or_the_run_is_refused_with_the_reason(problem, data):
    """Elsewhere a pin is the cheapest cost minus one."""
    pin = data.draw(st.tuples(*map(st.sampled_from, (problem.mentees, problem.mentors))))
    pinned = changed(problem, pins=(pin,))

    if pinned.refused_pins():
        with pytest.raises(PinsRefused, match=f"{pin[0]} with {pin[1]}: "):
            solve(pinned)
    else:
        assert pin in pairs(solve(pinned))


@given(problems(pins=True))
def test_the_same_problem_gives_the_same_pairs(problem):
    """Elsewhere a pool that is all zero is given random costs."""
    first = solve(problem)
    again = solve(Problem.from_bytes(problem.to_bytes()))

    assert first.pairs == again.pairs
    assert first.certificate == again.certificate


def test_a_score_of_zero_is_a_score():
    """Elsewhere zero means unknown, or impossible."""
    solution = solve(make_problem(np.zeros((3, 3))))

    assert solution.matched == 3
    assert (solution.outcome.worst, solution.total) == (0, 0)


def test_as_many_as_can_be_are_matched_when_numbers_differ():
    """Elsewhere unequal numbers are refused, or somebody adds mentors who do not exist."""
    for shape in ((9, 4), (4, 9)):
        solution = solve(make_problem(np.full(shape, 50)))

        assert solution.matched == 4
        assert len(solution.unmatched) == shape[0] - 4


@given(problems())
def test_a_tie_is_told_by_what_an_exchange_costs(problem):
    """Elsewhere two mentors are called a tie when their scores are equal."""
    standing = Standing.of(problem)
    for mentee in problem.mentees:
        for option in standing.options_of(mentee):
            again = solve(changed(problem, pins=((mentee, option.mentor),)))
            same = (again.matched, again.total) == (
                standing.outcome.matched,
                standing.outcome.total,
            )
            assert (option.loss == Loss(0, 0)) == same


def test_equal_scores_need_not_be_a_tie():
    standing = Standing.of(make_problem([[9, 9], [9, 2]]))

    (option,) = standing.options_of("a")

    assert option.score == 9
    assert option.loss == Loss(matches=0, points=7)


@given(people(Role.MENTEE, "e"), people(Role.MENTOR, "o"), st.randoms(use_true_random=False))
def test_who_is_listed_first_does_not_matter(mentees, mentors, random):
    """Elsewhere mentees take the best mentor left, in the order of a list."""
    first = solve(build_problem(mentees, mentors))
    random.shuffle(mentees)
    random.shuffle(mentors)

    assert solve(build_problem(mentees, mentors)).pairs == first.pairs


@given(people(Role.MENTEE, "e"), people(Role.MENTOR, "o"))
def test_the_parts_shown_add_up_to_the_score_shown(mentees, mentors):
    """Elsewhere each part is rounded by itself."""
    problem = build_problem(mentees, mentors)

    assert parts(problem.features).sum(axis=0).tolist() == problem.scores.tolist()


def test_an_impossible_pair_is_never_used_up_for_the_total():
    """Elsewhere it only costs much, and is dropped after the solution: one match is lost."""
    problem = make_problem(
        [[10_000, 0, 0], [10_000, 9_999, 0], [0, 10_000, 1]], forbidden=["aB", "aC", "bC"]
    )

    solution = solve(problem)

    assert solution.matched == 3
    assert pairs(solution) == [("a", "A"), ("b", "B"), ("c", "C")]


def test_places_are_part_of_one_optimum():
    """Elsewhere mentors take one mentee in each of several rounds."""
    scores = [[900, 890], [880, 100], [870, 860]]

    solution = solve(make_problem(scores, capacity=[2, 1]))

    assert solution.total == 890 + 880 + 870


def test_a_small_stack_is_enough():
    """Elsewhere five hundred people exceed the limit of recursion."""
    size, limit = 600, sys.getrecursionlimit()
    problem = Problem(
        mentees=tuple(f"e{i:03}" for i in range(size)),
        mentors=tuple(f"o{k:03}" for k in range(size)),
        capacity=np.ones(size),
        scores=np.add.outer(np.arange(size), np.arange(size)) % 997,
        reasons=np.zeros((size, size)),
    )
    found = []

    def work():
        standing = Standing.of(problem)
        found.append(standing.preview(Pin("e000", standing.options_of("e000")[-1].mentor)))

    sys.setrecursionlimit(100)
    try:
        threading.stack_size(512 * 1024)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(0)
        sys.setrecursionlimit(limit)

    assert found[0].after.matched == size


@given(problems(pins=True))
def test_everybody_is_matched_or_told_why(problem):
    standing = Standing.of(problem)

    told = standing.why_nobody()

    assert told.keys() == set(problem.mentees) - set(standing.mentor_of)
    for mentee, why in told.items():
        own = [k for i, k in eligible_pairs(problem) if i == mentee]
        assert set(own) <= set(why.mentors)
        assert (why.places < len(why.mentees)) or not why.mentors
        for rule in why.rules:
            assert rule.opens <= rule.forbids
            lifted = problem.reasons.copy()
            lifted[problem.mentee_index[mentee]] &= ~np.uint32(rule.rule)
            if rule.rule in (Rule.SAME_COMPANY, Rule.TIME_ZONE_GAP):
                more = solve(changed(problem, reasons=lifted)).matched - standing.outcome.matched
                assert rule.helps == (more == 1)
