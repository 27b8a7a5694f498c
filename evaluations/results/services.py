"""Asks for a program's numbers, which a worker works out, and knows when they are due."""

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from evaluations import tasks
from evaluations.results import work
from evaluations.results.models import ResultsRun
from instruments.models import Response
from mentoring import clock
from mentoring.jobs import asking
from mentoring.jobs.models import OPEN, RunStatus
from programs.models import Program


def ask(program, *, by):
    """Ask a worker for the program's numbers; the open run if there is one already."""
    return asking.ask(program.results_runs, by=by)


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
    """Due work: a task for each run that waits."""
    asking.queue_open(ResultsRun, tasks.work_out_results)


def keep_up():
    """Due work: ask anew where answers were sent since the numbers were last worked out."""
    runs = ResultsRun.objects.filter(program=OuterRef("pk"))
    sent = Response.objects.filter(participant__program=OuterRef("pk"))
    newest = sent.order_by().values("participant__program").annotate(at=Max("submitted_at"))
    programs = Program.objects.annotate(
        sent_at=Subquery(newest.values("at")), worked_at=Subquery(runs.values("created_at")[:1])
    ).filter(~Exists(runs.filter(status__in=OPEN)), sent_at__isnull=False)
    stale = Q(worked_at__lt=F("sent_at")) & Q(worked_at__lt=clock.now() - asking.REST)
    for program in programs.filter(stale | Q(worked_at__isnull=True)):
        ask(program, by=None)


def runs_of(program):
    """``(the newest run, the newest with numbers)``; None for what there is not."""
    return asking.newest_and_done(program.results_runs)
