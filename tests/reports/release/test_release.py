"""Nothing about few people follows from what is released; enough is released to be of use."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.release import Cell, release
from tests.reports.release.attacker import (
    exposed,
    groups,
    quarters,
    small_fact,
    tables,
    told,
)

K = 4
bounded = settings(max_examples=60, deadline=None)


def released(cells, history=(), **options):
    """The sets that are released of ``[(id, members)]``."""
    ids = release([Cell(*one) for one in cells], history, **options)
    return [dict(cells)[one] for one in ids]


def lived(periods, **options):
    """All sets that are released over the periods."""
    history = []
    for cells in periods:
        history += released(cells, history, **options)
    return history


@pytest.mark.parametrize("seed", range(30))
def test_nothing_small_follows_over_quarters_with_joiners_and_leavers(seed):
    chance = random.Random(seed)

    assert small_fact(lived(quarters(chance), k=K), K) is None


def test_the_attacker_breaks_the_hiding_of_small_cells():
    """The negative control: the same attacker, the same quarters."""
    hidden = [
        [members for cells in quarters(random.Random(seed)) for _id, members in cells]
        for seed in range(30)
    ]

    naive = [[one for one in sets if len(one) >= K] for sets in hidden]

    assert all(small_fact(sets, K) is not None for sets in naive)


@bounded
@given(st.lists(st.frozensets(st.integers(0, 11)), max_size=10), st.frozensets(st.integers(0, 11)))
def test_nothing_small_follows_from_any_sets_whoever_is_known(sets, known):
    cells = [(str(at), members) for at, members in enumerate(sets)]

    out = released(cells, k=K, known=known)

    assert not out or small_fact(out, K, known) is None
    assert all(small_fact(out, K, frozenset([one])) is None for one in known if out)
    assert frozenset() not in out


@bounded
@given(st.lists(st.frozensets(st.integers(0, 13), min_size=3), min_size=1, max_size=8))
def test_what_is_refused_would_have_told(sets):
    """The rule is exact: each cell that is not released would have given something small away."""
    out, cells = [], [(str(at), members) for at, members in enumerate(sets)]
    ids = release([Cell(*one) for one in cells], k=K)
    for id, members in cells:
        is_safe = small_fact([*out, members], K) is None
        assert (id in ids) == is_safe
        out += [members] if is_safe else []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.frozensets(st.integers(0, 8), min_size=1), max_size=4),
    st.lists(st.frozensets(st.integers(0, 8), min_size=1), max_size=5),
)
def test_after_an_unsafe_past_nothing_more_that_is_small_follows(history, sets):
    """People of whom something is public already count as known; for the others the rule holds."""
    out = released([(str(at), one) for at, one in enumerate(sets)], history, k=3)

    people = sorted(frozenset().union(*history, *sets))
    open_book = exposed(history, 3, people)
    for group in groups(people, 3, open_book):
        seen = open_book | group
        assert told([*history, *out], seen, people) == told(history, seen, people)


def test_safe_for_nobody_for_each_and_for_all_readers_together():
    """Seven people; two of them read. All seven may be told: five beside both readers."""
    everybody, rest = frozenset("abcdefg"), frozenset("abcdef")
    cells = [("all", everybody), ("less one", rest)]

    assert released(cells, known=[frozenset("a"), frozenset("b")]) == [everybody]
    assert released(cells[:1], known=[frozenset("a"), frozenset("b"), frozenset("c")]) == []
    assert released(cells[:1], known="ab") == [everybody]


def test_a_reader_who_became_one_later_learns_nothing_more():
    five, eight = frozenset("abcde"), frozenset("abcdefgh")

    assert released([("eight", eight)], [five], known="a") == []
    assert released([("again", five)], [five], known="a") == []
    assert released([("others", frozenset("vwxyz"))], [five], known="a") == [frozenset("vwxyz")]


def test_an_empty_cell_is_never_published_and_the_same_cell_again_always():
    six = frozenset(range(6))

    ids = release([Cell("none", frozenset()), Cell("one", six), Cell("two", six)])

    assert ids == ["one", "two"]


def test_what_follows_exactly_is_told_and_nothing_that_only_looks_so():
    left, right = frozenset(range(5)), frozenset(range(5, 12))

    assert release([Cell("l", left), Cell("all", left | right), Cell("r", right)]) == [
        "l",
        "all",
        "r",
    ]
    known = frozenset(range(20, 26))
    assert release([Cell("l", left), Cell("k", left | known)], known=known) == ["l"]


def test_no_name_no_value_and_no_later_period_decides():
    periods = quarters(random.Random(5), people=40, periods=4)
    names = {one: f"{one * 7919 % 10007:05}" for cells in periods for _id, s in cells for one in s}

    renamed = [[(id, frozenset(names[one] for one in s)) for id, s in cells] for cells in periods]

    assert [[names[p] for p in sorted(s)] for s in lived(periods)] == [
        [names[p] for p in sorted(names) if names[p] in s] for s in lived(renamed)
    ]
    assert lived(periods[:2]) == lived(periods)[: len(lived(periods[:2]))]


def test_no_proof_in_time_is_not_published():
    cells = tables({n: (n % 3, n % 2) for n in range(40)}, 2)

    assert released(cells, deadline=0) == []
    with pytest.raises(ValueError, match="k is at least"):
        release([], k=0)


def test_enough_is_kept_to_be_of_use():
    """Departments by roles, in four sizes, twenty tables each, as measured of a first design."""
    chance, kept = random.Random(3), []
    for people in (20, 40, 80, 160):
        crowds = [
            {
                i: (chance.choices("ABCDE", (5, 4, 3, 2, 1))[0], chance.choice("mn"))
                for i in range(people)
            }
            for _table in range(20)
        ]
        kept.append(sum(len(released(tables(crowd, 2))) for crowd in crowds))

    assert [a >= b for a, b in zip(kept, (95, 167, 263, 312), strict=True)] == [True] * 4
