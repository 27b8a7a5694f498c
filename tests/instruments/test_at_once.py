"""Two devices, two tabs, and a coordinator who closes, all at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from instruments import services
from instruments.kinds import Occasion
from instruments.models import Answer, Instrument, Item, Response
from instruments.services import CannotAnswer
from mentoring.crypto.models import ContentKey
from mentoring.tenancy import context
from organizations.models import AuditEvent
from programs.models import Program
from tests.factories.instruments import answer, as_person, open_baseline, start, value_for
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import inside


@pytest.fixture
def mentee(transactional_db):
    """A participant with an open baseline, committed; nothing is entered."""
    organization = OrganizationFactory()
    with inside(organization):
        participant = ParticipantFactory()
        open_baseline(participant.program)
        participant.own = membership_of(participant)
    return participant


def here(participant):
    return inside(participant.organization)


def at_once(*acts):
    """Each in a thread and transaction of its own, all let go together; what each answered."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except CannotAnswer as refusal:
            return refusal.rule
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def by(participant, act):
    """``act(membership)`` in the person's own context."""

    def run():
        with as_person(participant):
            return act(participant.own)

    return run


def test_beginning_everywhere_at_once_is_one_response(mentee):
    begin = by(mentee, lambda own: services.start(mentee, Occasion.BASELINE, by=own))

    found = at_once(*[begin] * 4)

    assert len({response.pk for response in found}) == 1
    with here(mentee):
        assert Instrument.objects.count() == Response.objects.count() == 1


def test_answers_from_four_devices_are_all_kept(mentee):
    with here(mentee):
        response = start(mentee)
        items = list(Item.objects.all())

    def keep(part):
        values = {item: value_for(item) for item in part}
        return by(mentee, lambda own: services.save_answers(response, values, by=own))

    at_once(*[keep(items[place::4]) for place in range(4)])

    with here(mentee):
        assert Answer.objects.count() == len(items)
        assert ContentKey.objects.count() == 1


def test_one_question_answered_five_times_at_once_has_one_answer(mentee):
    with here(mentee):
        response = start(mentee)
        item = Item.objects.get(key="direction-steps")

    def say(value):
        return by(mentee, lambda own: services.save_answers(response, {item: value}, by=own))

    at_once(*map(say, "12345"))

    with here(mentee):
        assert Answer.objects.get().number in range(1, 6)


def test_sending_from_two_tabs_while_a_third_writes(mentee):
    with here(mentee):
        response = answer(start(mentee))
        item = Item.objects.get(key="direction-steps")
    send = by(mentee, lambda own: services.submit(response, by=own))
    write = by(mentee, lambda own: services.save_answers(response, {item: "1"}, by=own))

    *_sent, wrote = at_once(send, send, write)

    with here(mentee):
        assert AuditEvent.objects.filter(verb="questionnaire.sent").count() == 1
        assert wrote in (None, "sent")
        assert Answer.objects.get(item=item).number == (4 if wrote == "sent" else 1)


def test_what_is_sent_while_it_closes_is_whole_or_not_there(mentee):
    with here(mentee):
        response = answer(start(mentee))
        coordinator = MembershipFactory()
        program = Program.objects.get()
    staff = context.Context(mentee.organization_id, coordinator.user_id, context.Actor.COORDINATOR)

    def close():
        with context.enter(staff):
            services.close(program, Occasion.BASELINE, by=coordinator)

    sent, _closed = at_once(by(mentee, lambda own: services.submit(response, by=own)), close)

    with here(mentee):
        response.refresh_from_db()
        assert bool(response.submitted_at) == (sent != "not_open")
        with pytest.raises(CannotAnswer):
            answer(response, {"direction-steps": "1"})
