"""A pin and a veto on the workbench: cost and moves, as a coordinator sees them before deciding."""

import statistics

import numpy as np

from matching.engine.build import build_problem
from matching.engine.editing import Standing
from matching.engine.edits import Pin, Veto
from tests.bench._matching.clock import once
from tests.bench._matching.people import pool

SECONDS = 0.05


def measure(size, edits=20):
    """``first`` is an edit of a result of which nothing is worked out yet, ``next`` any other."""
    mentees, mentors, facts = pool(size)
    standing = Standing.of(build_problem(mentees, mentors, facts=facts))
    first, following, moves = [], [], []
    for edit in _edits(standing, edits):
        fresh = Standing(standing.problem, standing.assigned)
        first.append(once(lambda here=fresh, edit=edit: here.preview(edit)))
        following.append(once(lambda edit=edit: standing.preview(edit)))
        moves.append(len(standing.preview(edit).moves))
    return {
        "row": "pin or veto",
        "mentees": size,
        "mentors": len(mentors),
        "edits": len(moves),
        "moves": {"median": statistics.median(moves), "most": max(moves)},
        "cpu_seconds": {"first": _spread(first), "next": _spread(following)},
        "bar": SECONDS,
        "within_bar": statistics.median(first) < SECONDS and max(following) < SECONDS,
    }


def _edits(standing, count):
    """Pins of possible pairs and vetoes of chosen ones, in turn."""
    rng = np.random.default_rng(1)
    problem, pairs = standing.problem, standing.pairs
    for at in rng.choice(len(pairs), count // 2).tolist():
        mentee, mentor = pairs[at]
        yield Veto(mentee, mentor)
        possible = np.flatnonzero(problem.eligible[problem.mentee_index[mentee]])
        yield Pin(mentee, problem.mentors[rng.choice(possible)])


def _spread(seconds):
    return {"median": round(statistics.median(seconds), 4), "most": round(max(seconds), 4)}
