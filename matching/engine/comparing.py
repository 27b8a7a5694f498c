"""Two results side by side: which pairs stayed, who moved, who is new or gone."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching.engine.baseline import Outcome
from matching.engine.build import problem_scores
from matching.engine.editing import Standing
from matching.engine.explain import Move
from matching.engine.people import Profile
from matching.engine.problem import Pair, Problem
from matching.engine.scoring import Weights


@dataclass(frozen=True)
class Comparison:
    """``kept`` are pairs of both results; ``moved`` changed mentor; ``gained`` have one only in
    the second, ``lost`` only in the first. People who take part in one result only are in
    ``joined`` and ``left``, with their mentor if they have one."""

    before: Outcome
    after: Outcome
    kept: tuple[Pair, ...]
    moved: tuple[Move, ...]
    gained: tuple[Move, ...]
    lost: tuple[Move, ...]
    joined: tuple[Move, ...]
    left: tuple[Move, ...]


def compare(before: Standing, after: Standing) -> Comparison:
    """How ``after`` differs from ``before``, by mentee, in the order of ids."""
    old, new = before.mentor_of, after.mentor_of
    joined = set(after.problem.mentees) - set(before.problem.mentees)
    left = set(before.problem.mentees) - set(after.problem.mentees)
    stayed = [person for person in before.problem.mentees if person not in left]
    changed = [
        Move(person, old.get(person), new.get(person))
        for person in stayed
        if old.get(person) != new.get(person)
    ]
    return Comparison(
        before=before.outcome,
        after=after.outcome,
        kept=tuple(
            (person, old[person])
            for person in stayed
            if person in old and old[person] == new.get(person)
        ),
        moved=tuple(move for move in changed if move.before and move.after),
        gained=tuple(move for move in changed if not move.before),
        lost=tuple(move for move in changed if not move.after),
        joined=tuple(Move(person, None, new.get(person)) for person in sorted(joined)),
        left=tuple(Move(person, old.get(person), None) for person in sorted(left)),
    )


def reweighed(
    standing: Standing, mentees: Iterable[Profile], mentors: Iterable[Profile], weights: Weights
) -> Standing:
    """The same people and rules under other weights, changing as few pairs as can be.

    The people are those of the problem. Raises ValueError when they are others.
    """
    problem = standing.problem
    mentees, mentors = list(mentees), list(mentors)
    for listed, known in ((mentees, problem.mentees), (mentors, problem.mentors)):
        if sorted(person.id for person in listed) != list(known):
            raise ValueError("other people than those of the problem")
    features, scores = problem_scores(mentees, mentors, weights)
    return Standing.of(
        dataclasses.replace(problem, features=features, scores=scores, previous=standing.pairs)
    )


def held_still(problem: Problem, pairs: Iterable[Pair]) -> Problem:
    """The problem of everybody else: these pairs are settled and hold their mentors' places.

    Unlike pins they are no longer checked against any rule. Raises ValueError when somebody does
    not take part, a mentee is held twice, or a mentor has fewer places than held pairs.
    """
    held = sorted(set(pairs))
    unknown = [
        person
        for pair in held
        for person, known in zip(pair, (problem.mentee_index, problem.mentor_index), strict=True)
        if person not in known
    ]
    if unknown:
        raise ValueError(f"not taking part: {', '.join(unknown)}")
    rows, columns = problem.indexes(held)
    if len(set(rows.tolist())) < len(held):
        raise ValueError("a mentee is held twice")
    capacity = problem.capacity - np.bincount(columns, minlength=len(problem.mentors))
    stay = np.setdiff1d(np.arange(len(problem.mentees)), rows)
    return dataclasses.replace(
        problem,
        mentees=tuple(problem.mentees[i] for i in stay.tolist()),
        capacity=capacity,
        scores=problem.scores[stay],
        reasons=problem.reasons[stay],
        pins=tuple(pin for pin in problem.pins if problem.mentee_index.get(pin[0]) in stay),
        features=None,
    )
