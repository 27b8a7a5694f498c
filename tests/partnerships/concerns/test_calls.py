"""One click asks for a call: coordinators learn that, not why; the partner learns nothing."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from mentoring.tenancy.context import Actor
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships.concerns import queries, services
from partnerships.concerns.kinds import Outcome
from partnerships.concerns.models import CallRequest
from partnerships.concerns.services import CannotAsk
from tests.factories.organizations import MembershipFactory
from tests.factories.partnerships import make_partnership
from tests.partnerships.meetings.people import do
from tests.partnerships.writing.people import as_side, as_user, pair


@pytest.fixture
def partnership(organization):
    return pair()


def ask(partnership, side="mentee", reach="0170 555, abends"):
    return do(partnership, side, services.ask_call, partnership, reach=reach)


def test_a_call_is_asked_for_once_mailed_once_and_closed(partnership, coordinator, settle):
    call = ask(partnership)
    assert ask(partnership, reach="again") == call
    settle()
    told = Message.objects.get(kind="call_asked")
    assert (told.address, told.sent_at is not None) == (coordinator.user.email, True)
    assert b"0170" not in bytes(call.locked)
    assert [row.reach for row in queries.opened(queries.calls_in(partnership.program))] == [
        "0170 555, abends"
    ]
    assert queries.calls_waiting([partnership.program_id]).count() == 1

    with as_user(partnership, coordinator.user_id, Actor.COORDINATOR):
        services.close_call(call, Outcome.SPOKE, by=coordinator)
        services.close_call(call, Outcome.SPOKE, by=coordinator)
        other = MembershipFactory(role="coordinator")
        with pytest.raises(CannotAsk) as refused:
            services.close_call(call, Outcome.UNREACHED, by=other)
        assert refused.value.rule == "closed"
        with pytest.raises(CannotAsk) as wrong:
            services.close_call(call, Outcome.TAKEN_BACK, by=coordinator)
        assert wrong.value.rule == "outcome"
    assert not queries.calls_waiting([partnership.program_id]).exists()
    verbs = AuditEvent.objects.filter(object_id=call.pk).values_list("verb", flat=True)
    assert sorted(verbs) == ["call.asked", "call.closed"]
    assert ask(partnership, reach="").pk != call.pk  # and again, later


def test_who_asked_takes_it_back(partnership):
    call = ask(partnership)
    with pytest.raises(CannotAsk):
        do(partnership, "mentor", services.take_back, call)
    do(partnership, "mentee", services.take_back, call)
    do(partnership, "mentee", services.take_back, call)
    call.refresh_from_db()
    assert call.outcome == Outcome.TAKEN_BACK


def test_a_call_that_cannot_be_asked_for_is_refused(partnership):
    proposed = make_partnership()
    for row, side, reach, rule in (
        (proposed, "mentee", "", "not_yours"),
        (partnership, "mentee", "x" * 201, "too_long"),
    ):
        with pytest.raises(CannotAsk) as refused:
            ask(row, side, reach)
        assert refused.value.rule == rule


def test_the_partner_sees_no_call_and_nobody_forges_one(partnership, coordinator):
    call = ask(partnership)
    with as_side(partnership, "mentor"):
        assert not CallRequest.objects.exists()
        _refused(lambda: _raw(partnership, partnership.mentee_person_id))
    with as_side(partnership, "mentee"):
        _refused(lambda: _raw(partnership, partnership.mentee_person_id))  # one is open
        _refused(
            lambda: CallRequest.objects.update(
                outcome="spoke", closed_at=call.asked_at, closed_by_id=coordinator.user_id
            )
        )
    with as_user(partnership, coordinator.user_id, Actor.COORDINATOR):
        _refused(lambda: _raw(partnership, partnership.mentor_person_id))
        _refused(lambda: CallRequest.objects.update(locked=None))
        _refused(call.delete)
    with as_user(partnership, None, Actor.GUEST):
        assert not CallRequest.objects.exists()


def _raw(partnership, person_id):
    return CallRequest.objects.create(partnership=partnership, person_id=person_id)


def _refused(act):
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        act()
