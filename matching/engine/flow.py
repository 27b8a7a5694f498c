"""Choosing pairs under limits on groups of people: a network flow, solved and proven exactly.

Each limit counts the chosen pairs of some mentees, or of some mentors. As long as the limits of
each side are nested, the linear program has whole optima and whole prices; HiGHS finds both, and
``solve`` checks them in whole numbers: all pairs cost what the prices say, or it is no solution.

Most pairs are never chosen. The program starts with the best few of each person and takes in the
pairs that its prices undervalue, until no pair is.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matching.engine.lazy import optimize, sparse
from matching.engine.problem import Flags, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEW = 20
FEW_MORE = 5
ROUNDS = 60
UNLIMITED = np.int64(1) << 60


class NotSolved(AssertionError):
    """The solver's answer could not be proven; a defect, whatever the input."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Limits: ``members`` (r, people) True for who is counted; ``least`` and ``most`` (r,)."""

    members: "csr_array"
    least: Ints
    most: Ints


@dataclass(frozen=True, eq=False)
class Extras:
    """Further variables from 0 to ``most`` (c,): ``worth`` (c,), ``terms`` (rows, c) in the limits.

    The rows are those of the mentees, then those of the mentors.
    """

    worth: Ints
    most: Ints
    terms: "csr_array"


@dataclass(frozen=True, eq=False)
class Flow:
    """``worth`` (n, m) of the ``possible`` pairs, each chosen at most once."""

    worth: Ints
    possible: Flags
    mentees: Rows
    mentors: Rows
    extras: Extras | None = None


@dataclass(frozen=True, eq=False)
class Chosen:
    """``pairs`` (p, 2), what they and the extras are worth, and the price (rows,) of each limit."""

    pairs: Ints
    worth: int
    prices: Ints


@dataclass(eq=False)
class _Program:
    """The flow over some of its pairs."""

    flow: Flow
    rows: Ints
    columns: Ints
    least: Ints = field(init=False)
    most: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.least = np.concatenate([self.flow.mentees.least, self.flow.mentors.least])
        self.most = np.concatenate([self.flow.mentees.most, self.flow.mentors.most])

    def solve(self) -> tuple[Ints, Ints, Ints]:
        """Whole values of pairs and extras, and whole prices of the rows. Raises NotSolved."""
        flow = self.flow
        terms = sparse.vstack(
            [flow.mentees.members[:, self.rows], flow.mentors.members[:, self.columns]]
        )
        worth = flow.worth[self.rows, self.columns]
        upper = np.ones(len(worth))
        if flow.extras is not None:
            terms = sparse.hstack([terms, flow.extras.terms])
            worth = np.concatenate([worth, flow.extras.worth])
            upper = np.concatenate([upper, flow.extras.most])
        values, prices = _by_highs(sparse.csr_array(terms), worth, upper, self.least, self.most)
        return values[: len(self.rows)], values[len(self.rows) :], prices


def solve(flow: Flow, start: Ints) -> Chosen:
    """The chosen pairs of highest worth. Some choice within the limits must be possible with the
    pairs of ``start`` (p, 2) and the extras. Raises NotSolved."""
    taken = _best_few(flow)
    taken[start[:, 0], start[:, 1]] = True
    taken &= flow.possible
    for _ in range(ROUNDS):
        rows, columns = np.nonzero(taken)
        values, extras, prices = _Program(flow, rows, columns).solve()
        surplus = flow.worth - _price_of_pairs(flow, prices)
        missed = np.where(flow.possible & ~taken, surplus, 0)
        if missed.max(initial=0) <= 0:
            pairs = np.stack([rows, columns], axis=1)[values == 1]
            worth = int(flow.worth[pairs[:, 0], pairs[:, 1]].sum())
            if flow.extras is not None:
                worth += int(flow.extras.worth @ extras)
            _check(flow, pairs, extras)
            if worth != _ceiling(flow, prices, surplus):
                raise NotSolved("prices and pairs are not worth the same")
            return Chosen(pairs, worth, prices)
        count = min(FEW_MORE, missed.shape[1])
        most = np.argpartition(-missed, count - 1, axis=1)[:, :count]
        here = np.arange(len(missed))[:, None]
        taken[here, most] |= missed[here, most] > 0
    raise NotSolved("no end to better pairs")


def limits(members: npt.ArrayLike, least: npt.ArrayLike, most: npt.ArrayLike) -> Rows:
    """Rows from (r, people) of 0 and 1."""
    table = sparse.csr_array(np.asarray(members, float))
    return Rows(table, np.asarray(least, np.int64), np.asarray(most, np.int64))


def one_each(least: npt.ArrayLike, most: npt.ArrayLike) -> Rows:
    """A limit for each person."""
    most = np.asarray(most, np.int64)
    count = np.arange(len(most))
    members = sparse.csr_array((np.ones(len(most)), (count, count)), shape=(len(most), len(most)))
    return Rows(members, np.broadcast_to(np.asarray(least, np.int64), most.shape), most)


def together(first: Rows, *others: Rows) -> Rows:
    """The limits of all."""
    every = (first, *others)
    return Rows(
        sparse.csr_array(sparse.vstack([rows.members for rows in every])),
        np.concatenate([rows.least for rows in every]),
        np.concatenate([rows.most for rows in every]),
    )


def _best_few(flow: Flow) -> Flags:
    """(n, m) the best pairs of each mentee and of each mentor."""
    taken = np.zeros(flow.possible.shape, bool)
    if not taken.size:
        return taken
    worth = np.where(flow.possible, flow.worth, -UNLIMITED)
    by_mentee = np.argsort(-worth, axis=1, kind="stable")[:, :FEW]
    by_mentor = np.argsort(-worth, axis=0, kind="stable")[:FEW]
    taken[np.arange(len(worth))[:, None], by_mentee] = True
    taken[by_mentor, np.arange(worth.shape[1])] = True
    return taken


def _by_highs(
    terms: "csr_array", worth: Ints, upper: npt.NDArray, least: Ints, most: Ints
) -> tuple[Ints, Ints]:
    if not len(worth):
        return np.zeros(0, np.int64), np.zeros(len(least), np.int64)
    equal = least == most
    below = np.flatnonzero(~equal & (most < UNLIMITED))
    above = np.flatnonzero(~equal & (least > -UNLIMITED))
    equal = np.flatnonzero(equal)
    found = optimize.linprog(
        -worth.astype(float),
        A_ub=sparse.vstack([terms[below], -terms[above]]) if len(below) + len(above) else None,
        b_ub=np.concatenate([most[below], -least[above]]) if len(below) + len(above) else None,
        A_eq=terms[equal] if len(equal) else None,
        b_eq=most[equal] if len(equal) else None,
        bounds=np.stack([np.zeros(len(upper)), upper], axis=1),
        method="highs-ds",
    )
    if found.status != 0:
        raise NotSolved(found.message)
    prices = np.zeros(len(least))
    np.add.at(prices, below, -found.ineqlin.marginals[: len(below)])
    np.add.at(prices, above, found.ineqlin.marginals[len(below) :])
    prices[equal] = -found.eqlin.marginals
    return np.rint(found.x).astype(np.int64), np.rint(prices).astype(np.int64)


def _price_of_pairs(flow: Flow, prices: Ints) -> Ints:
    """(n, m) what the limits that a pair counts in cost together."""
    cut = len(flow.mentees.least)
    of_mentee = _times(flow.mentees.members, prices[:cut])
    return of_mentee[:, None] + _times(flow.mentors.members, prices[cut:])


def _times(members: "csr_array", prices: Ints) -> Ints:
    return members.T.astype(np.int64) @ prices


def _check(flow: Flow, pairs: Ints, extras: Ints) -> None:
    """Raises NotSolved unless the choice keeps every limit."""
    counts = np.concatenate(
        [
            side.members.astype(np.int64) @ np.bincount(pairs[:, at], minlength=people)
            for at, (side, people) in enumerate(
                zip((flow.mentees, flow.mentors), flow.possible.shape, strict=True)
            )
        ]
    )
    if flow.extras is not None:
        counts = counts + flow.extras.terms.astype(np.int64) @ extras
        if ((extras < 0) | (extras > flow.extras.most)).any():
            raise NotSolved("a variable is out of its bounds")
    least = np.concatenate([flow.mentees.least, flow.mentors.least])
    most = np.concatenate([flow.mentees.most, flow.mentors.most])
    if (counts < least).any() or (counts > most).any():
        raise NotSolved("a limit is not kept")
    if not flow.possible[pairs[:, 0], pairs[:, 1]].all():
        raise NotSolved("a pair is not possible")


def _ceiling(flow: Flow, prices: Ints, surplus: Ints) -> int:
    """What no choice can exceed: all limits at their prices, and what pairs are worth beyond."""
    least = np.concatenate([flow.mentees.least, flow.mentors.least])
    most = np.concatenate([flow.mentees.most, flow.mentors.most])
    ceiling = sum(
        price * (high if price > 0 else low)
        for price, low, high in zip(prices.tolist(), least.tolist(), most.tolist(), strict=True)
        if price
    )
    ceiling += int(surplus[flow.possible & (surplus > 0)].sum())
    if flow.extras is not None:
        beyond = flow.extras.worth - flow.extras.terms.T.astype(np.int64) @ prices
        ceiling += int(np.maximum(beyond, 0) @ flow.extras.most)
    return ceiling
