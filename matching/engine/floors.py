"""The floor: the least score of a pair nobody pinned, how high it may go, and what it costs."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.engine.baseline import outcome
from matching.engine.problem import Flags, Ints, Problem, Rule
from matching.engine.scoring import MAX_SCORE
from matching.engine.solver import objective, optimum


@dataclass(frozen=True)
class FloorPoint:
    """What a floor gives: matches, total, the worst score (None without a match).

    ``binding`` are the mentees whose pair has that worst score and is not pinned: a higher floor
    would take it from them.
    """

    floor: int
    matched: int
    total: int
    worst: int | None
    binding: tuple[str, ...]


def highest_floor(problem: Problem) -> int:
    """The highest floor under which as many mentees are matched as under none.

    ``MAX_SCORE`` where no floor can cost a match. Raises PinsRefused.
    """
    problem.check_pins()
    free = ~problem.pinned
    possible = ((problem.blocks & ~np.uint32(Rule.BELOW_FLOOR)) == 0)[free]
    scores = problem.scores[free]
    places = problem.capacity - np.bincount(
        problem.indexes(problem.pins)[1], minlength=len(problem.mentors)
    )
    most = most_matched(possible, places)
    if most == 0:
        return MAX_SCORE
    levels = np.unique(scores[possible])
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if most_matched(possible & (scores >= levels[middle]), places) == most:
            low = middle
        else:
            high = middle - 1
    return int(levels[low])


def effective_floor(problem: Problem, asked: int) -> int:
    """The asked floor, or the highest one that costs no match where that is lower."""
    return min(asked, highest_floor(problem)) if asked > 0 else asked


def most_matched(possible: Flags, places: Ints) -> int:
    """The largest number of mentees that can be matched at once, whatever the scores."""
    places = np.minimum(places, len(possible))
    mentor_of_place = np.repeat(np.arange(len(places)), places)
    if not len(possible) or not len(mentor_of_place):
        return 0
    graph = csr_array(possible[:, mentor_of_place])
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def floor_curve(
    problem: Problem, floors: Iterable[int] | None = None, *, points: int = 8
) -> tuple[FloorPoint, ...]:
    """What each floor gives, lowest first.

    Without ``floors``: none at all, the highest that costs no match, and some between the two.
    """
    if floors is None:
        floors = _of_interest(problem, points)
    return tuple(_point(problem, floor) for floor in sorted(set(floors)))


def _of_interest(problem: Problem, points: int) -> list[int]:
    highest = highest_floor(problem)
    lowest = _point(problem, 0)
    if lowest.worst is None or highest <= lowest.worst:
        return [0, highest] if highest < MAX_SCORE else [0]
    return [0, *np.linspace(lowest.worst + 1, highest, points).astype(int).tolist()]


def _point(problem: Problem, floor: int) -> FloorPoint:
    problem = dataclasses.replace(problem, floor=floor)
    assigned = optimum(problem, objective(problem))
    reached = outcome(problem, assigned)
    rows = np.flatnonzero((assigned < len(problem.mentors)) & ~problem.pinned)
    points = problem.scores[rows, assigned[rows]]
    least = points == points.min(initial=MAX_SCORE)
    return FloorPoint(
        floor=floor,
        matched=reached.matched,
        total=reached.total,
        worst=reached.worst,
        binding=tuple(problem.mentees[i] for i in rows[least].tolist()),
    )
