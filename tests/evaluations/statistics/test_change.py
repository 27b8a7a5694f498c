"""Paired change and alpha beside a second, independent computation."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluations.statistics.alpha import alpha
from evaluations.statistics.change import level, paired
from evaluations.statistics.shown import FIGURES, band, halves, shown
from tests.evaluations.statistics import exactly

STEPS = st.one_of(st.none(), st.integers(1, 5))
# Means of three items, ties among them, and what nobody would call a scale.
MEANS = st.integers(3, 15).map(lambda value: value / 3)
NUMBERS = st.one_of(
    STEPS, MEANS, st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 6))
)
PAIRS = st.one_of(
    st.lists(st.tuples(STEPS, STEPS), max_size=40),
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=25),
)


def _close(found, known, size=1.0):
    if found is None or known is None:
        return found is None and known is None
    return math.isclose(found, known, rel_tol=1e-9, abs_tol=1e-9 * size)


@settings(max_examples=150, deadline=None)
@given(PAIRS)
@example([])
@example([(3, 4)])
@example([(3, 4), (2, 3)])
@example([(1, None), (None, 5)])
@example([(0.1, 0.3), (0.3, 0.5), (0.5, 0.7)])
@example([(1, 5), (5, 1)])
def test_change_is_what_a_second_computation_says(pairs):
    before, after = [first for first, _ in pairs], [second for _, second in pairs]
    found, known = paired(before, after), exactly.paired(before, after)

    assert found.n == known["n"]
    for name in ("mean_before", "mean_after", "mean_change", "sd_change"):
        assert _close(getattr(found, name), known[name]), name
    assert (found.ci95 is None) == (known["ci95"] is None)
    for one, other in zip(found.ci95 or (), known["ci95"] or (), strict=True):
        assert _close(one, other, size=max(1, found.sd_change))
    if found.standardized_change is not None:
        assert _close(found.standardized_change, known["standardized_change"])
    else:
        assert known["standardized_change"] is None or known["sd_change"] < 1e-9
    assert found.improved + found.same + found.worse == found.n


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.one_of(STEPS, MEANS), min_size=width, max_size=width), max_size=25
        )
    )
)
@example([[1, 5], [5, 1], [3, 3]])
@example([[2, 2, 2], [2, 2, 2]])
@example([[1, None], [None, 2]])
def test_alpha_is_what_a_second_computation_says(rows):
    found = alpha(rows)
    n, known = exactly.alpha(rows)

    assert found.n == n
    if found.alpha is None:
        assert known is None or n < 2 or _spread_of_sums(rows) < 1e-9
    else:
        assert math.isclose(found.alpha, known, rel_tol=1e-9, abs_tol=1e-9)


def _spread_of_sums(rows):
    sums = [sum(row) for row in rows if None not in row]
    return max(sums) - min(sums)


@pytest.mark.parametrize(
    ("freedom", "tabulated"),
    [(1, 12.7062047364), (2, 4.3026527297), (9, 2.2621571628), (30, 2.0422724563)],
)
def test_the_interval_uses_the_tabulated_quantile(freedom, tabulated):
    n = freedom + 1
    found = paired([0] * n, [1] + [0] * freedom)
    half = tabulated * found.sd_change / math.sqrt(n)

    assert exactly.quantile(freedom) == pytest.approx(tabulated, abs=1e-9)
    assert found.ci95 == pytest.approx((1 / n - half, 1 / n + half), abs=1e-9)


def test_what_is_not_defined_is_none():
    assert paired([1, None], [None, 2]) == paired([], [])
    one = paired([2], [4])
    assert (one.n, one.mean_change, one.sd_change, one.ci95) == (1, 2, None, None)
    alike = paired([1, 2, 3], [2, 3, 4])
    assert (alike.sd_change, alike.ci95, alike.standardized_change) == (0, (1, 1), None)
    rounded = paired([0.1, 0.3, 0.5], [0.3, 0.5, 0.7])
    assert (rounded.sd_change, rounded.standardized_change) == (0, None)
    assert paired([0.1 + 0.2], [0.3]).same == 1
    with pytest.raises(ValueError, match="shorter|longer"):
        paired([1], [1, 2])


def test_a_level_is_of_those_who_answered():
    assert level([None, None]).n == 0
    found = level([1, None, 2, 3])
    assert (found.n, found.mean, found.sd) == (3, 2, 1)
    assert found.ci95 == pytest.approx((2 - 4.3026527297 / 3**0.5, 2 + 4.3026527297 / 3**0.5))


def test_under_ten_pairs_nothing_exact_is_shown():
    assert shown(paired([], [])) == {"as": "nothing", "n": 0}
    few = shown(paired([2, 2, 3, 3, 4, 4, 4, 5, 3], [3, 3, 4, 4, 4, 4, 5, 5, 2]))
    assert few == {
        "as": "bands",
        "n": 9,
        "improved": [3, 6],
        "same": [3, 6],
        "worse": [0, 2],
        "level_before": 3.5,
        "level_after": 4.0,
    }
    change = paired(range(10), [value + value % 2 for value in range(10)])
    full = shown(change)
    assert full == {"as": "numbers", "n": 10} | {name: getattr(change, name) for name in FIGURES}


@pytest.mark.parametrize("n", range(1, 10))
def test_a_band_holds_its_count_and_never_one_alone(n):
    for count in range(n + 1):
        low, high = band(count, n)
        assert 0 <= low <= count <= high <= n
        assert high > low
        # Neither "none" nor "all" can be read off it.
        if count in (0, n):
            assert low < high


def test_halves():
    assert [halves(value) for value in (None, 1.24, 1.25, 3.74, 3.75, 5)] == [
        *(None, 1.0, 1.5),
        *(3.5, 4.0, 5.0),
    ]
