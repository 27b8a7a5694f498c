"""Do a run's work once, though its task may come twice, and give up after three deaths.

The worker holds an advisory lock for as long as it works; PostgreSQL lets go of it the moment the
worker dies. So a run whose lock is free and whose status is open is there for the taking.
"""

import contextlib
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.tenancy import context

MOST_ATTEMPTS = 3


class Refused(Exception):
    """The work cannot be done as asked; the message is for the person who asked."""


class Cancelled(Exception):
    """Somebody cancelled the run while it worked."""


def work(model, run_id, do, *, organization_id):
    """Run ``do(run)`` in one transaction, unless it is over, cancelled, or another worker has it.

    For tasks with ``own_transactions``: the attempt is counted in a transaction that commits before
    the work begins, so that a worker's death counts too. ``do`` raises ``Refused`` to end the run
    with a message for the person who asked for it.
    """
    in_force = context.Context(UUID(str(organization_id)))
    if not _begin(model, run_id, in_force):
        return
    try:
        with context.enter(in_force):
            if not _lock(run_id):
                return
            run = model.objects.get(pk=run_id)
            if run.status != RunStatus.RUNNING:
                return
            do(run)
            _finish(run, RunStatus.DONE)
    except Cancelled:
        return
    except Refused as refusal:
        fail(model, run_id, str(refusal), in_force)
    except Exception:
        fail(model, run_id, _("Something went wrong on our side. Please try again."), in_force)
        raise


def work_in_steps(model, run_id, prepare, step, *, organization_id):
    """Do a run's work in many transactions: what a step has done stays done if the worker dies.

    ``prepare(run)`` is called once an attempt, then ``step(run)`` until it answers False, each in a
    transaction of its own; a step must find by itself what is left to do. Otherwise as ``work``.
    """
    in_force = context.Context(UUID(str(organization_id)))
    with _held(run_id) as is_ours:
        if not is_ours or not _begin(model, run_id, in_force):
            return
        try:
            _step(model, run_id, prepare, in_force)
            while _step(model, run_id, step, in_force):
                pass
            with context.enter(in_force):
                run = model.objects.filter(pk=run_id, status=RunStatus.RUNNING).first()
                if run is not None:
                    _finish(run, RunStatus.DONE)
        except Cancelled:
            return
        except Refused as refusal:
            fail(model, run_id, str(refusal), in_force)
        except Exception:
            fail(model, run_id, _("Something went wrong on our side. Please try again."), in_force)
            raise


def _step(model, run_id, do, in_force):
    with context.enter(in_force):
        run = model.objects.filter(pk=run_id, status=RunStatus.RUNNING).first()
        if run is None:
            raise Cancelled
        return do(run)


@contextlib.contextmanager
def _held(run_id):
    """Hold the run's lock over several transactions; answers whether it was free."""
    key = [str(run_id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)


def _begin(model, run_id, in_force):
    """Count the attempt; False if there is nothing to do."""
    with context.enter(in_force):
        if not _lock(run_id):
            return False
        run = model.objects.filter(pk=run_id, status__in=OPEN).first()
        if run is None:
            return False
        if run.attempts >= MOST_ATTEMPTS:
            run.error = _("The work was interrupted three times and has been stopped.")
            _finish(run, RunStatus.FAILED)
            return False
        run.attempts += 1
        run.status = RunStatus.RUNNING
        run.save(update_fields=["attempts", "status"])
        return True


def _lock(run_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [str(run_id)])
        return cursor.fetchone()[0]


def _finish(run, status):
    run.status = status
    run.finished_at = clock.now()
    run.save()


def fail(model, run_id, error, in_force):
    """Note why the run ended without a result."""
    with context.enter(in_force):
        model.objects.filter(pk=run_id, status__in=OPEN).update(
            status=RunStatus.FAILED, error=error, finished_at=clock.now()
        )


@transaction.atomic
def cancel(run):
    """Stop an open run; True if it was still open."""
    changed = (
        type(run)
        .objects.filter(pk=run.pk, status__in=OPEN)
        .update(status=RunStatus.CANCELLED, finished_at=clock.now())
    )
    return bool(changed)


def raise_if_cancelled(run):
    """Called by long work between its steps: sees what others have committed meanwhile."""
    if not type(run).objects.filter(pk=run.pk, status=RunStatus.RUNNING).exists():
        raise Cancelled
