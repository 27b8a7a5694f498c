"""Takes out of a vector what tells its language and keeps what it says.

Vectors of the model lie close together, and first of all by language: of two texts in French and
one in German, the two French ones look alike whatever they say. The directions that carry the
language are known from sentences that say the same in eight languages (``learn``): what differs
among those is language, not meaning. They and the common mean are constants, so that what a pair
earns does not depend on who else is in the pool.
"""

import functools
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"
CONSTANTS = DATA / "neutral.npy"
DIRECTIONS = 12


def neutral(vectors):
    """(n, 384) float64 unit vectors without mean and language."""
    mean, directions = _constants()
    centered = np.asarray(vectors, np.float64) - mean
    return unit(centered - centered @ directions.T @ directions)


def unit(vectors):
    """Each row at length 1; a row of zeros stays."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(length == 0, 1, length)


@functools.cache
def _constants():
    """The mean (384,) and the directions (12, 384) of language."""
    table = np.load(CONSTANTS).astype(np.float64)
    return table[0], table[1:]
