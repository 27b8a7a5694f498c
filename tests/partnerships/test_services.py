"""Announcing, answering and taking back, one at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent, Employment
from participants.roles import Standing
from partnerships import services
from partnerships.lifecycle import MENTEE, MENTOR, DeclineReason, Status
from partnerships.models import Partnership, PartnershipEvent
from partnerships.refusals import CannotAnnounce, CannotAnswer, CannotWithdraw
from tests.factories.organizations import CompetitorDeclarationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory


@pytest.fixture
def pair(organization):
    """A mentor with one place and a mentee who may be matched."""
    program = ProgramFactory()
    return (
        ParticipantFactory(program=program, mentor=True),
        ParticipantFactory(program=program),
    )


@pytest.fixture
def match(pair, coordinator):
    return _announce(*pair, by=coordinator)


def _announce(mentor, mentee, by=None):
    return services.announce_partnership(mentor=mentor, mentee=mentee, by=by, answer_days=7)


def _as(participant, act, partnership, **facts):
    """Do it in the context of that person's own request."""
    own = membership_of(participant)
    with context.enter(
        context.Context(own.organization_id, own.user_id, context.Actor.PARTICIPANT)
    ):
        return act(partnership, by=own, **facts)


def _told(kind):
    return set(Message.objects.filter(kind=kind).values_list("person", flat=True))


def _steps(partnership):
    return [(event.action, event.role, event.status) for event in partnership.events.all()]


def test_announce_holds_a_place_leaves_traces_and_tells_both(pair, coordinator):
    mentor, mentee = pair

    match = _announce(mentor, mentee, by=coordinator)

    assert (match.status, match.place) == (Status.PROPOSED, 1)
    assert match.answer_by - match.announced_at == timedelta(days=7)
    assert match.mentor_company_id == mentor.company_id
    assert _steps(match) == [("announce", "coordinator", "proposed")]
    audit = AuditEvent.objects.get(verb="partnership.announced")
    assert (audit.object_id, audit.by_user_id) == (match.pk, coordinator.user_id)
    assert _told("match_announced") == {mentor.person_id, mentee.person_id}


def test_announce_takes_the_lowest_free_place(organization):
    mentor = ParticipantFactory(mentor=True, capacity=3)
    matches = [_announce(mentor, ParticipantFactory(program=mentor.program)) for _ in range(3)]
    services.withdraw(matches[1], by=None)

    again = _announce(mentor, ParticipantFactory(program=mentor.program))

    assert [match.place for match in (*matches, again)] == [1, 2, 3, 2]


def _full(mentor, mentee):
    _announce(mentor, ParticipantFactory(program=mentor.program))


def _matched(mentor, mentee):
    _announce(ParticipantFactory(program=mentee.program, mentor=True), mentee)


def _competing(mentor, mentee):
    CompetitorDeclarationFactory(company=mentor.company, competitor=mentee.company)


def _gone(mentor, mentee):
    mentee.standing = Standing.WITHDRAWN
    mentee.save()


def _jobless(mentor, mentee):
    Employment.objects.filter(person=mentee.person).update(ended_on=timezone.localdate())


@pytest.mark.parametrize(
    ("happen", "rule"),
    [
        (_full, "mentor_full"),
        (_matched, "mentee_matched"),
        (_competing, "competing"),
        (_gone, "not_taking_part"),
        (_jobless, "job_changed"),
    ],
)
def test_announce_refuses_kindly_and_writes_nothing(pair, happen, rule):
    happen(*pair)
    before = Partnership.objects.count(), Message.objects.count(), AuditEvent.objects.count()

    with pytest.raises(CannotAnnounce) as refusal:
        _announce(*pair)

    assert refusal.value.rule == rule
    assert str(refusal.value.message).endswith(".")
    after = Partnership.objects.count(), Message.objects.count(), AuditEvent.objects.count()
    assert after == before


def test_announce_refuses_colleagues_oneself_and_other_programs(pair):
    mentor, mentee = pair
    colleague = ParticipantFactory(program=mentor.program, company=mentor.company)
    elsewhere = ParticipantFactory()
    oneself = ParticipantFactory(
        program=mentor.program, person=mentor.person, company=mentor.company
    )
    rules = []
    for other in (colleague, elsewhere, oneself):
        with pytest.raises(CannotAnnounce) as refusal:
            _announce(mentor, other)
        rules.append(refusal.value.rule)

    assert rules == ["same_company", "other_program", "same_person"]


def test_the_second_yes_prepares_and_tells_both(match, pair):
    mentor, mentee = pair

    _as(mentee, services.accept, match)
    match.refresh_from_db()
    assert (match.status, _told("partnership_preparing")) == (Status.PROPOSED, set())
    _as(mentor, services.accept, match)

    match.refresh_from_db()
    assert (match.status, match.is_revealed) == (Status.PREPARING, True)
    assert _steps(match)[1:] == [
        ("accept", MENTEE, "proposed"),
        ("accept", MENTOR, "preparing"),
    ]
    assert AuditEvent.objects.filter(verb="partnership.accepted").count() == 2
    assert _told("partnership_preparing") == {mentor.person_id, mentee.person_id}


def test_yes_twice_is_yes_once(match, pair):
    for _ in range(2):
        _as(pair[0], services.accept, match)
    for _ in range(2):
        _as(pair[1], services.accept, match)
    _as(pair[0], services.accept, match)

    assert [step[0] for step in _steps(match)] == ["announce", "accept", "accept"]


def test_no_frees_the_place_and_tells_only_the_other(match, pair):
    mentor, mentee = pair
    _as(mentor, services.accept, match)

    for _ in range(2):
        _as(mentee, services.decline, match, reason=DeclineReason.NOT_NOW)

    match.refresh_from_db()
    assert (match.status, match.place, match.ended_at is None) == (Status.DECLINED, None, False)
    assert _steps(match)[2:] == [("decline", MENTEE, "declined")]
    assert PartnershipEvent.objects.get(action="decline").reason == "not_now"
    assert _told("match_over") == {mentor.person_id}


@pytest.mark.parametrize("answer", [services.accept, services.decline])
def test_no_answer_after_the_match_is_over(match, pair, answer):
    _as(pair[1], services.decline, match)

    with pytest.raises(CannotAnswer) as refusal:
        _as(pair[0], answer, match)

    assert refusal.value.rule == "over"


@pytest.mark.parametrize("answer", [services.accept, services.decline])
def test_no_answer_after_the_deadline(match, pair, answer):
    late = time_machine.travel(match.answer_by + timedelta(seconds=1))
    with late, pytest.raises(CannotAnswer) as refusal:
        _as(pair[0], answer, match)

    assert refusal.value.rule == "too_late"


def test_no_no_after_ones_own_yes(match, pair):
    _as(pair[0], services.accept, match)

    with pytest.raises(CannotAnswer) as refusal:
        _as(pair[0], services.decline, match)

    assert refusal.value.rule == "answered_yes"
    match.refresh_from_db()
    assert match.status == Status.PROPOSED


def test_nobody_answers_for_somebody_else(match, pair, coordinator):
    stranger = ParticipantFactory(program=pair[0].program)
    for answer in (services.accept, services.decline):
        with pytest.raises(CannotAnswer) as refusal:
            _as(stranger, answer, match)
        assert refusal.value.rule == "not_yours"
        with pytest.raises(CannotAnswer):
            answer(match, by=coordinator)


def test_the_database_refuses_another_login_under_a_true_membership(match, pair):
    """The membership is the mentor's, the request somebody else's."""
    own, stranger = membership_of(pair[0]), ParticipantFactory(program=pair[0].program)
    other = context.Context(own.organization_id, stranger.person.user_id)

    with context.enter(other), pytest.raises(CannotAnswer) as refusal:
        services.accept(match, by=own)

    assert refusal.value.rule == "not_yours"


def test_no_yes_once_the_companies_compete(match, pair):
    _competing(*pair)

    with pytest.raises(CannotAnswer) as refusal:
        _as(pair[0], services.accept, match)

    assert refusal.value.rule == "competing"
    assert "compete" not in str(refusal.value.message)


def test_withdraw_before_both_answered_and_not_after(match, pair, coordinator):
    mentor, mentee = pair
    with pytest.raises(CannotWithdraw):
        services.withdraw(match, by=membership_of(mentor))
    for _ in range(2):
        services.withdraw(match, by=coordinator)
    match.refresh_from_db()
    assert (match.status, _told("match_over")) == (
        Status.WITHDRAWN,
        {mentor.person_id, mentee.person_id},
    )
    assert _steps(match)[1:] == [("withdraw", "coordinator", "withdrawn")]

    second = _announce(mentor, mentee)
    for person in pair:
        _as(person, services.accept, second)
    with pytest.raises(CannotWithdraw) as refusal:
        services.withdraw(second, by=coordinator)
    assert refusal.value.rule == "answered"


def test_withdraw_refuses_what_is_over(match, pair, coordinator):
    _as(pair[0], services.decline, match)

    with pytest.raises(CannotWithdraw) as refusal:
        services.withdraw(match, by=coordinator)

    assert refusal.value.rule == "over"


@pytest.mark.parametrize("leaver", [0, 1])
@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.REMOVED])
def test_an_announced_match_of_somebody_who_leaves_is_taken_back(
    match, pair, settle, leaver, standing
):
    pair[leaver].standing = standing
    pair[leaver].save()

    settle()

    match.refresh_from_db()
    assert (match.status, match.place) == (Status.WITHDRAWN, None)
    assert match.events.last().role == "system"
    assert _told("match_over") == {pair[0].person_id, pair[1].person_id}


def test_expire_ends_only_what_is_overdue_and_tells_both(match, pair, settle):
    other = services.announce_partnership(
        mentor=ParticipantFactory(program=pair[0].program, mentor=True),
        mentee=ParticipantFactory(program=pair[0].program),
        by=None,
        answer_days=16,
    )

    with time_machine.travel(match.answer_by):
        settle()

    match.refresh_from_db()
    other.refresh_from_db()
    assert (match.status, other.status) == (Status.EXPIRED, Status.PROPOSED)
    assert _steps(match)[1:] == [("expire", "system", "expired")]
    assert _told("match_over") == {pair[0].person_id, pair[1].person_id}
    assert AuditEvent.objects.get(verb="partnership.expired").by_user_id is None


def test_reminder_comes_once_two_days_before_to_who_has_not_answered(match, pair, settle):
    _as(pair[0], services.accept, match)
    with time_machine.travel(match.answer_by - timedelta(days=2, minutes=1)):
        settle()
        assert _told("answer_reminder") == set()

    with time_machine.travel(match.answer_by - timedelta(days=2)):
        settle()
        settle()

    assert list(
        Message.objects.filter(kind="answer_reminder").values_list("person", flat=True)
    ) == [pair[1].person_id]


def test_no_reminder_on_the_day_of_the_announcement(pair, settle):
    services.announce_partnership(mentor=pair[0], mentee=pair[1], by=None, answer_days=1)

    settle()

    assert _told("answer_reminder") == set()


def test_every_event_has_its_audit_row(match, pair, coordinator):
    _as(pair[0], services.accept, match)
    services.withdraw(match, by=coordinator)

    verbs = AuditEvent.objects.filter(object_id=match.pk).order_by("at", "id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "partnership.announced",
        "partnership.accepted",
        "partnership.withdrawn",
    ]
