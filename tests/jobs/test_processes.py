"""The broker is stopped under a request, workers are killed: nothing lost, nothing doubled."""

import pytest
from django.urls import reverse

from matching.models import Match, MatchingRun
from matching.services import start_run
from mentoring import celery_app
from mentoring.jobs.models import RunStatus
from mentoring.jobs.tasks import tick
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import User
from organizations.roles import Role
from partnerships.models import Partnership
from tests.conftest import owner_connection
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.running import wait_for
from tests.surroundings import DarkClient

pytestmark = pytest.mark.processes


def _count(inside, rows):
    with context.enter(inside):
        return rows().count()


def _sent(inside):
    return _count(inside, lambda: Message.objects.filter(sent_at__isnull=False))


def test_a_request_answers_while_the_broker_is_down_and_its_work_is_done_later(product, inside):
    with context.enter(inside):
        partnership = make_partnership(accepted_by=["mentor"])
        mentee = partnership.mentee.person
        slug = mentee.organization.slug
    browser = DarkClient()
    browser.force_login(User.objects.get(pk=mentee.user_id))
    product.broker.kill()

    answer = browser.post(reverse("portal:accept", args=[slug, partnership.pk]))

    assert answer.status_code == 302
    with context.enter(inside):
        assert Partnership.objects.get().status == "preparing"
    assert _count(inside, Message.objects.all) == 2
    assert _sent(inside) == 0

    product.broker.start()
    product.start_worker()
    tick.delay()
    wait_for(lambda: _sent(inside) == 2)
    tick.delay()
    tick.delay()
    wait_for(lambda: celery_app.control.inspect().active() is not None)
    assert len(list(product.mail.glob("*.eml"))) == 2


def test_a_broker_that_forgets_everything_loses_no_promise(product, inside):
    with context.enter(inside):
        make_partnership(accepted_by=["mentor", "mentee"])
        program = ProgramFactory()
        ParticipantFactory(program=program, mentor=True)
        ParticipantFactory(program=program)
        coordinator = MembershipFactory(role=Role.COORDINATOR)
        run = start_run(program, by=coordinator)
    product.broker.stop()
    product.broker.start()  # it kept nothing

    product.start_worker()
    tick.delay()

    wait_for(lambda: _status(inside, run) == RunStatus.DONE)


def _status(inside, run):
    with context.enter(inside):
        return MatchingRun.objects.get(pk=run.pk).status


def test_a_killed_worker_starts_again_where_nothing_was_written(product, inside):
    with context.enter(inside):
        program = ProgramFactory()
        ParticipantFactory(program=program, mentor=True)
        ParticipantFactory(program=program)
        coordinator = MembershipFactory(role=Role.COORDINATOR)
    worker = product.start_worker()
    owner = owner_connection()
    # The worker gets as far as writing its matches, and waits there.
    owner.cursor().execute("LOCK TABLE matching_match IN SHARE MODE")
    with context.enter(inside):
        run = start_run(program, by=coordinator)
    wait_for(lambda: _waits_for_lock(owner))

    worker.kill()
    owner.rollback()
    owner.close()
    assert _status(inside, run) == RunStatus.RUNNING
    assert _count(inside, Match.objects.all) == 0

    product.start_worker()
    tick.delay()
    wait_for(lambda: _status(inside, run) == RunStatus.DONE)
    with context.enter(inside):
        assert MatchingRun.objects.get(pk=run.pk).attempts == 2
        assert Match.objects.count() == 1


def _waits_for_lock(owner):
    cursor = owner.cursor()
    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
    return cursor.fetchone()[0] > 0


def test_a_run_that_kills_its_workers_is_given_up_with_a_sentence(product, inside):
    with context.enter(inside):
        program = ProgramFactory()
        coordinator = MembershipFactory(role=Role.COORDINATOR)
        run = start_run(program, by=coordinator)
        MatchingRun.objects.filter(pk=run.pk).update(attempts=3, status=RunStatus.RUNNING)

    product.start_worker()
    tick.delay()

    wait_for(lambda: _status(inside, run) == RunStatus.FAILED)
    with context.enter(inside):
        assert "three times" in MatchingRun.objects.get(pk=run.pk).error
