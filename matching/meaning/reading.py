"""A text → whole numbers that say what it means."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.meaning.neutral import neutral, unit
from matching.meaning.sentences import sentences
from mentoring.semantic import WIDTH, embed, model_version

Numbers = npt.NDArray[np.int8]

LONGEST_WHOLE = 1200  # characters of the sentences together that are read as one
SCALE = 127
METHOD = 1  # counts up when the same text would be read otherwise than before


@dataclass(frozen=True, eq=False)
class Meaning:
    """``whole`` (384,) is a text as the engine compares it, ``parts`` (s, 384) its sentences.

    Unit vectors times 127 and rounded: products are whole numbers, the same everywhere.
    """

    whole: Numbers
    parts: Numbers

    @property
    def is_told(self):
        """False for a text without words."""
        return bool(len(self.parts))


def version():
    """What must be equal for two meanings to be comparable."""
    return f"{model_version()}, {METHOD}"


def read(texts):
    """The ``Meaning`` of each text; alone or together they are read the same."""
    split = [pieces(text) for text in texts]
    asked = [piece for found in split for piece in found]
    vectors = iter(neutral(embed(asked))) if asked else iter(())
    return [_meaning([next(vectors) for _piece in found]) for found in split]


def pieces(text):
    """What the model is asked for: the sentences of a text and, last, all of them as one."""
    found = sentences(text)
    return (*found, " ".join(found)[:LONGEST_WHOLE]) if found else ()


def _meaning(vectors):
    """Of the vectors of the sentences and, last, of all of them as one text.

    The two views of a text, sentence by sentence and at one go, err differently; their mean is
    better than either.
    """
    if not vectors:
        return Meaning(np.zeros(WIDTH, np.int8), np.zeros((0, WIDTH), np.int8))
    parts, whole = np.array(vectors[:-1]), np.array(vectors[-1:])
    by_parts = unit(parts.mean(axis=0, keepdims=True))
    return Meaning(_rounded(unit(by_parts + whole))[0], _rounded(parts))


def _rounded(vectors):
    return np.rint(vectors * SCALE).astype(np.int8)
