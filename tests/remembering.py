"""The model of meaning, asked once for each text."""

import functools

import numpy as np

from mentoring.semantic import WIDTH


class Remembering:
    """Stands before the model and keeps what it said; ``model`` itself remembers nothing.

    ``load()`` brings the model, when the first text comes that is not known.
    """

    def __init__(self, load):
        self._load = load
        self._known = {}

    @functools.cached_property
    def model(self):
        return self._load()

    def remember(self, known):
        """Take over ``{text: vector}`` of what the model has said before."""
        self._known.update(known)

    def query(self, texts):
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if unknown:
            self._known.update(zip(unknown, self.model.query(unknown), strict=True))
        return np.array([self._known[text] for text in texts], np.float32).reshape(-1, WIDTH)
