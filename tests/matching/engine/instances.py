"""Problems as outsiders write them, and every answer to them, tried one by one.

Nothing here comes from the engine: it is what the engine is compared with.
"""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

LARGEST = 6
MOST = 10_000
WEIGHT = 10**6  # of one match in points, more than six scores


@st.composite
def instances(draw, largest=LARGEST):
    """Any shape; nulls, vetoes, previous pairs and floors; pins that can hold together."""
    mentees, mentors = draw(st.integers(0, largest)), draw(st.integers(0, largest))
    highest = draw(st.sampled_from([0, 2, 50, MOST]))
    score = st.integers(0, highest)
    if draw(st.booleans()):
        score = st.none() | score
    row = st.lists(score, min_size=mentors, max_size=mentors)
    places = st.integers(0, draw(st.sampled_from([1, 3, 10])))
    instance = {
        "scores": draw(st.lists(row, min_size=mentees, max_size=mentees)),
        "capacity": draw(st.lists(places, min_size=mentors, max_size=mentors)),
        "floor": draw(st.sampled_from([None, "best", 0, highest // 2, highest])),
    }
    if mentees and mentors:
        pair = st.tuples(st.integers(0, mentees - 1), st.integers(0, mentors - 1)).map(list)
        instance["vetoes"] = draw(st.lists(pair, max_size=3))
        instance["previous"] = draw(st.lists(pair, max_size=mentees))
        instance["pins"] = possible_pins(instance, draw(st.lists(pair, max_size=3)))
    return instance


def possible_pins(instance, wanted):
    """Those of the wanted pins that can hold together."""
    pins = {}
    for i, k in wanted:
        load = list(pins.values()).count(k)
        if i not in pins and is_possible(instance, i, k) and load < instance["capacity"][k]:
            pins[i] = k
    return [list(pin) for pin in pins.items()]


def is_possible(instance, i, k):
    return instance["scores"][i][k] is not None and [i, k] not in instance.get("vetoes", [])


@dataclass
class Best:
    """What the best of all answers is, by looking at every one."""

    matched: int
    total: int
    kept: int
    highest_floor: int
    floor: int | None


class Everything:
    """All ways to give each mentee a mentor or nobody that pins, vetoes and nulls allow."""

    def __init__(self, instance):
        self.instance = instance
        self.nobody = len(instance["capacity"])
        self.choices = self._choices()
        self.scores = np.array(
            [[score or 0 for score in row] + [0] for row in instance["scores"]], np.int64
        ).reshape(len(self.choices.T), self.nobody + 1)
        rows = np.arange(len(self.scores))
        self.points = self.scores[rows, self.choices].sum(axis=1)
        self.matches = (self.choices < self.nobody).sum(axis=1)
        self.value = self.matches * WEIGHT + self.points
        self.load = (
            np.stack([(self.choices == k).sum(axis=1) for k in range(self.nobody)], axis=1)
            if self.nobody
            else np.zeros((len(self.choices), 0), int)
        )
        self.fits = self.within(instance["capacity"])

    def _choices(self):
        pins = dict(map(tuple, self.instance.get("pins", [])))
        options = [
            [pins[i]]
            if i in pins
            else [k for k in range(self.nobody) if is_possible(self.instance, i, k)] + [self.nobody]
            for i in range(len(self.instance["scores"]))
        ]
        if not options:
            return np.zeros((1, 0), int)
        return np.stack(np.meshgrid(*options, indexing="ij"), axis=-1).reshape(-1, len(options))

    def within(self, capacity):
        return (self.load <= np.array(capacity, int)).all(axis=1)

    def best(self):
        """The lexicographic optimum, as the words of the door say it."""
        most = self.matches[self.fits].max()
        lowest = np.full(len(self.choices), MOST)
        pinned = {i for i, _ in self.instance.get("pins", [])}
        for i in set(range(len(self.scores))) - pinned:
            matched = self.choices[:, i] < self.nobody
            points = np.where(matched, self.scores[i][self.choices[:, i]], MOST)
            lowest = np.minimum(lowest, points)
        complete = self.fits & (self.matches == most)
        highest = int(lowest[complete].max())
        asked = self.instance["floor"]
        floor = highest if asked == "best" else min(asked or 0, highest)
        allowed = complete & (lowest >= floor)
        total = self.points[allowed].max()
        kept = self.kept()[allowed & (self.points == total)].max()
        return Best(int(most), int(total), int(kept), highest, None if asked is None else floor)

    def kept(self):
        previous = {tuple(pair) for pair in self.instance.get("previous", [])}
        kept = np.zeros(len(self.choices), int)
        for i, k in previous:
            kept += self.choices[:, i] == k
        return kept

    def value_with(self, i, k):
        """The best value if this mentee must get this mentor; None if that cannot be."""
        forced = self.value[self.fits & (self.choices[:, i] == k)]
        return int(forced.max()) if len(forced) else None

    def value_with_one_more(self, k):
        more = list(self.instance["capacity"])
        more[k] += 1
        return int(self.value[self.within(more)].max())

    def best_value(self):
        return int(self.value[self.fits].max())


def matches_and_points(value):
    """A difference of two values as [matches, points]."""
    matches = (value + WEIGHT // 2) // WEIGHT
    return [matches, value - matches * WEIGHT]
