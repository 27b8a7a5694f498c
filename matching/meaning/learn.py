"""Writes the constants of ``neutral`` anew: ``python -m matching.meaning.learn``.

Wanted when the model changes or sentences are added. Reads sentences that say the same in several
languages, one meaning to a row.
"""

import csv

import numpy as np

from matching.meaning.neutral import CONSTANTS, DATA, DIRECTIONS
from mentoring import semantic

SAME_MEANING = DATA / "same_meaning.csv"


def translations():
    """Sentences in rows, all of a row the same in other languages."""
    with SAME_MEANING.open(encoding="utf-8", newline="") as lines:
        return [list(row.values()) for row in csv.DictReader(lines)]


def learned():
    """(13, 384) float32: the mean, then the directions in which translations differ most."""
    rows = translations()
    meanings = semantic.embed([text for row in rows for text in row])
    meanings = meanings.astype(np.float64).reshape(len(rows), -1, semantic.WIDTH)
    differences = (meanings - meanings.mean(axis=1, keepdims=True)).reshape(-1, semantic.WIDTH)
    _, _, directions = np.linalg.svd(differences, full_matrices=False)
    mean = meanings.reshape(-1, semantic.WIDTH).mean(axis=0)
    return np.vstack([mean, directions[:DIRECTIONS]]).astype(np.float32)


if __name__ == "__main__":
    np.save(CONSTANTS, learned())
