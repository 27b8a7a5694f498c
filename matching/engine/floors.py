"""The floor: the least score of a pair nobody pinned, how high it may go, and what it costs."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching.engine.baseline import outcome
from matching.engine.cover import Cover, rows_of
from matching.engine.problem import Ints, Problem, Rule, Scores
from matching.engine.quotas import QuotasConflict, most_within
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

    ``MAX_SCORE`` where no floor can cost a match. Raises PinsRefused, or QuotasConflict.
    """
    problem.check_pins()
    if problem.quotas:
        return _highest_within(problem)
    free = ~problem.pinned
    possible = ((problem.blocks & ~np.uint32(Rule.BELOW_FLOOR)) == 0)[free]
    scores = np.where(possible, problem.scores[free], -1)
    places = _places_left(problem).tolist()
    cover = Cover(rows_of(possible), places)
    most = cover.matched
    if most == 0:
        return MAX_SCORE
    # So many mentees must have a pair at all that is not below the floor.
    high = int(np.sort(scores.max(axis=1))[-most])
    low = _worst(scores, cover)
    while low < high:
        middle = (low + high + 1) // 2
        higher = Cover.grown_from(cover.assigned, rows_of(scores >= middle), places)
        if higher.matched == most:
            cover, low = higher, _worst(scores, higher)
        else:
            high = middle - 1
    return low


def _worst(scores: Scores, cover: Cover) -> int:
    """The least score of the pairs."""
    return min(int(scores[i, k]) for i, k in enumerate(cover.assigned) if k is not None)


def _highest_within(problem: Problem) -> int:
    """``highest_floor`` where quotas hold; one that they cannot be kept under is too high."""
    plain = dataclasses.replace(problem, floor=0)
    most = most_within(plain)
    levels = np.unique(plain.scores[plain.eligible & ~plain.pinned[:, None]])
    if most == 0 or _reaches(dataclasses.replace(plain, floor=MAX_SCORE), most):
        return MAX_SCORE
    low, high = -1, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _reaches(dataclasses.replace(plain, floor=int(levels[middle])), most):
            low = middle
        else:
            high = middle - 1
    return int(levels[low]) if low >= 0 else 0


def _reaches(problem: Problem, most: int) -> bool:
    try:
        return most_within(problem) == most
    except QuotasConflict:
        return False


def effective_floor(problem: Problem, asked: int) -> int:
    """The asked floor, or the highest one that costs no match where that is lower."""
    return min(asked, highest_floor(problem)) if asked > 0 else asked


def largest_matching(problem: Problem) -> Ints:
    """(n,) mentor positions, m for nobody: as many matches as can be, whatever their scores."""
    nobody = len(problem.mentors)
    assigned = np.full(len(problem.mentees), nobody, np.int64)
    rows, columns = problem.indexes(problem.pins)
    assigned[rows] = columns
    free = np.flatnonzero(~problem.pinned)
    cover = Cover(rows_of(problem.eligible[free]), _places_left(problem).tolist())
    assigned[free] = [nobody if k is None else k for k in cover.assigned]
    return assigned


def _places_left(problem: Problem) -> Ints:
    pinned = np.bincount(problem.indexes(problem.pins)[1], minlength=len(problem.mentors))
    return problem.capacity - pinned


def floor_curve(
    problem: Problem, floors: Iterable[int] | None = None, *, points: int = 8
) -> tuple[FloorPoint, ...]:
    """What each floor gives, lowest first.

    Without ``floors``: none at all, the highest that costs no match, and some between the two.
    """
    if floors is not None:
        return tuple(_point(problem, floor) for floor in sorted(set(floors)))
    highest, lowest = highest_floor(problem), _point(problem, 0)
    if lowest.worst is None or highest <= lowest.worst:
        between = [highest] if highest < MAX_SCORE else []
    else:
        between = np.linspace(lowest.worst + 1, highest, points).astype(int).tolist()
    return (lowest, *(_point(problem, floor) for floor in sorted({*between} - {0})))


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
