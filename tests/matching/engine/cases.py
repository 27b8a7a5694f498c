"""Small problems, and the slow but obvious answers to compare with."""

import itertools

import numpy as np
from hypothesis import strategies as st

from matching.engine.problem import Problem, Rule

LARGEST = 6


def make_problem(scores, capacity=None, forbidden=(), *, pins=(), vetoes=(), previous=(), floor=0):
    """Mentees a, b, c … and mentors A, B, C …; pairs are written "aB"; `forbidden` break a rule."""
    scores = np.array(scores, np.int32).reshape(len(scores), -1)
    mentees, mentors = scores.shape
    problem = Problem(
        mentees=tuple(chr(ord("a") + i) for i in range(mentees)),
        mentors=tuple(chr(ord("A") + k) for k in range(mentors)),
        capacity=np.array([1] * mentors if capacity is None else capacity),
        scores=scores,
        reasons=np.zeros(scores.shape, np.uint32),
        pins=tuple(map(tuple, pins)),
        vetoes=tuple(map(tuple, vetoes)),
        previous=tuple(map(tuple, previous)),
        floor=floor,
    )
    reasons = problem.reasons.copy()
    reasons[problem.indexes(map(tuple, forbidden))] = Rule.SAME_COMPANY
    return changed(problem, reasons=reasons)


def changed(problem, **changes):
    fields = {name: getattr(problem, name) for name in Problem.__dataclass_fields__}
    return Problem(**(fields | changes))


def best_by_brute_force(problem):
    """(matched, total, kept) of the best assignment, by trying every one that is allowed."""
    nobody = len(problem.mentors)
    pins, previous, vetoes = dict(problem.pins), set(problem.previous), set(problem.vetoes)
    choices = []
    for i, mentee in enumerate(problem.mentees):
        allowed = [
            k
            for k, mentor in enumerate(problem.mentors)
            if not problem.reasons[i, k]
            and (mentee, mentor) not in vetoes
            and problem.scores[i, k] >= problem.floor
        ]
        if mentee in pins:
            choices.append([problem.mentors.index(pins[mentee])])
        else:
            choices.append([*allowed, nobody])
    best = None
    for assigned in itertools.product(*choices):
        if any(assigned.count(k) > places for k, places in enumerate(problem.capacity)):
            continue
        pairs = [(i, k) for i, k in enumerate(assigned) if k != nobody]
        value = (
            len(pairs),
            sum(int(problem.scores[i, k]) for i, k in pairs),
            sum((problem.mentees[i], problem.mentors[k]) in previous for i, k in pairs),
        )
        best = value if best is None else max(best, value)
    return best


@st.composite
def problems(draw, largest=LARGEST, pins=False):
    """Any shape, capacity, rules, previous pairs and floor; scores that tie, and fine ones."""
    mentees = draw(st.integers(1, largest))
    mentors = draw(st.integers(1, largest))
    highest = draw(st.sampled_from([0, 2, 50, 10_000]))
    cells = mentees * mentors
    score = st.integers(0, highest)
    scores = np.array(draw(st.lists(score, min_size=cells, max_size=cells)))
    breaks = st.sampled_from([0, 0, 0, int(Rule.SAME_COMPANY), int(Rule.TIME_ZONE_GAP)])
    reasons = np.array(draw(st.lists(breaks, min_size=cells, max_size=cells)))
    capacity = draw(st.lists(st.integers(0, 3), min_size=mentors, max_size=mentors))
    mentee_ids = [chr(ord("a") + i) for i in range(mentees)]
    mentor_ids = [chr(ord("A") + k) for k in range(mentors)]
    some_pair = st.tuples(st.sampled_from(mentee_ids), st.sampled_from(mentor_ids))
    problem = Problem(
        mentees=tuple(mentee_ids),
        mentors=tuple(mentor_ids),
        capacity=np.array(capacity),
        scores=scores.reshape(mentees, mentors),
        reasons=reasons.reshape(mentees, mentors),
        vetoes=tuple(draw(st.lists(some_pair, max_size=2))),
        previous=tuple(draw(st.lists(some_pair, max_size=mentees))),
        floor=draw(st.sampled_from([0, 0, highest // 2])),
    )
    return changed(problem, pins=draw(some_pins(problem))) if pins else problem


def eligible_pairs(problem):
    return [
        (problem.mentees[i], problem.mentors[k]) for i, k in np.argwhere(problem.eligible).tolist()
    ]


@st.composite
def some_pins(draw, problem):
    """Up to three pins that can hold together."""
    pins = {}
    for mentee, mentor in draw(st.permutations(eligible_pairs(problem)))[:3]:
        load = sum(other == mentor for other in pins.values())
        if mentee not in pins and load < problem.capacity[problem.mentor_index[mentor]]:
            pins[mentee] = mentor
    return tuple(pins.items())
