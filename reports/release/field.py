"""Arithmetic modulo a prime, exact in doubles: 2**26 - 5, so that a product stays below 2**52.

A double holds every whole number up to 2**53. ``reduced`` is exact for |x| < 2**52: the quotient
is off by at most one, its product with the prime stays below 2**53, and one step corrects it.
"""

import numpy as np
from numpy.typing import NDArray

PRIME = 67_108_859

Matrix = NDArray[np.float64]


def reduced(numbers: Matrix) -> Matrix:
    """Each number modulo the prime, from 0 on."""
    rest = numbers - np.floor(numbers * (1 / PRIME)) * PRIME
    rest[rest < 0] += PRIME
    rest[rest >= PRIME] -= PRIME
    return rest


def inverse(number: float) -> float:
    return float(pow(int(number), -1, PRIME))


def pivot(rows: Matrix, row: int, column: int) -> None:
    """Make ``rows[row, column]`` one and clear the rest of that column, in place."""
    rows[row] = reduced(rows[row] * inverse(rows[row, column]))
    others = np.flatnonzero(rows[:, column])
    others = others[others != row]
    if len(others):
        changed = np.flatnonzero(rows[row])
        part = np.ix_(others, changed)
        rows[part] = reduced(rows[part] - np.outer(rows[others, column], rows[row, changed]))
