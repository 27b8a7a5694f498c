"""People and facts → a frozen problem."""

from collections.abc import Iterable, Sequence

import numpy as np

from matching.engine.features import build_features
from matching.engine.people import Profile
from matching.engine.problem import Pair, Problem, Scores
from matching.engine.rules import Facts, forbidden
from matching.engine.scoring import Features, Weights, scores

NO_FACTS = Facts()


def build_problem(
    mentees: Sequence[Profile],
    mentors: Sequence[Profile],
    *,
    facts: Facts = NO_FACTS,
    weights: Weights = Weights(),  # noqa: B008 - frozen
    pins: Iterable[Pair] = (),
    vetoes: Iterable[Pair] = (),
    previous: Iterable[Pair] = (),
    floor: int = 0,
) -> Problem:
    """The problem of these people, whatever order they are listed in.

    Raises ValueError for doubled ids, and for what ``Weights``, ``Facts`` or ``Problem`` refuse.
    Contradictory pins are refused when the problem is solved.
    """
    mentees = sorted(mentees, key=lambda person: person.id)
    mentors = sorted(mentors, key=lambda person: person.id)
    features, points = problem_scores(mentees, mentors, weights)
    return Problem(
        mentees=tuple(person.id for person in mentees),
        mentors=tuple(person.id for person in mentors),
        capacity=np.array([person.capacity for person in mentors], np.int64),
        scores=points,
        reasons=forbidden(mentees, mentors, facts),
        pins=tuple(pins),
        vetoes=tuple(vetoes),
        previous=tuple(previous),
        floor=floor,
        features=features,
    )


def problem_scores(
    mentees: Iterable[Profile], mentors: Iterable[Profile], weights: Weights
) -> tuple[Features, Scores]:
    """Features and scores of these people in the order of their ids."""
    features = build_features(
        sorted(mentees, key=lambda person: person.id),
        sorted(mentors, key=lambda person: person.id),
        weights,
    )
    return features, scores(features)
