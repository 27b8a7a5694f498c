"""Ranges, means, and companies compared."""

from fractions import Fraction

import pytest

from reports.release.bands import band, rounded
from reports.release.benchmark import is_allowed, is_allowed_outside
from reports.release.thresholds import (
    people_needed,
    people_needed_for_narrow_cuts,
    says_more_than_totals,
)


def test_ranges_hold_the_count_never_tell_none_or_all_and_do_not_overlap():
    for of in range(61):
        bands = [band(count, of) for count in range(of + 1)]
        for count, (low, high) in enumerate(bands):
            assert 0 <= low <= count <= high <= of
            assert all(bands[one] == (low, high) for one in range(low, high + 1))
        if of:
            assert bands[0] == bands[min(2, of)]
            assert bands[of] == bands[max(of - 2, 0)]
    assert band(11, 12) == (10, 12)
    assert [band(n, 20) for n in (2, 3, 7, 8, 17, 18)] == [
        (0, 2),
        (3, 7),
        (3, 7),
        (8, 12),
        (13, 17),
        (18, 20),
    ]


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (6, 5)])
def test_a_count_outside_of_its_people_has_no_range(count, of):
    with pytest.raises(ValueError, match="no count"):
        band(count, of)


def test_means_are_as_fine_as_their_people_allow():
    assert str(rounded(Fraction(41, 12), 12)) == "3.4"
    assert str(rounded(Fraction(41, 12), 10)) == "3.4"
    assert str(rounded(Fraction(41, 12), 9)) == "3.5"
    assert str(rounded(Fraction(-1, 3), 5)) == "-0.5"
    assert str(rounded(3.0, 5)) == "3.0"
    with pytest.raises(ValueError, match="fewer than five"):
        rounded(3.0, 4)


def test_companies_are_compared_only_with_three_others_of_whom_none_is_the_most():
    assert is_allowed({"a": 8, "b": 8, "c": 8, "d": 8}, 5)
    assert not is_allowed({"a": 8, "b": 8, "c": 8}, 5)
    assert not is_allowed({"a": 8, "b": 8, "c": 8, "d": 4}, 5)
    assert not is_allowed({"a": 8, "b": 8, "c": 8, "d": 17}, 5), "d is most of what a reads"
    assert is_allowed({"a": 8, "b": 8, "c": 8, "d": 16}, 5)
    assert not is_allowed({}, 5)
    assert is_allowed_outside({"b": 8, "c": 8, "d": 16}, 5)
    assert not is_allowed_outside({"b": 20, "c": 12}, 5)


def test_an_organization_may_ask_for_more_people_never_for_fewer():
    assert [people_needed(one) for one in (None, -3, 0, 4, 5, 8, 200)] == [5, 5, 5, 5, 5, 8, 200]
    assert [people_needed_for_narrow_cuts(one) for one in (None, 8, 12)] == [10, 10, 12]
    assert [says_more_than_totals(one, 5) for one in (9, 10)] == [False, True]
