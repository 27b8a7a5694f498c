"""Scores and the optimum of a very large pool, in a process of its own.

python -m tests.bench._matching.large MENTEES
"""

import json
import resource
import subprocess
import sys
import time

from django.conf import settings

from matching.engine.baseline import outcome
from matching.engine.build import build_problem
from matching.engine.solver import objective, optimum
from tests.bench._matching.people import pool

SECONDS, GIGABYTES = 15, 2.5
UNIT = 2**10 if sys.platform == "darwin" else 1  # a kilobyte, as ``ru_maxrss`` counts there


def measure(size):
    """CPU seconds and the most memory of a process that knows people and gives their optimum.

    ``scores`` are features, scores and hard rules; the memory is that of the whole process.
    """
    command = [sys.executable, "-m", "tests.bench._matching.large", str(size)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    seconds = sum(found["cpu_seconds"].values())
    return {
        "row": "scores and optimum",
        **found,
        "bar": {"cpu_seconds": SECONDS, "gigabytes": GIGABYTES},
        "within_bar": seconds < SECONDS and found["gigabytes"] < GIGABYTES,
    }


def solved(size):
    """The figures of this process."""
    mentees, mentors, facts = pool(size)
    start = time.process_time()
    problem = build_problem(mentees, mentors, facts=facts)
    scored = time.process_time()
    assigned = optimum(problem, objective(problem))
    ended = time.process_time()
    return {
        "mentees": size,
        "mentors": len(mentors),
        "places": int(problem.capacity.sum()),
        "cpu_seconds": {"scores": round(scored - start, 2), "optimum": round(ended - scored, 2)},
        "gigabytes": round(_most_kilobytes() / 2**20, 3),
        "optimum": vars(outcome(problem, assigned)),
    }


def _most_kilobytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT


if __name__ == "__main__":
    sys.stdout.write(json.dumps(solved(int(sys.argv[1]))))
