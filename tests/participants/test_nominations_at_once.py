"""A new employer is noted while a match is being announced or accepted: no pair of one company."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from mentoring.tenancy import context
from organizations.models import Employment
from participants.models import Participant
from participants.nominating import settling
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from tests.factories.nominations import sponsored
from tests.factories.organizations import OrganizationFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import announced_row, make_partnership, say_yes
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _announces(mentor, mentee):
    announced_row(mentor=mentor, mentee=mentee).save()


def _accepts(mentor, mentee):
    say_yes(Partnership.objects.get(), "mentee")


@pytest.mark.parametrize("act", [_announces, _accepts])
def test_a_move_waits_for_a_match_and_is_refused(act):
    in_force = context.Context(OrganizationFactory().pk)
    with context.enter(in_force):
        program = ProgramFactory()
        mentor = ParticipantFactory(program=program, mentor=True)
        mentee = ParticipantFactory(program=program)
        sponsored(program, mentor.company)
        if act == _accepts:
            make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor",))
    refusals, started = [], threading.Event()

    def move():
        try:
            with context.enter(in_force), transaction.atomic():
                started.set()
                day = timezone.localdate()
                settling.move(mentee.person, mentor.company, day, by=None)
        except settling.CannotSettle as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    mover = threading.Thread(target=move)
    with context.enter(in_force), transaction.atomic():
        act(mentor, mentee)
        mover.start()
        assert started.wait(30)
        _until_somebody_waits_for_us(mover)
    mover.join(30)

    assert len(refusals) == 1
    with context.enter(in_force):
        row = Partnership.objects.get()
        assert row.status == (Status.PREPARING if act == _accepts else Status.PROPOSED)
        job = Employment.objects.get(person=mentee.person, ended_on__isnull=True)
        assert job.company_id == mentee.company_id
        assert Participant.objects.get(pk=mentee.pk).company_id == mentee.company_id


def _until_somebody_waits_for_us(mover):
    """Until the other connection stands at a row of ours, or is through."""
    waits = False
    while mover.is_alive() and not waits:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks"
                " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
            )
            (waits,) = cursor.fetchone()
