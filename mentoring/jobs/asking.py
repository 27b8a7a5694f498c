"""Answers that a worker works out about one row, again when much has changed since.

``runs`` is the related manager of that row with its runs, newest first; a unique constraint of
their model lets one at a time be open.
"""

from datetime import timedelta

from django.db import transaction

from mentoring import clock
from mentoring.jobs import progress
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.jobs.tasks import wake

# Where somebody changes things all the time, answers do not chase them.
REST = timedelta(minutes=10)


@transaction.atomic
def ask(runs, *, by):
    """Ask a worker for an answer; the open run if there is one already."""
    about = runs.instance
    type(about).objects.select_for_update(of=("self",)).get(pk=about.pk)
    run = runs.filter(status__in=OPEN).first()
    if run is None:
        run = runs.create(asked_by=by.user_id if by else None)
    wake()
    return run


def queue_open(model, task):
    """Due work: a task for each run that waits; the worker takes a run once."""
    for pk in model.objects.filter(status__in=OPEN).values_list("pk", flat=True):
        task.delay_on_commit(str(pk))


def newest_and_done(runs):
    """``(the newest run, the newest with an answer)``; None for what there is not."""
    found = list(runs.all())
    done = (run for run in found if run.status == RunStatus.DONE)
    return next(iter(found), None), next(done, None)


def may_start_by_itself(newest, is_current):
    """Whether a page should ask at once, without somebody pressing the button."""
    if newest is None:
        return True
    if newest.is_open or newest.status == RunStatus.FAILED or is_current:
        return False
    return clock.now() - newest.finished_at > REST


def how_far(run, steps):
    """What a page says of a run, or of none; its reports carry a place in ``steps`` as label."""
    is_open = run is not None and run.is_open
    seen = progress.read(run.pk) if is_open else None
    return {
        "run": run,
        "is_open": is_open,
        "hint": steps[int(seen["label"])] if seen else "",
        "steps_done": seen["done"] if seen else None,
        "steps": len(steps),
        "is_down": is_open and progress.is_stuck(run),
    }
