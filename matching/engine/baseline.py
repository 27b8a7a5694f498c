"""The greedy answer, to show beside the optimum: always the best pair that is left.

It is what a spreadsheet sorted by score gives, and, as both sides share one score, also the stable
matching. Pins are placed first.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.problem import Ints, Problem


@dataclass(frozen=True)
class Outcome:
    """How a result looks from afar; ``worst`` and ``fifth_percentile`` are None without a match."""

    matched: int
    total: int
    worst: int | None
    fifth_percentile: int | None


def outcome(problem: Problem, assigned: Ints) -> Outcome:
    rows = np.nonzero(assigned < len(problem.mentors))[0]
    points = np.sort(problem.scores[rows, assigned[rows]])
    if not len(points):
        return Outcome(matched=0, total=0, worst=None, fifth_percentile=None)
    return Outcome(
        matched=len(points),
        total=int(points.sum(dtype=np.int64)),
        worst=int(points[0]),
        fifth_percentile=int(points[(len(points) - 1) * 5 // 100]),
    )


def greedy(problem: Problem) -> Ints:
    """(n,) mentor positions, m for nobody. Among equal pairs the first by id wins."""
    nobody = len(problem.mentors)
    assigned = np.full(len(problem.mentees), nobody, np.int64)
    rows, columns = problem.indexes(problem.pins)
    assigned[rows] = columns
    places = problem.capacity - np.bincount(columns, minlength=nobody)
    left = np.where(problem.eligible, problem.scores, -1)
    left[:, places <= 0] = -1
    left[rows] = -1
    if not left.size:
        return assigned
    choice = left.argmax(axis=1)
    best = left[np.arange(len(choice)), choice]
    while True:
        i = int(best.argmax())
        if best[i] < 0:
            return assigned
        k = int(choice[i])
        assigned[i] = k
        best[i] = -1
        places[k] -= 1
        if places[k] == 0:
            left[:, k] = -1
            again = np.nonzero((choice == k) & (best >= 0))[0]
            choice[again] = left[again].argmax(axis=1)
            best[again] = left[again, choice[again]]
