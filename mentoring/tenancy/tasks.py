"""Celery base: the message carries the organization; the body runs inside its context."""

import functools
import logging
from uuid import UUID

from celery.contrib.django.task import DjangoTask
from django.db import transaction
from kombu.exceptions import OperationalError

from mentoring.tenancy import context

HEADER = "organization"
logger = logging.getLogger(__name__)


class TenantTask(DjangoTask):
    """Refuses to be queued or to run without an organization, unless ``platform``.

    A platform task only lists organizations and enqueues one tenant task for each. A task with
    ``own_transactions`` gets the organization's id first and opens contexts itself, so that some of
    its work commits before the rest.
    """

    abstract = True
    typing = False  # `own_transactions` adds an argument that the caller does not pass
    platform = False
    own_transactions = False

    def delay_on_commit(self, *args, **kwargs):
        """Queue after commit, in the organization of now (the context is gone by then).

        A broker that is down costs nothing but time: the row that asks for the work stays, and
        the minute tick queues it again.
        """
        headers = {} if self.platform else {HEADER: self._organization_in_force()}
        transaction.on_commit(functools.partial(self.queue_now, args, kwargs, headers))

    def queue_now(self, args=(), kwargs=None, headers=None):
        """Queue now; a broker that is down is noted and no more."""
        try:
            self.apply_async(args, kwargs, headers=headers)
        except OperationalError:
            logger.warning("broker is down, %s waits for the tick", self.name)

    def apply_async(self, args=None, kwargs=None, headers=None, **options):
        headers = dict(headers or {})
        if not self.platform and HEADER not in headers:
            headers[HEADER] = self._organization_in_force()
        return super().apply_async(args, kwargs, headers=headers, **options)

    def _organization_in_force(self):
        in_force = context.maybe()
        if in_force is None:
            raise context.NoContext(f"{self.name} was queued outside an organization")
        return str(in_force.organization_id)

    def __call__(self, *args, **kwargs):
        if self.platform:
            return super().__call__(*args, **kwargs)
        headers = self.request.headers or {}
        organization = headers.get(HEADER) or getattr(self.request, HEADER, None)
        if organization is None:
            raise context.NoContext(f"{self.name} ran outside an organization")
        if self.own_transactions:
            return self.run(organization, *args, **kwargs)
        with context.enter(context.Context(UUID(organization))):
            return self.run(*args, **kwargs)
