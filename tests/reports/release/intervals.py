"""An attacker who knows the ranges in which counts are said: between what does another count lie?

By linear programs, without any code of the engine. Ranges tell less than exact sums, yet at their
ends they can pin a count that is not shown: six people, all of them counted “4 – 6” and four of
them “0 – 2”.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

People = frozenset
Range = tuple[int, int]
DENOMINATORS = 10_000


def interval(published: Sequence[tuple[People, Range]], hidden: People) -> Range:
    """Between which whole numbers the count of ``hidden`` lies, as far as the ranges tell.

    Everybody counts from nothing to one. Raises ``ValueError`` where the ranges contradict.
    """
    people: dict[tuple[bool, ...], int] = {}
    sets = [*(members for members, _range in published), hidden]
    for person in frozenset().union(*sets):
        kind = tuple(person in members for members in sets)
        people[kind] = people.get(kind, 0) + 1
    if not people or not hidden:
        return 0, 0
    matrix = np.array(sorted(people), dtype=float).T
    sizes = [(0, people[kind]) for kind in sorted(people)]
    lowest = _least(matrix[:-1], [ends for _members, ends in published], matrix[-1], sizes)
    highest = -_least(matrix[:-1], [ends for _members, ends in published], -matrix[-1], sizes)
    return -int(-lowest // 1), int(highest // 1)


def _least(
    matrix: np.ndarray, ends: Sequence[Range], cost: np.ndarray, sizes: Sequence[Range]
) -> Fraction:
    """The smallest sum; corners of such a polyhedron have small denominators, so it reads exact."""
    limits = np.array([high for _low, high in ends] + [-low for low, _high in ends], dtype=float)
    both = np.vstack([matrix, -matrix])
    found = linprog(
        cost,
        A_ub=both if len(both) else None,
        b_ub=limits if len(both) else None,
        bounds=sizes,
        method="highs",
    )
    if found.status != 0:
        raise ValueError("no people have counts in all these ranges")
    return Fraction(found.fun).limit_denominator(DENOMINATORS)
