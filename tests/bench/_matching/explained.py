"""From people to every explanation: scores, rules, optimum, proof, regret, places, nobody."""

import statistics

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.build import build_problem
from matching.engine.explain import Explanation, no_possible_mentor
from matching.engine.features import build_features
from matching.engine.rules import forbidden
from matching.engine.run import Step, solve
from matching.engine.scoring import Weights, scores
from matching.engine.solver import objective
from tests.bench._matching.clock import REPEATS, cpu
from tests.bench._matching.people import pool

IN_THE_BAR = (
    *("features", "rules", "score"),
    *(Step.OPTIMUM, Step.PRICES, Step.CERTIFICATE),
    "explanations",
)
BARS = {300: 0.1, 1_000: 0.6}


def measure(size):
    """CPU seconds of each step for ``size`` mentees.

    ``solve_to_scipy`` is the engine's optimum next to SciPy's assignment alone on the same matrix,
    ``whole_to_scipy`` adds prices, certificate and baseline.
    """
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
        "row": "all explanations",
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
