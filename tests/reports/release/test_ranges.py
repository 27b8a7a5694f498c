"""Counts are said in ranges: whoever solves for the others learns of no person and of no few."""

import random

import pytest

from reports.release import Cell, release
from reports.release.bands import band
from tests.reports.release.attacker import quarters
from tests.reports.release.intervals import interval

K = 5


def ranges(sets, has):
    """Each set with the range of how many of it are counted."""
    return [(members, band(len(members & has), len(members))) for members in sets]


def lived(periods):
    history = []
    for cells in periods:
        ids = release([Cell(*one) for one in cells], history, k=K)
        history += [dict(cells)[one] for one in ids]
    return history


def pinned(published, groups):
    """Those of the groups of which the ranges tell anything exactly."""
    return [one for one in groups if len(set(interval(published, one))) == 1]


def crowd(seed, share):
    """``(periods, everybody who is counted)``: a value that never changes, of so many of ten."""
    chance = random.Random(seed)
    periods = quarters(chance, people=14, periods=4)
    people = sorted({one for cells in periods for _id, members in cells for one in members})
    return periods, frozenset(one for one in people if chance.randrange(10) < share)


@pytest.mark.parametrize("share", [0, 1, 5, 9, 10])
def test_no_person_and_no_small_cell_is_pinned_by_ranges_over_quarters(share):
    for seed in range(8):
        periods, has = crowd(seed, share)
        published = ranges(lived(periods), has)
        hidden = {members for cells in periods for _id, members in cells if 0 < len(members) < K}
        single = {frozenset([one]) for members, _range in published for one in members}
        shown = frozenset().union(*single)

        assert published
        assert pinned(published, single) == []
        assert pinned(published, {one for one in hidden if one <= shown}) == []


def test_the_same_attacker_breaks_the_plain_hiding_of_small_cells():
    for seed in range(8):
        periods, has = crowd(seed, 5)
        cells = {members for one in periods for _id, members in one if members}
        exact = [(one, (len(one & has),) * 2) for one in cells if len(one) >= K]

        assert pinned(exact, {one for one in cells if len(one) < K})


def test_an_interval_is_honest_and_tells_what_the_ends_pin():
    six, four = frozenset(range(6)), frozenset(range(4))
    rest = six - four

    assert interval([(six, (4, 6)), (four, (0, 2))], rest) == (2, 2)
    assert pinned([(six, (4, 6)), (four, (0, 2))], [rest, six]) == [rest, six]
    assert interval([(six, (4, 6))], rest) == (0, 2)
    assert interval([], rest) == (0, 2)
    assert interval([], frozenset()) == (0, 0)
    assert pinned([(six, (0, 2))], [four]) == []
    with pytest.raises(ValueError, match="no people"):
        interval([(six, (4, 6)), (six, (0, 2))], four)
