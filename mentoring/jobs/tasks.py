"""The minute tick: rows are the truth, so whatever was lost on the way is found here again."""

import contextlib
import logging
from contextvars import ContextVar
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready
from django.apps import apps
from django.conf import settings

from mentoring.jobs import progress
from mentoring.jobs.registry import due_work
from mentoring.tenancy import context
from mentoring.tenancy.tasks import HEADER

logger = logging.getLogger(__name__)
_is_unhurried: ContextVar[bool] = ContextVar("is_unhurried", default=False)


@worker_ready.connect
def _say_alive(**kwargs):
    progress.worker_is_alive()


@shared_task(platform=True)
def tick():
    """Beat calls it each minute; it queues one sweep for every organization that works here."""
    progress.worker_is_alive()
    working = apps.get_model(settings.TENANT_MODEL).objects.filter(ended_at__isnull=True)
    for pk in working.values_list("pk", flat=True):
        sweep.apply_async(headers={HEADER: str(pk)})


@shared_task(own_transactions=True)
def sweep(organization):
    """Do what is due in one organization; one app's failure does not stop the next app."""
    in_force = context.Context(UUID(organization))
    for find in due_work():
        try:
            with context.enter(in_force):
                find()
        except Exception:
            logger.exception("sweep: %s failed", find.__qualname__)


def wake():
    """Sweep soon after this transaction commits, instead of at the next tick."""
    if not _is_unhurried.get():
        sweep.delay_on_commit()


@contextlib.contextmanager
def unhurried():
    """Here nothing wakes the sweep: for thousands of changes in a row, each of which would.

    Hundreds of sweeps, each with a task for all that waits, would keep a worker for an hour.
    """
    token = _is_unhurried.set(True)
    try:
        yield
    finally:
        _is_unhurried.reset(token)
