"""A worker is killed in the middle of announcing: nobody is forgotten, nobody is told twice."""

import contextlib

import pytest
from django.db import connection

from matching import announcing
from matching.models import AnnouncementRun
from matching.queries import matches_of
from matching.services import approve_many
from mentoring.jobs.models import RunStatus
from mentoring.jobs.tasks import tick
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from partnerships.models import Partnership
from tests.factories.organizations import MembershipFactory
from tests.matching.pools import finished_run, make_pool
from tests.running import wait_for

pytestmark = pytest.mark.processes
ALL = announcing.AT_A_TIME + 1


def test_a_killed_worker_goes_on_where_it_was(product, inside):
    with context.enter(inside):
        coordinator = MembershipFactory(role=Role.COORDINATOR)
        program, *_ = make_pool(ALL, ALL)
        run = finished_run(program)
        approve_many(list(matches_of(run)), by=coordinator)
        last = run.matches.order_by("pk").last().mentee_id
    worker = product.start_worker()
    with _held(inside, last):  # the first step commits, the second waits for this mentee
        with context.enter(inside):
            asked = announcing.ask(run, by=coordinator)
        wait_for(lambda: _announced(inside) == announcing.AT_A_TIME)
        worker.kill()
    assert _status(inside, asked) == RunStatus.RUNNING

    product.start_worker()
    tick.delay()
    wait_for(lambda: _status(inside, asked) == RunStatus.DONE)
    with context.enter(inside):
        assert AnnouncementRun.objects.get().attempts == 2
        assert Partnership.objects.count() == ALL
        assert Message.objects.filter(kind="match_announced").count() == 2 * ALL
        assert AuditEvent.objects.filter(verb="match.announced").count() == ALL
        told = AuditEvent.objects.get(verb="matching.announced")
        assert told.facts == {"announced": ALL, "refused": 0}


@contextlib.contextmanager
def _held(inside, participant):
    """Nobody else can hold the row of this participant meanwhile."""
    with contextlib.closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            settings = {"app.organization": inside.organization_id, "app.actor": inside.actor}
            for name, value in settings.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, str(value)])
            query = "SELECT id FROM participants_participant WHERE id = %s FOR UPDATE"
            cursor.execute(query, [str(participant)])
            assert cursor.rowcount == 1
            yield


def _announced(inside):
    with context.enter(inside):
        return Partnership.objects.count()


def _status(inside, asked):
    with context.enter(inside):
        return AnnouncementRun.objects.get(pk=asked.pk).status
