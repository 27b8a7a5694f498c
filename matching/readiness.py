"""Asks for readiness, which a worker works out, and knows whether to ask by itself."""

from datetime import timedelta

from django.db import transaction

from matching import tasks
from matching.models import ReadinessRun
from mentoring import clock
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.jobs.tasks import wake
from programs.models import Program

# Where somebody changes things all the time, the page does not chase them.
REST = timedelta(minutes=10)


@transaction.atomic
def ask(program, *, by):
    """Ask a worker to work out the program's readiness; the open run if there is one already."""
    Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    run = ReadinessRun.objects.filter(program=program, status__in=OPEN).first()
    if run is None:
        run = ReadinessRun(program=program, asked_by=by.user_id if by else None)
        run.save()
    wake()
    return run


def queue_open_readiness():
    """Due work: a task for each run that waits; the worker takes a run once."""
    for pk in ReadinessRun.objects.filter(status__in=OPEN).values_list("pk", flat=True):
        tasks.work_out_readiness.delay_on_commit(str(pk))


def runs_of(program):
    """``(the newest run, the newest with an answer)``; None for what there is not."""
    runs = list(ReadinessRun.objects.filter(program=program))
    done = (run for run in runs if run.status == RunStatus.DONE)
    return next(iter(runs), None), next(done, None)


def may_start_by_itself(newest, is_current):
    """Whether the page should ask at once, without somebody pressing the button."""
    if newest is None:
        return True
    if newest.is_open or newest.status == RunStatus.FAILED or is_current:
        return False
    return clock.now() - newest.finished_at > REST
