"""A quick proof for rows over many people: reduced forms with pivots of different people.

A vector that touches at most ``most`` people hits the pivots of one of ``s`` such forms at most
``most // s`` times. Where that is none, it is the target as that form reduces it; where it is one,
the target plus a multiple of one row. Both are looked at; everything larger is left to ``search``.
"""

import numpy as np
from numpy.typing import NDArray

from reports.release.field import Matrix, pivot, reduced
from reports.release.search import Coset, Effort, single

Flags = NDArray[np.bool_]


class Forms:
    """Up to ``wanted`` reduced forms of the same rows, one column for each person."""

    def __init__(self, people: int, wanted: int) -> None:
        self.used: Flags = np.zeros(people, dtype=bool)
        empty = Coset(np.zeros((1, people)), [], np.ones(people), np.arange(people))
        self.forms = [empty] * wanted

    def is_far(self, row: Matrix, most: int, effort: Effort) -> bool:
        """Whether every vector of the row's coset is proved to touch more than ``most`` people."""
        if not self.forms or most // len(self.forms) > 1:
            return False
        share = most // len(self.forms)
        for form in self.forms:
            coset = _beside(form, row)
            effort.spend(coset.matrix.size // 8)
            if coset.weight <= most:
                return False
            if share and single(coset, share, most, effort) is not None:
                return False
        return True

    def renumber(self, before: NDArray[np.int64]) -> None:
        """Put the column ``before[at]`` at ``at``; -1 is one of zeros. No pivot is left out."""
        self.used = np.append(self.used, False)[before]
        place = {int(was): at for at, was in enumerate(before) if was >= 0}
        self.forms = [
            Coset(
                np.hstack([form.matrix, np.zeros((len(form.matrix), 1))])[:, before],
                [place[one] for one in form.pivots],
                np.ones(len(before)),
                np.arange(len(before)),
            )
            for form in self.forms
        ]

    def add(self, row: Matrix, alike: NDArray[np.int64]) -> None:
        """Take up a row; forms that find no pivot for it fall.

        ``alike`` is how many people are in the same sets as each: who has many is used first.
        """
        kept = []
        for form in self.forms:
            target = _beside(form, row).target
            fresh = np.flatnonzero((target != 0) & ~self.used)
            if len(fresh):
                column = int(fresh[np.argmax(alike[fresh])])
                self.used[column] = True
                kept.append(_with_row(form, target, column))
        self.forms = kept


def _beside(form: Coset, row: Matrix) -> Coset:
    """The coset of ``row``: zero in all pivots. Rows below the prime add up exactly."""
    rows = form.matrix[:-1]
    times = row[form.pivots]
    target = reduced(row - rows[times != 0].sum(axis=0)) if len(rows) else row
    return form.with_(np.vstack([rows, target]), form.pivots)


def _with_row(form: Coset, target: Matrix, column: int) -> Coset:
    matrix = np.vstack([form.matrix[:-1], target, np.zeros_like(target)])
    pivot(matrix, len(form.pivots), column)
    return form.with_(matrix, [*form.pivots, column])
