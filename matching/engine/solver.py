"""The optimum: most matches, then the highest total, then the fewest changes to the last run.

The three are one whole number per pair, ``Objective.values``: a bonus for being matched that no sum
of scores can outweigh, the score, and one point for a pair of the last run, which no score point
is worth. One exact assignment then settles all three, and there is always a solution.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.engine.lazy import optimize
from matching.engine.problem import Ints, Problem
from matching.engine.scoring import CHUNK, MAX_SCORE

Floats = npt.NDArray[np.float64]

# Double precision, in which SciPy solves, counts whole numbers exactly up to here.
EXACT = 2**53
# No number on its way is larger than so many bonuses. The cost of a pair is at most 1.5 bonuses.
# At each stage the duals are optimal for the rows seen so far, so a column's dual is at most what
# these rows would lose without the column: one match and all points. The shortest path of the next
# row is the difference between two such optima. Only sums of a few of these are ever formed.
LARGEST_FACTOR = 16
FEW_PLACES = 8


class SolverDefect(AssertionError):
    """The result broke a rule that no input can excuse."""


@dataclass(frozen=True, eq=False)
class Objective:
    """What each pair of ``problem`` is worth: bonus + scale * score, and 1 more for ``kept`` ones.

    ``kept`` are rows and columns, sorted by row, of the pairs of the previous run.
    """

    problem: Problem
    kept: tuple[Ints, Ints]
    scale: int
    bonus: int

    @cached_property
    def values(self) -> Ints:
        """(n, m) int64, 0 where nothing makes a pair eligible."""
        return self.of(0, len(self.problem.mentees))

    def of(self, start: int, stop: int) -> Ints:
        """The rows of ``values`` from ``start`` to before ``stop``."""
        values = self.problem.scores[start:stop] * np.int64(self.scale)
        values += self.bonus
        rows, columns = self.kept
        here = slice(*np.searchsorted(rows, (start, stop)).tolist())
        values[rows[here] - start, columns[here]] += 1
        values *= self.problem.wanted[start:stop]
        return values


def objective(problem: Problem, *, with_previous: bool = True) -> Objective:
    """Worth of every pair; without the previous run, a value is bonus + score."""
    kept = problem.indexes(problem.previous if with_previous else ())
    scale = len(np.unique(kept[0])) + 1  # a mentee keeps one pair at most
    # Twice the largest total: then a number of matches and a total can be read back from any
    # difference of two values, not only compared.
    bonus = (2 * MAX_SCORE * len(problem.mentees) + 1) * scale
    if LARGEST_FACTOR * bonus > EXACT:
        raise ValueError("too many mentees and previous pairs to count exactly")
    return Objective(problem, kept, scale, bonus)


def optimum(problem: Problem, goal: Objective) -> Ints:
    """(n,) the mentor's position for each mentee, m where there is none.

    Raises PinsRefused before solving when a pin cannot hold.
    """
    problem.check_pins()
    nobody = len(problem.mentors)
    assigned = np.full(len(problem.mentees), nobody, np.int64)
    rows, columns = problem.indexes(problem.pins)
    assigned[rows] = columns
    # More places than mentees can never be used.
    most = np.minimum(problem.capacity - np.bincount(columns, minlength=nobody), len(assigned))
    # Each place is a column to search, so mentors with very many begin with few of them. Where one
    # of these is left, more would change nothing; else there are more.
    places = np.minimum(most, max(FEW_PLACES, 2 * len(assigned) // max(nobody, 1)))
    while True:
        chosen, taken = _assigned(problem, goal, places)
        held = places < most
        held &= np.bincount(taken, minlength=nobody) == places
        if not held.any():
            break
        places[held] = np.minimum(2 * places, most)[held]
    assigned[chosen] = taken
    verify(problem, assigned)
    return assigned


def _assigned(problem: Problem, goal: Objective, places: Ints) -> tuple[Ints, Ints]:
    """Mentees without a pin, and the mentors they get, of the optimum with these places."""
    mentor_of_place = np.repeat(np.arange(len(places)), places)
    cost = _cost(problem, goal, mentor_of_place)
    chosen, taken = optimize.linear_sum_assignment(cost)
    matched = cost[chosen, taken] < 0
    free = np.flatnonzero(~problem.pinned)
    return free[chosen[matched]], mentor_of_place[taken[matched]]


def _cost(problem: Problem, goal: Objective, mentor_of_place: Ints) -> Floats:
    """(mentees without a pin, places) what is lost: the largest array of all, filled by chunks."""
    free = ~problem.pinned
    cost = np.empty((int(free.sum()), len(mentor_of_place)))
    done = 0
    for start in range(0, len(free), CHUNK):
        chosen = free[start : start + CHUNK]
        lost = -goal.of(start, start + CHUNK)[chosen].astype(np.float64)
        np.take(lost, mentor_of_place, axis=1, out=cost[done : done + len(lost)], mode="clip")
        done += len(lost)
    return cost


def verify(problem: Problem, assigned: Ints) -> None:
    """Raises SolverDefect unless every pair is eligible, every pin holds and no mentor is over."""
    nobody = len(problem.mentors)
    matched = np.nonzero(assigned < nobody)[0]
    if not problem.eligible[matched, assigned[matched]].all():
        raise SolverDefect("a pair is not eligible")
    if (np.bincount(assigned[matched], minlength=nobody) > problem.capacity).any():
        raise SolverDefect("a mentor has more mentees than places")
    rows, columns = problem.indexes(problem.pins)
    if (assigned[rows] != columns).any():
        raise SolverDefect("a pin does not hold")
