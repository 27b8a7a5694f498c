"""The minute tick: rows are the truth, so whatever was lost on the way is found here again."""

import contextlib
import functools
import logging
from contextvars import ContextVar
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready
from django.apps import apps
from django.conf import settings
from django.db import transaction

from mentoring.jobs import progress, waking
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
    waking.has_begun(organization)  # before it looks: what changes from now on asks for the next
    in_force = context.Context(UUID(organization))
    for find in due_work():
        try:
            with context.enter(in_force):
                find()
        except Exception:
            logger.exception("sweep: %s failed", find.__qualname__)


def wake():
    """Sweep soon after this transaction commits, instead of at the next tick.

    However many ask, one sweep of an organization waits at a time: each queues a task for all that
    waits there, and hundreds of them would keep a worker for an hour.
    """
    if not _is_unhurried.get():
        transaction.on_commit(functools.partial(_ask, context.current().organization_id))


def _ask(organization_id):
    if waking.is_first(organization_id):
        sweep.queue_now(headers={HEADER: str(organization_id)})


@contextlib.contextmanager
def unhurried():
    """Here nothing wakes the sweep: for thousands of changes in a row that nobody waits for."""
    token = _is_unhurried.set(True)
    try:
        yield
    finally:
        _is_unhurried.reset(token)
