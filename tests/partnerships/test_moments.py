"""A step has the moment at which it was taken."""

from datetime import timedelta

from mentoring import clock
from partnerships.models import PartnershipEvent
from partnerships.services import announce_partnership
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory


def _announced(coordinator):
    program = ProgramFactory()
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    made = announce_partnership(mentor=mentor, mentee=mentee, by=coordinator, answer_days=7)
    return PartnershipEvent.objects.get(partnership=made)


def test_a_step_is_of_the_day_on_which_it_was_taken_and_never_of_one_to_come(coordinator):
    now = clock.now()
    with clock.held_at(now - timedelta(days=90)):
        assert _announced(coordinator).at == now - timedelta(days=90)
    with clock.held_at(now + timedelta(days=90)):
        assert now <= _announced(coordinator).at <= clock.now() - timedelta(days=89)
