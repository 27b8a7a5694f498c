"""Both answer at the same moment, each over a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from mentoring.tenancy import context
from organizations.roles import Role
from partnerships import services
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.refusals import CannotAnnounce, CannotAnswer, CannotWithdraw, Refusal
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def inside():
    return context.Context(OrganizationFactory().pk)


def _match(inside):
    with context.enter(inside):
        match = make_partnership()
        return match, membership_of(match.mentor), membership_of(match.mentee)


def _at_once(*acts):
    """Do each ``(context, service, facts)`` in a thread; answer the refusals, or None."""
    barrier = threading.Barrier(len(acts))

    def run(inside, act, facts):
        try:
            with context.enter(inside):
                barrier.wait()
                act(**facts)
        except Refusal as refusal:
            return type(refusal), refusal.rule
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        running = [pool.submit(run, *act) for act in acts]
        return [one.result() for one in running]


def _accept(match, membership):
    return _as(membership), services.accept, {"partnership": match, "by": membership}


def _decline(match, membership):
    return _as(membership), services.decline, {"partnership": match, "by": membership}


def _announce(inside, mentor, mentee):
    facts = {"mentor": mentor, "mentee": mentee, "by": None, "answer_days": 7}
    return inside, services.announce_partnership, facts


def _as(membership):
    return context.Context(
        membership.organization_id, membership.user_id, context.Actor.PARTICIPANT
    )


def _now(inside, match):
    with context.enter(inside):
        row = Partnership.objects.get(pk=match.pk)
        return row, [event.action for event in row.events.all()]


def test_two_yeses_make_one_partnership(inside):
    for _ in range(ROUNDS):
        match, mentor, mentee = _match(inside)

        outcomes = _at_once(
            _accept(match, mentor),
            _accept(match, mentee),
        )

        row, actions = _now(inside, match)
        assert outcomes == [None, None]
        assert (row.status, actions) == (Status.PREPARING, ["accept", "accept"])


def test_the_same_yes_twice_is_one(inside):
    for _ in range(ROUNDS):
        match, mentor, _mentee = _match(inside)

        outcomes = _at_once(*[_accept(match, mentor) for _ in range(3)])

        assert outcomes == [None] * 3
        assert _now(inside, match)[1] == ["accept"]


def test_yes_and_no_end_the_match(inside):
    for _ in range(ROUNDS):
        match, mentor, mentee = _match(inside)

        outcomes = _at_once(
            _accept(match, mentor),
            _decline(match, mentee),
        )

        row, actions = _now(inside, match)
        assert row.status == Status.DECLINED
        assert outcomes[1] is None
        assert (outcomes[0], actions) in [
            (None, ["accept", "decline"]),
            ((CannotAnswer, "over"), ["decline"]),
        ]


def test_two_noes_leave_one_step(inside):
    match, mentor, mentee = _match(inside)

    outcomes = _at_once(
        _decline(match, mentor),
        _decline(match, mentee),
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [None, (CannotAnswer, "over")]))
    assert _now(inside, match)[1] == ["decline"]


def test_the_last_yes_and_taking_back_leave_one_truth(inside):
    with context.enter(inside):
        coordinator = MembershipFactory(role=Role.COORDINATOR)
    for _ in range(ROUNDS):
        match, mentor, mentee = _match(inside)
        with context.enter(_as(mentee)):
            services.accept(match, by=mentee)

        outcomes = _at_once(
            _accept(match, mentor),
            (inside, services.withdraw, {"partnership": match, "by": coordinator}),
        )

        row, actions = _now(inside, match)
        assert (row.status, outcomes, actions[1:]) in [
            (Status.PREPARING, [None, (CannotWithdraw, "answered")], ["accept"]),
            (Status.WITHDRAWN, [(CannotAnswer, "over"), None], ["withdraw"]),
        ]


def test_expiry_and_a_sweep_beside_it_end_a_match_once(inside):
    match, *_pair = _match(inside)
    with context.enter(inside):
        Partnership.objects.filter(pk=match.pk).update(answer_by=match.announced_at)

    assert _at_once(*[(inside, services.expire_unanswered, {})] * 3) == [None] * 3
    assert _now(inside, match)[1] == ["expire"]


def test_two_coordinators_give_the_last_place_once(inside):
    with context.enter(inside):
        program = ProgramFactory()
        mentor = ParticipantFactory(program=program, mentor=True)
        mentees = ParticipantFactory.create_batch(3, program=program)

    outcomes = _at_once(*[_announce(inside, mentor, mentee) for mentee in mentees])

    assert sorted(map(str, outcomes)) == sorted(
        map(str, [None, *[(CannotAnnounce, "mentor_full")] * 2])
    )


def test_two_mentors_are_announced_to_one_mentee_once(inside):
    with context.enter(inside):
        program = ProgramFactory()
        mentee = ParticipantFactory(program=program)
        mentors = ParticipantFactory.create_batch(2, program=program, mentor=True)

    outcomes = _at_once(*[_announce(inside, mentor, mentee) for mentor in mentors])

    assert sorted(map(str, outcomes)) == sorted(
        map(str, [None, (CannotAnnounce, "mentee_matched")])
    )
