"""Where a piece of test code stands: inside an organization, or dark like a fresh request."""

import contextlib

from django.db import connection
from django.test import Client

from mentoring.tenancy import context


@contextlib.contextmanager
def dark():
    """As if no organization had been entered yet."""
    outer = context.maybe()
    token = context._context.set(None)
    context._apply(None)
    try:
        yield
    finally:
        context._context.reset(token)
        if not connection.needs_rollback:
            context._apply(outer)


@contextlib.contextmanager
def inside(organization, user_id=None, actor=context.Actor.WORKER, company_id=None):
    """Inside this organization, whatever the test stood in before."""
    with dark(), context.enter(context.Context(organization.pk, user_id, actor, company_id)) as it:
        yield it


class DarkClient(Client):
    """A browser: its requests know nothing of the context that the test stands in."""

    def request(self, **request):
        with dark():
            return super().request(**request)

    def force_login(self, user, backend=None):
        with dark():
            super().force_login(user, backend)
