"""Wants and the stories that answer them, and what the model said of all their sentences.

It takes a minute to ask it, so its answers are kept. When the model, the sets or the way texts are
split change, ``python -m tests.matching.meaning.labeled`` writes them anew.
"""

import csv
import hashlib
from pathlib import Path

import numpy as np

from matching.meaning.learn import translations
from matching.meaning.reading import pieces
from mentoring import semantic

LABELED = Path(__file__).with_name("wants_and_stories.csv")
HELD_OUT = Path(__file__).with_name("held_out.csv")
ANSWERS = Path(__file__).with_name("answers.npz")


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def asked():
    """Every text that the model is asked about the sets and the translations, once."""
    rows = rows_of(LABELED) + rows_of(HELD_OUT)
    told = [piece for row in rows for side in ("want", "lived") for piece in pieces(row[side])]
    return list(dict.fromkeys(told + [text for row in translations() for text in row]))


def answers():
    """``{text: vector}`` of all of them; empty when other texts or another model are in force."""
    with np.load(ANSWERS) as kept:
        if kept["source"] != _source():
            return {}
        return dict(zip(asked(), kept["vectors"].astype(np.float32), strict=True))


def _source():
    told = "\n".join((semantic.model_version(), *asked()))
    return hashlib.sha256(told.encode()).hexdigest()


if __name__ == "__main__":
    vectors = semantic.embed(asked()).astype(np.float16)
    np.savez_compressed(ANSWERS, source=_source(), vectors=vectors)
