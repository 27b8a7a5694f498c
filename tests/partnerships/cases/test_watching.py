"""Laws of opening and closing, without a database: looking twice is looking once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.cases import rules
from partnerships.cases.kinds import Severity
from partnerships.cases.watching import Found, Known, anchor_of, differences, number_of, occasion_of

PROGRAM = UUID(int=1)
TODAY = date(2027, 3, 1)
SINCE = datetime(2027, 2, 1, tzinfo=UTC)


def _found(subject, anchor="once", days=None):
    pair = UUID(int=subject)
    return Found(PROGRAM, pair, None, anchor, SINCE, Severity.LOW, days)


def _written(opening, closing, known):
    """The cases as they stand when the differences are written on this day."""
    closed = [
        replace(one, is_open=False, closed_on=TODAY, closed_itself=True)
        if one.pk in closing
        else one
        for one in known
    ]
    new = [
        Known(UUID(int=1000 + n), one.partnership, one.participant, occasion, is_open=True)
        for n, (one, occasion) in enumerate(opening)
    ]
    return closed + new


CAUSES = st.lists(
    st.builds(
        _found, st.integers(1, 4), st.sampled_from(["once", "2027-02-01"]), st.none() | st.just(9)
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)
CASES = st.lists(
    st.builds(
        Known,
        pk=st.integers(2000, 9000).map(lambda n: UUID(int=n)),
        partnership=st.integers(1, 4).map(lambda n: UUID(int=n)),
        participant=st.none(),
        occasion=st.sampled_from(["once", "once#2", "2027-02-01"]),
        is_open=st.booleans(),
        closed_on=st.just(TODAY - timedelta(days=5)),
        closed_itself=st.booleans(),
    ),
    max_size=8,
    unique_by=(lambda case: case.pk, lambda case: (case.partnership, case.occasion)),
)


@settings(max_examples=150, deadline=None)
@given(CAUSES, CASES, st.booleans(), st.randoms())
def test_looking_twice_is_looking_once_and_in_any_order(found, known, stays, random):
    opening, gone = differences(found, known, TODAY, stays=stays)
    after = _written(opening, set(gone), known)

    assert differences(found, after, TODAY, stays=stays) == ([], [])
    occasions = [(case.partnership, case.occasion) for case in after]
    assert len(set(occasions)) == len(occasions)
    is_open = [case.key for case in after if case.is_open]
    assert set(is_open) - {case.key for case in known if case.is_open} <= {one.key for one in found}
    mixed_found, mixed_known = list(found), list(known)
    random.shuffle(mixed_found)
    random.shuffle(mixed_known)
    again, gone_again = differences(mixed_found, mixed_known, TODAY, stays=stays)
    assert {(one.key, occasion) for one, occasion in again} == {
        (one.key, occasion) for one, occasion in opening
    }
    assert set(gone_again) == set(gone)


@settings(max_examples=100, deadline=None)
@given(CAUSES, CASES)
def test_a_cause_that_is_gone_closes_its_case_and_no_other(found, known):
    _opening, gone = differences(found, known, TODAY)

    causes = {one.key for one in found}
    assert set(gone) == {case.pk for case in known if case.is_open and case.key not in causes}
    assert differences(found, known, TODAY, stays=True)[1] == []


def _closed(occasion="once", days=0, **facts):
    return Known(
        UUID(int=7),
        UUID(int=1),
        None,
        occasion,
        is_open=False,
        closed_on=TODAY - timedelta(days=days),
        **facts,
    )


@pytest.mark.parametrize(
    ("known", "days", "stays", "occasions"),
    [
        ([], None, False, ["once"]),
        ([], None, True, ["once"]),
        # Somebody has closed it although the cause lasts: not again before its days are over.
        ([_closed(days=9)], 10, False, []),
        ([_closed(days=10)], 10, False, ["once#2"]),
        ([_closed(days=99)], None, False, []),
        ([_closed(days=99)], 10, True, []),
        # The cause was gone, and has come back.
        ([_closed(closed_itself=True)], None, False, ["once#2"]),
        ([_closed(closed_itself=True)], None, True, []),
        # The last one counts.
        ([_closed(days=30, closed_itself=True), _closed("once#2", days=1)], 10, False, []),
        ([_closed("once#9", days=1), _closed("once#10", days=1)], None, False, []),
    ],
)
def test_after_a_case_that_was_closed(known, days, stays, occasions):
    opening, _gone = differences([_found(1, days=days)], known, TODAY, stays=stays)

    assert [occasion for _one, occasion in opening] == occasions


@given(st.sampled_from(["once", "2027-02-01", "a:b:same"]), st.integers(1, 400))
def test_an_occasion_tells_its_cause_and_its_number(anchor, number):
    occasion = occasion_of(anchor, number)

    assert (anchor_of(occasion), number_of(occasion)) == (anchor, number)


@pytest.mark.parametrize(
    ("severity", "today", "due"),
    [
        (Severity.HIGH, date(2027, 3, 1), date(2027, 3, 2)),
        (Severity.HIGH, date(2027, 3, 5), date(2027, 3, 8)),  # a Friday
        (Severity.HIGH, date(2027, 3, 6), date(2027, 3, 8)),
        (Severity.MEDIUM, date(2027, 3, 4), date(2027, 3, 9)),
        (Severity.LOW, date(2027, 3, 1), date(2027, 3, 8)),
    ],
)
def test_a_case_is_due_after_working_days(severity, today, due):
    assert rules.due_on(severity, today) == due
