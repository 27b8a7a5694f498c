"""The model of meaning, asked once for each text."""

import numpy as np

from mentoring.semantic import WIDTH


class Remembering:
    """Stands before the model and keeps what it said; ``model`` itself remembers nothing."""

    def __init__(self, model):
        self.model = model
        self._known = {}

    def query(self, texts):
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if unknown:
            self._known.update(zip(unknown, self.model.query(unknown), strict=True))
        return np.array([self._known[text] for text in texts], np.float32).reshape(-1, WIDTH)
