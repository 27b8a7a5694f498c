"""How alike mentees rank the mentors: by definition, in cases known by heart, in any order."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr

from matching.engine.agreement import (
    FEWEST,
    MOST,
    TOO_MUCH,
    agreement,
    mean_correlation,
    mid_ranks,
)
from matching.engine.build import build_problem
from matching.engine.problem import Problem, Rule
from matching.engine.scoring import Weights
from tests.matching.engine.persons import mentee, mentor

TABLES = st.integers(2, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 4), min_size=columns, max_size=columns), min_size=2, max_size=6
    )
)


def problem_of(scores, **facts):
    scores = np.array(scores, np.int32)
    n, m = scores.shape
    return Problem(
        mentees=tuple(f"e{i:04}" for i in range(n)),
        mentors=tuple(f"o{k:04}" for k in range(m)),
        capacity=np.ones(m, np.int64),
        scores=scores,
        **({"reasons": np.zeros(scores.shape, np.uint32)} | facts),
    )


def alike(n, m):
    return np.tile(np.arange(m), (n, 1))


@given(TABLES)
def test_ranks_are_those_of_the_textbook(table):
    scores = np.array(table, np.int32)
    assert np.array_equal(mid_ranks(scores) + 1, rankdata(scores, axis=1))


@given(TABLES)
def test_the_mean_is_that_of_all_pairs_one_by_one(table):
    told_apart = [row for row in table if len(set(row)) > 1]
    pairs = [spearmanr(*pair).statistic for pair in itertools.combinations(told_apart, 2)]
    found = mean_correlation(np.array(table, np.int32))
    assert found == (pytest.approx(np.mean(pairs), abs=1e-9) if pairs else None)


def test_all_alike_half_and_half_and_chance():
    same = alike(10, 12)
    assert agreement(problem_of(same)).mean == pytest.approx(1)
    opposed = np.concatenate([same, same[:, ::-1]])
    # Of 190 pairs 90 agree wholly and 100 are the other way round.
    assert agreement(problem_of(opposed)).mean == pytest.approx(-10 / 190)
    by_chance = np.random.default_rng(1).integers(0, 10_001, (200, 150))
    assert abs(agreement(problem_of(by_chance)).mean) < 0.01


def test_the_order_of_people_and_the_size_of_points_do_not_count():
    table = np.random.default_rng(2).integers(0, 100, (20, 15)) + 10 * np.arange(15)
    shuffled = np.random.default_rng(3)
    rows, columns = shuffled.permutation(20), shuffled.permutation(15)
    found = agreement(problem_of(table)).mean
    assert agreement(problem_of(table[rows][:, columns])).mean == pytest.approx(found)
    assert agreement(problem_of(table**2 // 30)).mean == pytest.approx(found, abs=0.05)


def test_who_cannot_be_matched_has_no_say():
    scores = np.random.default_rng(4).integers(0, 10_001, (30, 30))
    scores[10:] = scores[10]
    reasons = np.zeros(scores.shape, np.uint32)
    reasons[10:] = Rule.INCOMPLETE_PROFILE
    assert agreement(problem_of(scores)).is_too_much is False
    assert abs(agreement(problem_of(scores, reasons=reasons)).mean) < 0.1
    flat = np.concatenate([alike(FEWEST, 9), np.full((20, 9), 500)])
    assert agreement(problem_of(flat)).mean == pytest.approx(1)


@pytest.mark.parametrize("shape", [(0, 0), (1, 20), (20, 1), (FEWEST - 1, 20), (20, FEWEST - 1)])
def test_too_few_tell_nothing(shape):
    assert agreement(problem_of(alike(*shape).reshape(shape))) is None


def test_nothing_but_ties_tells_nothing():
    assert agreement(problem_of(np.full((20, 20), 700))) is None


def test_of_many_a_part_is_asked():
    table = np.random.default_rng(5).integers(0, 3_000, (3 * MOST + 1, 40))
    table += 100 * np.arange(40)
    whole = mean_correlation(table)
    assert agreement(problem_of(table)).mean == pytest.approx(whole, abs=0.03)
    assert agreement(problem_of(table)).mean != whole


def test_the_part_that_makes_them_agree_is_named():
    mentees = [mentee(f"e{i:02}", needs=(i % 5,), transitions=1, years=5) for i in range(20)]
    mentors = [
        mentor(
            f"o{k:02}",
            offers=((k % 5, 5),),
            transitions=k % 2,
            years=5 + k,
            ways_of_working=(k % 2,) * 8,
        )
        for k in range(20)
    ]
    lopsided = build_problem(mentees, mentors, weights=Weights(10, 80, 4, 2, 2, 2))
    found = agreement(lopsided)
    assert found.mean >= TOO_MUCH
    assert (found.is_too_much, found.part) == (True, "path")
    even = agreement(build_problem(mentees, mentors, weights=Weights(80, 5, 5, 5, 5, 0)))
    assert (even.is_too_much, even.part) == (False, None)
