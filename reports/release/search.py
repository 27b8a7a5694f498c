"""Whether a row, together with any combination of others, touches few people: an exact search.

All is modulo the prime of ``field``; ``ledger`` proves why that is enough. A *coset* is the row
``target`` plus every combination of ``rows``; the weight of a vector is the number of people in the
columns where it is not zero.

**The search is complete.** Write a vector of the coset as ``e = target + u * rows``. The rows are
in reduced form: each has a pivot column of its own, where it is one and all others, and the target,
are zero; so ``u`` is what ``e`` has in the pivot columns. For a column ``c`` without a pivot
``e[c] = target[c] + sum(u[i] * rows[i, c])``. Where ``target[c]`` is not zero, ``e`` is therefore
not zero in ``c`` or in the pivot column of a row with ``rows[i, c]`` not zero: one of these columns
is *hit*. The search tries each: a column that is hit is paid for and taken away, after that one it
is taken to be zero, which takes its row away. A column that costs more than is left has to be zero.
Columns with disjoint ways to be hit must all be paid for, which often ends the search at once; so
do several disjoint sets of pivots (``_near``), as one of them is hit least.
"""

import dataclasses
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.release.field import PRIME, Matrix, inverse, pivot, reduced

EFFORT = 20_000_000
MANY = 64


class Undecided(Exception):
    """The search has used up what it may; nothing is proved."""


@dataclass
class Effort:
    """How many numbers a search may still touch, so that every machine decides alike.

    ``deadline`` (of ``time.monotonic``) is for callers who cannot wait even for that.
    """

    left: int = EFFORT
    deadline: float | None = None

    def spend(self, cost: int) -> None:
        self.left -= cost + 500
        if self.left < 0 or (self.deadline is not None and time.monotonic() > self.deadline):
            raise Undecided


@dataclass
class Coset:
    """Rows and below them the target, with the pivot column of each row, and weights of columns.

    ``names`` number the columns for the caller, and ``hit`` are those that were taken away.
    """

    matrix: Matrix
    pivots: list[int]
    weights: Matrix
    names: NDArray[np.int64]
    hit: frozenset[int] = frozenset()

    @property
    def target(self) -> Matrix:
        return self.matrix[-1]

    @property
    def weight(self) -> int:
        return int(self.weights[self.target != 0].sum())

    @property
    def touched(self) -> frozenset[int]:
        """Names of the columns that the target touches, and of those that were hit."""
        return self.hit | set(self.names[self.target != 0].tolist())

    def with_(self, matrix: Matrix, pivots: list[int]) -> "Coset":
        return dataclasses.replace(self, matrix=matrix, pivots=pivots)

    def without(self, columns: list[int], rows: list[int]) -> "Coset":
        """A copy with columns and rows taken away; no pivot may go without its row."""
        kept = np.delete(np.arange(len(self.weights)), columns)
        place = {int(column): at for at, column in enumerate(kept)}
        gone = set(rows)
        pivots = [place[one] for i, one in enumerate(self.pivots) if i not in gone]
        matrix = np.delete(np.delete(self.matrix, rows, axis=0), columns, axis=1)
        return Coset(matrix, pivots, self.weights[kept], self.names[kept], self.hit)

    def hitting(self, column: int) -> "Coset":
        return dataclasses.replace(self, hit=self.hit | {int(self.names[column])})


def reduced_coset(matrix: Matrix, weights: Matrix) -> Coset:
    """The coset of the last row over the others, which are independent; heaviest pivots first."""
    matrix = matrix.copy()
    pivots = [-1] * (len(matrix) - 1)
    waiting = np.ones(len(pivots), dtype=bool)
    for column in np.argsort(-weights, kind="stable").tolist():
        if not waiting.any():
            break
        found = np.flatnonzero((matrix[:-1, column] != 0) & waiting)
        if len(found):
            row = int(found[0])
            pivot(matrix, row, column)
            pivots[row] = column
            waiting[row] = False
    if waiting.any():
        raise ValueError("rows that depend on each other have no pivots of their own")
    return Coset(matrix, pivots, weights, np.arange(len(weights)))


def lightest(coset: Coset, most: int, effort: Effort) -> frozenset[int] | None:
    """Names of the columns that a vector of weight at most ``most`` touches; None if there is none.

    Raises ``Undecided``.
    """
    effort.spend(coset.matrix.size)
    shortened = _shortened(coset, most, effort)
    if shortened is None:
        return None
    coset = shortened
    if coset.weight <= most:
        return coset.touched
    if not coset.pivots or _packed(coset, most):
        return None
    column, rows = _fewest_ways(coset)
    if len(rows) ** min(most, 3) > MANY:
        found, is_proved = _near(coset, most, effort)
        if is_proved:
            return found
    return _branch(coset, most, column, rows, effort)


def _branch(
    coset: Coset, most: int, column: int, rows: list[int], effort: Effort
) -> frozenset[int] | None:
    """Hit the pivot column of each of ``rows`` in turn, and at last ``column`` itself."""
    for gone, row in enumerate(rows):
        left = most - int(coset.weights[coset.pivots[row]])
        if left >= 0:
            found = lightest(_hit(coset, row, rows[:gone]), left, effort)
            if found is not None:
                return found
    left = most - int(coset.weights[column])
    if left < 0:
        return None
    zero = [coset.pivots[row] for row in rows]
    return lightest(coset.hitting(column).without([*zero, column], rows), left, effort)


def _hit(coset: Coset, row: int, gone: list[int]) -> Coset:
    """Without the pivot column of ``row``, whose row finds another or falls, and without ``gone``.

    ``gone`` are rows whose pivot columns are to be zero.
    """
    at = coset.pivots[row]
    zero = [coset.pivots[one] for one in gone]
    others = np.setdiff1d(np.flatnonzero(coset.matrix[row]), [at, *zero])
    if not len(others):
        return coset.hitting(at).without([*zero, at], [*gone, row])
    matrix, pivots = coset.matrix.copy(), list(coset.pivots)
    pivots[row] = int(others[np.argmax(coset.weights[others])])
    pivot(matrix, row, pivots[row])
    return coset.hitting(at).with_(matrix, pivots).without([*zero, at], gone)


def _shortened(coset: Coset, most: int, effort: Effort) -> Coset | None:
    """Only vectors that are zero in every column that costs too much; None if there are none."""
    heavy = np.flatnonzero(coset.weights > most).tolist()
    if not heavy:
        return coset
    matrix, pivots = coset.matrix.copy(), list(coset.pivots)
    row_of = {column: row for row, column in enumerate(pivots)}
    is_left = ~np.isin(pivots, heavy)
    for column in heavy:
        if column in row_of or not is_left.any():
            continue
        fitting = (matrix[:-1, column] != 0) & is_left
        row = int(fitting.argmax())
        if fitting[row]:
            effort.spend(matrix.size)
            pivot(matrix, row, column)
            pivots[row] = column
            is_left[row] = False
    # A row that is gone has a heavy pivot, where every other row is zero: its part of ``u`` is 0.
    if matrix[-1, heavy].any():
        return None
    return coset.with_(matrix, pivots).without(heavy, np.flatnonzero(~is_left).tolist())


def _fewest_ways(coset: Coset) -> tuple[int, list[int]]:
    """A column that must be hit, and the rows that may do it: as few as there are."""
    columns = np.flatnonzero(coset.target)
    ways = (coset.matrix[:-1, columns] != 0).sum(axis=0)
    column = int(columns[np.argmin(ways)])
    return column, np.flatnonzero(coset.matrix[:-1, column]).tolist()


def _packed(coset: Coset, most: int) -> bool:
    """Whether columns with disjoint ways to be hit cost more than there is."""
    columns = np.flatnonzero(coset.target)
    touched = coset.matrix[:-1, columns] != 0
    weights = coset.weights[coset.pivots]
    used = np.zeros(len(coset.pivots), dtype=bool)
    cost = 0
    for at in np.argsort(touched.sum(axis=0), kind="stable").tolist():
        ways = touched[:, at]
        if (used & ways).any():
            continue
        used |= ways
        cheapest = weights[ways].min() if ways.any() else np.inf
        cost += int(min(cheapest, coset.weights[columns[at]]))
        if cost > most:
            return True
    return False


def _near(coset: Coset, most: int, effort: Effort) -> tuple[frozenset[int] | None, bool]:
    """As ``lightest``, by disjoint sets of pivots, and whether they could tell.

    A vector of weight ``most`` hits one of ``s`` disjoint sets of pivots by ``most // s`` or less.
    If no two pivots are as light as that together, at most one of its pivots is hit: all such
    vectors are the target plus a multiple of one row.
    """
    least = int(coset.weights.min())
    bases = _bases(coset, most // (2 * least) + 1, effort)
    share = most // len(bases)
    if share >= 2 * least:
        return None, False
    for basis in bases:
        found = basis.touched if basis.weight <= most else single(basis, share, most, effort)
        if found is not None:
            return found, True
    return None, True


def _bases(coset: Coset, wanted: int, effort: Effort) -> list[Coset]:
    """Up to ``wanted`` forms of a coset with disjoint sets of pivots, the given one first."""
    bases = [coset]
    used = set(coset.pivots)
    while len(bases) < wanted:
        last = bases[-1]
        matrix, pivots = last.matrix.copy(), list(last.pivots)
        for row in range(len(pivots)):
            fresh = [int(c) for c in np.flatnonzero(matrix[row]) if int(c) not in used]
            if not fresh:
                return bases
            effort.spend(matrix.size)
            pivots[row] = max(fresh, key=lambda c: coset.weights[c])
            pivot(matrix, row, pivots[row])
            used.add(pivots[row])
        bases.append(coset.with_(matrix, pivots))
    return bases


def single(coset: Coset, share: int, most: int, effort: Effort) -> frozenset[int] | None:
    """As ``lightest``, of the target plus a multiple of one row with a pivot of at most ``share``.

    A light vector is zero in all but ``most`` columns of the row, as each weighs one or more; each
    of these tells the same multiple. A multiple that clears none touches more than the target.
    """
    effort.spend(coset.matrix.size)
    for row in np.flatnonzero(coset.weights[coset.pivots] <= share).tolist():
        line = coset.matrix[row]
        columns = np.flatnonzero(line)
        columns = columns[columns != coset.pivots[row]][: 2 * most + 1]
        ratios = _ratios(coset.target, line, columns.tolist())
        for ratio in {one for one in ratios if ratios.count(one) >= len(columns) - most}:
            effort.spend(len(line))
            near = reduced(coset.target + reduced(ratio * line))
            if coset.weights[near != 0].sum() <= most:
                return coset.hit | set(coset.names[near != 0].tolist())
    return None


def _ratios(target: Matrix, line: Matrix, columns: list[int]) -> list[float]:
    """For each column what ``line`` is to be multiplied with to clear it in the target."""
    return [float(-int(target[c]) * int(inverse(line[c])) % PRIME) for c in columns]
