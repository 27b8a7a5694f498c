"""A program's readiness, which a worker works out."""

from matching import tasks
from matching.models import ReadinessRun
from mentoring.jobs import asking


def ask(program, *, by):
    """Ask a worker to work out the program's readiness; the open run if there is one already."""
    return asking.ask(program.readiness_runs, by=by)


def queue_open_readiness():
    """Due work: a task for each run that waits."""
    asking.queue_open(ReadinessRun, tasks.work_out_readiness)


def runs_of(program):
    """``(the newest run, the newest with an answer)``; None for what there is not."""
    return asking.newest_and_done(program.readiness_runs)
