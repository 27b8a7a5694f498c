"""The whole run, database to database: asked for here, done by a Celery worker, read here."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from matching.engine.explain import Explanation
from matching.engine.run import solve
from matching.models import MatchingRun
from matching.options import MOST_OPTIONS
from matching.problem_from_rows import collect
from matching.queries import last_done
from matching.services import start_run
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.launch import product
from mentoring.launch.processes import Process, until
from mentoring.tenancy import context
from tests.bench._organizations import MENTEE_SHARE, waiting

TIMES = 3
PATIENCE = 600


def measure(mentees, rounds=3):
    """Seconds of a run beside those of the engine alone, in turn; the ratio is of the medians."""
    made = waiting(round(mentees / MENTEE_SHARE))
    whole, alone = [], []
    with tempfile.TemporaryDirectory() as folder:
        worker = Process("worker", product.worker(), log=Path(folder, "log"), env=dict(os.environ))
        try:
            _run(made)  # the worker loads what it needs
            for _ in range(rounds):
                whole.append(_run(made))
                alone.append(_engine_alone(made))
        finally:
            worker.stop()
    with context.enter(context.Context(made.organization.pk)):
        run = last_done(made.program)
    ratio = statistics.median(whole) / statistics.median(alone)
    return {
        "row": "whole run through Celery",
        "mentees": run.mentees,
        "mentors": run.mentors,
        "matched": run.outcome["matched"],
        "seconds": {
            "whole": round(statistics.median(whole), 3),
            "engine": round(statistics.median(alone), 3),
        },
        "ratio": round(ratio, 2),
        "bar": TIMES,
        "within_bar": ratio < TIMES,
    }


def _run(made):
    """Seconds from asking for a run until it is done."""
    within = context.Context(made.organization.pk)
    start = time.perf_counter()
    with context.enter(within):
        run = start_run(made.program, by=made.coordinator)

    def is_over():
        with context.enter(within):
            run.refresh_from_db(fields=["status", "error"])
        return run.status not in OPEN

    if not until(is_over, PATIENCE) or run.status != RunStatus.DONE:
        raise RuntimeError(f"The run is {run.status}: {run.error}")
    return time.perf_counter() - start


def _engine_alone(made):
    """Seconds of the same on people who are read already, with nothing written."""
    with context.enter(context.Context(made.organization.pk)):
        before = MatchingRun.objects.filter(program=made.program, status=RunStatus.DONE)
        collected = collect(made.program, previous_run=before.order_by("-number")[1])
    start = time.perf_counter()
    problem = collected.problem()
    explanation = Explanation(problem, solve(problem).assigned)
    explanation.regrets()
    explanation.all_alternatives(MOST_OPTIONS)
    return time.perf_counter() - start
