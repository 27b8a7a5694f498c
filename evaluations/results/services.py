"""Asks for a program's numbers, which a worker works out, and knows when they are due."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from evaluations import tasks
from evaluations.results import work
from evaluations.results.models import ResultsRun
from instruments.models import Response
from mentoring import clock
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.jobs.tasks import wake
from programs.models import Program

# Where answers come in all the time, the numbers do not chase them.
REST = timedelta(minutes=10)


@transaction.atomic
def ask(program, *, by):
    """Ask a worker for the program's numbers; the open run if there is one already."""
    Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    run = ResultsRun.objects.filter(program=program, status__in=OPEN).first()
    if run is None:
        run = ResultsRun(program=program, asked_by=by.user_id if by else None)
        run.save()
    wake()
    return run


@transaction.atomic
def work_out_at_once(program):
    """The finished run, worked out here and now: for a program of a few people."""
    Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    run = ResultsRun(program=program, status=RunStatus.DONE, found={}, finished_at=clock.now())
    run.save()
    work.perform(run)
    run.save()
    return run


def queue_open_runs():
    """Due work: a task for each run that waits; the worker takes a run once."""
    for pk in ResultsRun.objects.filter(status__in=OPEN).values_list("pk", flat=True):
        tasks.work_out_results.delay_on_commit(str(pk))


def keep_up():
    """Due work: ask anew where answers were sent since the numbers were last worked out."""
    runs = ResultsRun.objects.filter(program=OuterRef("pk"))
    sent = Response.objects.filter(participant__program=OuterRef("pk"))
    newest = sent.order_by().values("participant__program").annotate(at=Max("submitted_at"))
    programs = Program.objects.annotate(
        sent_at=Subquery(newest.values("at")), worked_at=Subquery(runs.values("created_at")[:1])
    ).filter(~Exists(runs.filter(status__in=OPEN)), sent_at__isnull=False)
    stale = Q(worked_at__lt=F("sent_at")) & Q(worked_at__lt=clock.now() - REST)
    for program in programs.filter(stale | Q(worked_at__isnull=True)):
        ask(program, by=None)


def runs_of(program):
    """``(the newest run, the newest with numbers)``; None for what there is not."""
    runs = list(ResultsRun.objects.filter(program=program))
    done = (run for run in runs if run.status == RunStatus.DONE)
    return next(iter(runs), None), next(done, None)


def may_start_by_itself(newest, is_current):
    """Whether the page should ask at once, without somebody pressing the button."""
    if newest is None:
        return True
    if newest.is_open or newest.status == RunStatus.FAILED or is_current:
        return False
    return clock.now() - newest.finished_at > REST
