"""Measures the matching engine: JSON lines, one per number of mentees.

    python -m tests.bench.matching [--quick]

Seconds are CPU seconds, the median of three runs. `solve_to_scipy` is the engine's optimum next to
SciPy's assignment alone on the same matrix; `whole_to_scipy` adds prices, certificate and baseline.
"""

import argparse
import json
import statistics
import time

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.build import build_problem
from matching.engine.explain import Explanation, no_possible_mentor
from matching.engine.features import build_features
from matching.engine.people import MeetingForm, Profile, Role, utc_hours
from matching.engine.problem import Rule
from matching.engine.rules import Facts, forbidden
from matching.engine.run import Step, solve
from matching.engine.scoring import Weights, scores
from matching.engine.solver import objective

COMPANIES, COMPETENCIES, TRANSITIONS, LANGUAGES = 200, 160, 24, 12
OFFSETS = (-480, -420, -300, -180, 0, 60, 120, 180, 330, 480, 540, 600)
COMPETITOR_SHARE = 0.10
REPEATS = 3
IN_THE_BAR = (
    *("features", "rules", "score"),
    *(Step.OPTIMUM, Step.PRICES, Step.CERTIFICATE),
    "explanations",
)
BARS = {300: 0.1, 1_000: 0.6}


def main(argv=None):
    """Prints one line per size; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="matching", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100 and 300 mentees only")
    quick = parser.parse_args(argv).quick
    missed = 0
    for mentees in (100, 300) if quick else (100, 300, 1_000):
        line = measure(mentees)
        missed += line["within_bar"] is False
        print(json.dumps(line), flush=True)
    return 1 if missed else 0


def measure(size):
    mentees, mentors, facts = pool(size)
    features = build_features(mentees, mentors, Weights())
    problem = build_problem(mentees, mentors, facts=facts)
    solution = solve(problem)
    seconds = {
        "features": cpu(lambda: build_features(mentees, mentors, Weights())),
        "rules": cpu(lambda: forbidden(mentees, mentors, facts)),
        "score": cpu(lambda: scores(features)),
        **steps(problem),
        "explanations": cpu(lambda: explain_all(problem, solution.assigned)),
        "scipy_alone": cpu(lambda: scipy_alone(problem)),
    }
    bar_seconds = sum(seconds[step] for step in IN_THE_BAR)
    whole = sum(seconds[step] for step in Step)
    return {
        "bench": "matching",
        "mentees": size,
        "mentors": len(mentors),
        "places": int(problem.capacity.sum()),
        "eligible_share": round(float(problem.eligible.mean()), 3),
        "cpu_seconds": {step: round(value, 5) for step, value in seconds.items()},
        "solve_to_scipy": round(seconds["optimum"] / seconds["scipy_alone"], 2),
        "whole_to_scipy": round(whole / seconds["scipy_alone"], 2),
        "people_to_explanations": round(bar_seconds, 4),
        "bar": BARS.get(size),
        "within_bar": bar_seconds < BARS[size] if size in BARS else None,
        "optimum": vars(solution.outcome),
        "greedy": vars(solution.baseline),
    }


def cpu(work):
    """Median CPU seconds of `work`."""
    taken = []
    for _ in range(REPEATS):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return statistics.median(taken)


def steps(problem):
    """Median CPU seconds of each step of a run, each run on a problem without cached masks."""
    runs = [solve(type(problem).from_bytes(problem.to_bytes())).seconds for _ in range(REPEATS)]
    return {step.value: statistics.median(run[step] for run in runs) for step in Step}


def explain_all(problem, assigned):
    """Two alternates per mentee with their exact cost, the worth of places, and who has nobody."""
    explanation = Explanation(problem, assigned)
    explanation.all_alternatives(limit=2)
    explanation.place_values()
    no_possible_mentor(problem)


def scipy_alone(problem):
    linear_sum_assignment(
        np.repeat(-objective(problem).values.astype(np.float64), problem.capacity, axis=1)
    )


def pool(size, seed=1):
    """Realistic people: `size` mentees, 0.7 times as many mentors with 1 to 3 places."""
    rng = np.random.default_rng(seed)
    popular = 1 / np.arange(1, COMPANIES + 1) ** 0.6
    popular /= popular.sum()
    mentees = [person(rng, Role.MENTEE, number, popular) for number in range(size)]
    mentors = [person(rng, Role.MENTOR, number, popular) for number in range(round(0.7 * size))]
    competing = rng.random((COMPANIES, COMPANIES)) < COMPETITOR_SHARE / 2
    return mentees, mentors, Facts(companies=competing * np.uint32(Rule.DECLARED_COMPETITORS))


def person(rng, role, number, popular_companies):
    mentee = role is Role.MENTEE
    offset = int(rng.choice(OFFSETS))
    start = int(rng.choice([480, 510, 540, 600]))
    subjects = some_competencies(rng, 3 if mentee else 4, 6 if mentee else 9)
    return Profile(
        id=f"{role}-{number:05}",
        role=role,
        company=int(rng.choice(COMPANIES, p=popular_companies)),
        needs=tuple(subjects) if mentee else (),
        offers=() if mentee else tuple((subject, int(rng.integers(2, 6))) for subject in subjects),
        level=int(rng.integers(1, 5) if mentee else rng.integers(3, 7)),
        years=int(rng.integers(0, 16) if mentee else rng.integers(6, 36)),
        transitions=bits(rng, TRANSITIONS, 1 if mentee else 4),
        languages=1 | bits(rng, LANGUAGES, 1),
        utc_offset=offset,
        max_gap=int(rng.choice([480, 600, 720])),
        hours=utc_hours(start, start + 540, offset),
        meeting_form=MeetingForm(int(rng.choice(3, p=[0.6, 0.1, 0.3]))),
        ways_of_working=tuple(int(rng.choice([-1, 0, 1], p=[0.45, 0.1, 0.45])) for _ in range(8)),
        capacity=int(rng.choice([1, 2, 3], p=[0.5, 0.35, 0.15])),
    )


def some_competencies(rng, least, most):
    """Distinct competencies, a third of them from the few that many people name."""
    weight = 1 / np.arange(1, COMPETENCIES + 1) ** 0.9
    number = int(rng.integers(least, most))
    return rng.choice(COMPETENCIES, number, replace=False, p=weight / weight.sum()).tolist()


def bits(rng, width, number):
    return sum(1 << int(bit) for bit in rng.choice(width, number, replace=False))


if __name__ == "__main__":
    raise SystemExit(main())
