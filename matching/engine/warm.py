"""The optimum after an edit, from the one before it: a shortest path for each place that changes.

What comes out is worth what a cold solve of the edited problem would give, with the standing pairs
as its previous run.
"""

import dataclasses
from functools import singledispatch

import numpy as np

from matching.engine.edits import (
    Capacity,
    Edit,
    MenteeJoins,
    MenteeLeaves,
    MentorJoins,
    MentorLeaves,
    Pin,
    Swap,
    Unpin,
    Unveto,
    Veto,
)
from matching.engine.exchange import Exchange
from matching.engine.problem import Ints, Problem


@singledispatch
def optimum_after(edit: Edit, exchange: Exchange, after: Problem) -> Ints:
    """(n,) the optimum of ``after``, the problem of ``exchange`` once edited, whose pins can hold.

    ``exchange`` stays as it is.
    """
    raise TypeError(f"not an edit: {edit!r}")


@optimum_after.register
def _pin(edit: Pin, exchange: Exchange, after: Problem) -> Ints:
    i, k = after.mentee_index[edit.mentee], after.mentor_index[edit.mentor]
    changing = exchange.copy()
    changing.allow(i, k)  # a pin may go below the floor
    changing.force(i, k)
    return changing.assigned


@optimum_after.register
def _unpin(edit: Unpin, exchange: Exchange, after: Problem) -> Ints:
    return _settled(exchange, after, edit.mentee)


@optimum_after.register
def _veto(edit: Veto, exchange: Exchange, after: Problem) -> Ints:
    i, k = after.mentee_index[edit.mentee], after.mentor_index[edit.mentor]
    if exchange.assigned[i] != k:
        return exchange.assigned
    return _settled(exchange, after, edit.mentee)


@optimum_after.register
def _unveto(edit: Unveto, exchange: Exchange, after: Problem) -> Ints:
    i, k = after.mentee_index[edit.mentee], after.mentor_index[edit.mentor]
    if not after.eligible[i, k] or exchange.problem.eligible[i, k]:
        return exchange.assigned
    changing = exchange.copy()
    changing.allow(i, k)
    changing.settle(i, np.array([exchange.assigned[i], k]))
    return changing.assigned


@optimum_after.register
def _swap(edit: Swap, exchange: Exchange, after: Problem) -> Ints:
    """Nobody else can win: each of the two mentors has the same places left for the others."""
    pair = [after.mentee_index[edit.mentee], after.mentee_index[edit.other]]
    assigned = exchange.assigned.copy()
    assigned[pair] = assigned[pair[::-1]]
    return assigned


@optimum_after.register
def _capacity(edit: Capacity, exchange: Exchange, after: Problem) -> Ints:
    k = after.mentor_index[edit.mentor]
    changing = exchange.copy()
    _grow(changing, k, edit.places)
    while changing.capacity[k] > edit.places:
        changing.fewer(k)
    return changing.assigned


@optimum_after.register
def _mentee_leaves(edit: MenteeLeaves, exchange: Exchange, after: Problem) -> Ints:
    gone = exchange.problem.mentee_index[edit.mentee]
    changing = exchange.copy()
    changing.force(gone, changing.nobody)
    return np.delete(changing.assigned, gone)


@optimum_after.register
def _mentee_joins(edit: MenteeJoins, exchange: Exchange, after: Problem) -> Ints:
    """Whoever joins stands with nobody at first."""
    at = after.mentee_index[edit.mentee]
    joined = Exchange(after, np.insert(exchange.assigned, at, exchange.nobody), aside=[at])
    joined.release(at)
    return joined.assigned


@optimum_after.register
def _mentor_leaves(edit: MentorLeaves, exchange: Exchange, after: Problem) -> Ints:
    """Mentees who were pinned there leave and join again without the pin."""
    gone = exchange.problem.mentor_index[edit.mentor]
    changing = exchange.copy()
    pinned = np.flatnonzero((changing.assigned == gone) & changing.fixed)
    for i in pinned.tolist():
        changing.force(i, changing.nobody)
    while changing.capacity[gone] > 0:
        changing.fewer(gone)
    for i in pinned.tolist():
        changing.release(i)
    assigned = changing.assigned
    return assigned - (assigned > gone)


@optimum_after.register
def _mentor_joins(edit: MentorJoins, exchange: Exchange, after: Problem) -> Ints:
    """Whoever joins offers no place at first."""
    at = after.mentor_index[edit.mentor]
    capacity = after.capacity.copy()
    capacity[at] = 0
    joined = Exchange(
        dataclasses.replace(after, capacity=capacity),
        exchange.assigned + (exchange.assigned >= at),
    )
    _grow(joined, at, edit.places)
    return joined.assigned


def _settled(exchange: Exchange, after: Problem, mentee: str) -> Ints:
    i = after.mentee_index[mentee]
    changing = exchange.copy()
    changing.settle(i, np.flatnonzero(after.eligible[i]))
    return changing.assigned


def _grow(changing: Exchange, k: int, places: int) -> None:
    """Places up to ``places``, as long as one more changes anything."""
    while changing.capacity[k] < places and changing.more(k):
        pass
