"""Other mentors for a mentee, as the rows of matches keep them: each with what it costs all."""

import numpy as np

MOST_OPTIONS = 8


def places_left(problem, assigned):
    """``{mentor id: places}`` that an assignment (n,) of the problem gives to nobody."""
    load = np.bincount(assigned, minlength=len(problem.mentors) + 1)[:-1]
    return dict(zip(problem.mentors, (problem.capacity - load).tolist(), strict=True))


def as_data(alternatives, free):
    """Plain values of engine ``Alternative``; ``free`` are the ``places_left``."""
    return [
        {
            "mentor": other.mentor,
            "score": other.score,
            "matches": other.loss.matches,
            "points": other.loss.points,
            "free": free[other.mentor],
        }
        for other in alternatives
    ]
