"""The shortlist round: a few distinct candidates for each mentee, before anybody is matched.

The lists are one optimum: as many mentees as possible with one candidate, then with two, and so on,
and then the most points; no mentor stands on more lists than they can read. Both sides rank whom
they met, and the rankings are the wishes of the final run.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.flow import UNLIMITED, Extras, Flow, one_each, solve
from matching.engine.lazy import sparse
from matching.engine.people import Profile
from matching.engine.problem import Ints, Problem
from matching.engine.scoring import MAX_SCORE

CANDIDATES = 3


@dataclass(frozen=True)
class Shortlist:
    """``candidates`` of each mentee who has any, the best score first; ``mentees`` of each mentor.

    ``reached`` are the numbers of mentees with at least one candidate, at least two, and so on.
    The optimum is proven from prices, or there is no shortlist.
    """

    candidates: Mapping[str, tuple[str, ...]]
    mentees: Mapping[str, tuple[str, ...]]
    reached: tuple[int, ...]
    points: int


def shortlist(
    problem: Problem, *, most: int = CANDIDATES, lists: Mapping[str, int] | int | None = None
) -> Shortlist:
    """Up to ``most`` candidates for each mentee, a pinned one their pin alone.

    ``lists`` says on how many lists a mentor may stand: by id, or the same for all; without it,
    ``most`` for each of their places. Mentors without a place are nobody's candidate. Raises
    PinsRefused, or ValueError for numbers below 0.
    """
    problem.check_pins()
    limits = _limits(problem, most, lists)
    mentees, mentors = problem.scores.shape
    # A way of moves changes the count of two mentees at most, and fewer points than a step is.
    step = MAX_SCORE * (min(mentees, mentors) + 1) + 1
    ranks = np.arange(most, 0, -1) * step
    slots = np.arange(mentees * most)
    terms = sparse.csr_array(
        (np.full(len(slots), -1.0), (slots // max(most, 1), slots)),
        shape=(mentees + mentors, len(slots)),
    )
    flow = Flow(
        worth=problem.scores.astype(np.int64),
        possible=problem.eligible,
        mentees=one_each(0, np.zeros(mentees)),
        mentors=one_each(-UNLIMITED, limits),
        extras=Extras(np.tile(ranks, mentees), np.ones(len(slots), np.int64), terms),
    )
    pairs = solve(flow, np.zeros((0, 2), np.int64)).pairs
    return _listed(problem, pairs, most)


def with_rankings(
    people: Iterable[Profile], rankings: Mapping[str, Sequence[str]]
) -> tuple[Profile, ...]:
    """The people with what they ranked, best first, as their wishes; the others as they are.

    Raises ValueError when somebody is ranked twice by one person.
    """
    for person, ranked in rankings.items():
        if len(set(ranked)) < len(ranked):
            raise ValueError(f"{person} ranked somebody twice")
    return tuple(
        dataclasses.replace(person, wishes=tuple(rankings[person.id]))
        if person.id in rankings
        else person
        for person in people
    )


def _limits(problem: Problem, most: int, lists: Mapping[str, int] | int | None) -> Ints:
    if lists is None:
        limits = problem.capacity * most
    elif isinstance(lists, int):
        limits = np.full(len(problem.mentors), lists)
    else:
        limits = np.array([lists.get(mentor, 0) for mentor in problem.mentors], np.int64)
    if most < 0 or limits.min(initial=0) < 0:
        raise ValueError("a number of candidates or lists is negative")
    return np.minimum(limits, len(problem.mentees))


def _listed(problem: Problem, pairs: Ints, most: int) -> Shortlist:
    scores = problem.scores[pairs[:, 0], pairs[:, 1]]
    order = np.lexsort((pairs[:, 1], -scores, pairs[:, 0]))
    candidates: dict[str, list[str]] = {}
    mentees: dict[str, list[str]] = {}
    for i, k in pairs[order].tolist():
        candidates.setdefault(problem.mentees[i], []).append(problem.mentors[k])
        mentees.setdefault(problem.mentors[k], []).append(problem.mentees[i])
    lengths = [len(listed) for listed in candidates.values()]
    return Shortlist(
        candidates={mentee: tuple(listed) for mentee, listed in candidates.items()},
        mentees={mentor: tuple(mentees[mentor]) for mentor in sorted(mentees)},
        reached=tuple(sum(length >= rank for length in lengths) for rank in range(1, most + 1)),
        points=int(scores.sum()),
    )
