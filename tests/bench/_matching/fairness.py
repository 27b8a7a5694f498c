"""The highest floor that costs no match against greedy, instance by instance."""

import dataclasses
import statistics

from matching.engine.baseline import greedy, outcome
from matching.engine.build import build_problem
from matching.engine.floors import highest_floor
from matching.engine.solver import objective, optimum
from tests.bench._matching.people import pool

SUPPLY = (1, 2, 3)


def measure(sizes, seeds):
    """(matched, worst) is never below greedy's; the 5th percentile and the total are reported.

    Of each pool there are all mentors, every second and every third of them.
    """
    fair, plain = [], []
    for size in sizes:
        for seed in range(seeds):
            mentees, mentors, facts = pool(size, seed)
            for share in SUPPLY:
                problem = build_problem(mentees, mentors[::share], facts=facts)
                fair.append(_fair(problem))
                plain.append(outcome(problem, greedy(problem)))
    pairs = list(zip(fair, plain, strict=True))
    kept = sum((one.matched, one.worst) >= (other.matched, other.worst) for one, other in pairs)
    return {
        "row": "floor best against greedy",
        "mentees": list(sizes),
        "instances": len(pairs),
        "matched_and_worst_at_least": kept,
        "more_matched": sum(one.matched > other.matched for one, other in pairs),
        "worst_ratio": _ratios([one.worst / max(other.worst, 1) for one, other in pairs]),
        "fifth_percentile_ratio": _ratios(
            [one.fifth_percentile / max(other.fifth_percentile, 1) for one, other in pairs]
        ),
        "total_ratio": _ratios([one.total / max(other.total, 1) for one, other in pairs]),
        "bar": "at least in every instance",
        "within_bar": kept == len(pairs),
    }


def _fair(problem):
    problem = dataclasses.replace(problem, floor=highest_floor(problem))
    return outcome(problem, optimum(problem, objective(problem)))


def _ratios(ratios):
    return {"median": round(statistics.median(ratios), 3), "least": round(min(ratios), 3)}
