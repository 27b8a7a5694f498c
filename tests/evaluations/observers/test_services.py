"""Inviting, reminding, answering, and who reads what when."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from evaluations.observers import answering, consent, due, forgetting, queries, services
from evaluations.observers.kinds import State
from evaluations.observers.models import ObserverAnswer, ObserverInvitation
from evaluations.observers.refusals import CannotInvite, CannotObserve
from instruments.building import newest_version
from instruments.kinds import Informant, Occasion
from instruments.models import Item
from mentoring import clock
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent
from participants.roles import Standing
from tests.factories.instruments import as_person, open_baseline
from tests.factories.observers import EMAIL, before_the_start, behind, invite, observe
from tests.factories.participants import ParticipantFactory, membership_of

WORDS = "You saw the whole of the last year."


@pytest.fixture
def mentee(organization):
    participant = ParticipantFactory()
    open_baseline(before_the_start(participant.program))
    return participant


def as_coordinator(organization):
    return context.enter(context.Context(organization.pk, actor=context.Actor.COORDINATOR))


def test_an_invitation_is_mailed_by_a_link_that_nothing_keeps(mentee, settle):
    invitation = invite(mentee, words=WORDS)
    settle()

    mail = Message.objects.get(kind="observer_invited")
    assert (mail.address, mail.person, mail.facts) == (EMAIL, None, {})
    assert mail.sent_at
    assert bytes(invitation.locked).find(WORDS.encode()) == -1
    assert queries.words_to(invitation) == WORDS


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Ann\u202e"}, None),
        ({"email": "nobody"}, "email"),
        ({"email": "x" * 250 + "@example.org"}, "email"),
        ({"name": "n" * 161}, "name"),
    ],
)
def test_what_cannot_be_kept_is_refused(mentee, said, field):
    with pytest.raises(ValidationError) as refused:
        invite(mentee, **said)

    assert field is None or field in refused.value.message_dict
    assert not ObserverInvitation.objects.exists()


def test_nobody_is_invited_twice_and_nobody_oneself(mentee):
    first = invite(mentee)

    with pytest.raises(ValidationError):
        invite(mentee, email=EMAIL.upper())
    with pytest.raises(ValidationError):
        invite(mentee, email=mentee.person.email)
    with as_person(mentee):
        services.withdraw(first, by=membership_of(mentee))
    assert invite(mentee).state == State.OPEN


def test_a_few_at_once_and_never_a_crowd(mentee):
    for number in range(services.MOST_AT_ONCE):
        last = invite(mentee, email=f"{number}@example.org")

    with pytest.raises(CannotInvite, match="Five"):
        invite(mentee)
    with as_person(mentee):
        services.withdraw(last, by=membership_of(mentee))
    invite(mentee)


def test_only_the_mentee_and_only_in_time(mentee):
    mentor = ParticipantFactory(program=mentee.program, mentor=True)
    with as_person(mentor), pytest.raises(CannotInvite):
        services.invite(
            mentee, "baseline", name="A", email=EMAIL, relation="chair", by=membership_of(mentor)
        )
    with pytest.raises(CannotInvite):
        invite(mentee, Occasion.FINAL)
    with clock.held_at(clock.now() + timedelta(days=60)), pytest.raises(CannotInvite):
        invite(mentee)
    mentee.standing = Standing.WITHDRAWN
    mentee.save()
    with pytest.raises(CannotInvite):
        invite(mentee)


def test_a_new_link_closes_the_one_before(mentee):
    invitation = invite(mentee)
    before = invitation.token_hash
    with as_person(mentee), pytest.raises(CannotInvite):
        services.send_again(invitation, by=membership_of(mentee))

    with clock.held_at(clock.now() + timedelta(days=2)), as_person(mentee):
        renewed = services.send_again(invitation, by=membership_of(mentee))

    assert (renewed.number, renewed.token_hash != before) == (2, True)
    with behind(invitation):
        assert answering.find() is None
    with behind(renewed):
        assert answering.find() == invitation


def test_reminders_after_7_and_14_days_and_then_no_more(mentee):
    invite(mentee)
    told = {}
    for day in (6, 7, 7, 13, 14, 20, 23):
        with clock.held_at(clock.now() + timedelta(days=day, minutes=1)):
            due.remind()
        told[day] = Message.objects.filter(kind="observer_reminder").count()

    assert [told[day] for day in (6, 7, 13, 14, 20, 23)] == [0, 1, 1, 2, 2, 2]


def test_answers_are_sent_once_and_stay(mentee):
    invitation = observe(invite(mentee), {"observed-aims": "2"})

    assert invitation.state == State.SENT
    with behind(invitation), pytest.raises(CannotObserve):
        answering.submit(invitation, {})
    with behind(invitation), pytest.raises(CannotObserve):
        answering.decline(invitation)
    found = {row.item: row.number for row in queries.numbers(mentee.program, "baseline")}
    assert found["observed-aims"] == 2
    assert queries.counts(mentee.program, "baseline") == (1, 1)
    assert AuditEvent.objects.filter(verb="observer.answered").count() == 1


def test_nothing_is_sent_without_consent_or_incomplete(mentee):
    invitation = invite(mentee)
    with behind(invitation):
        with pytest.raises(CannotObserve):
            answering.submit(invitation, {})
        with pytest.raises(CannotObserve):
            answering.agree(invitation, consent.VERSION + 1)
        answering.agree(invitation, consent.VERSION)
        with pytest.raises(CannotObserve) as refusal:
            answering.submit(invitation, {})
    assert refusal.value.rule == "missing"
    assert not ObserverAnswer.objects.exists()


def test_a_version_that_an_observer_began_never_changes(mentee):
    invitation = invite(mentee)
    version = newest_version(Informant.OBSERVER, "baseline")
    Item.objects.filter(version=version).update(help="before")
    with behind(invitation):
        answering.agree(invitation, consent.VERSION)

    with pytest.raises(DatabaseError), transaction.atomic():
        Item.objects.filter(version=version).update(help="after")


def test_declining_leaves_nothing_and_twice_is_once(mentee):
    invitation = invite(mentee)
    with behind(invitation):
        answering.agree(invitation, consent.VERSION)
        answering.decline(invitation)
        answering.decline(invitation)
    invitation.refresh_from_db()

    assert invitation.state == State.DECLINED
    assert AuditEvent.objects.filter(verb="observer.declined").count() == 1
    with clock.held_at(clock.now() + timedelta(days=8)):
        due.remind()
    assert not Message.objects.filter(kind="observer_reminder").exists()


def test_the_mentee_reads_first(mentee, organization):
    invitation = observe(invite(mentee))
    due.tell_mentees()
    assert Message.objects.get(kind="observer_answered").person == mentee.person

    with as_coordinator(organization):
        assert ObserverInvitation.objects.filter(pk=invitation.pk).exists()
        assert not ObserverAnswer.objects.exists()
    with as_person(mentee):
        read = services.read_own(invitation, by=membership_of(mentee))
    assert [line.value for page in read for line in page.lines][:2] == ["4", "4"]
    with as_coordinator(organization):
        assert ObserverAnswer.objects.exists()


def test_after_two_weeks_coordinators_read_what_the_mentee_did_not(mentee, organization):
    observe(invite(mentee))
    other = invite(mentee, email="other@example.org")
    with clock.held_at(clock.now() - timedelta(days=15)):
        other = observe(other)

    with as_coordinator(organization):
        assert set(ObserverAnswer.objects.values_list("invitation", flat=True)) == {other.pk}
    assert other.is_for_coordinators


def test_nobody_else_reads_and_nobody_writes_for_others(mentee, organization):
    invitation = observe(invite(mentee))
    mentor = ParticipantFactory(program=mentee.program, mentor=True)
    with as_person(mentor):
        assert not ObserverInvitation.objects.exists()
        assert not ObserverAnswer.objects.exists()
    guest = context.Context(organization.pk, actor=context.Actor.GUEST)
    with context.enter(guest):
        assert not ObserverInvitation.objects.exists()
    with behind(invitation):
        assert not ObserverAnswer.objects.exists()
    other = invite(mentee, email="other@example.org")
    for change in ({"consented_at": clock.now()}, {"name": "Else"}, {"declined_at": clock.now()}):
        with as_person(mentee), pytest.raises(DatabaseError), transaction.atomic():
            ObserverInvitation.objects.filter(pk=other.pk).update(**change)
    with as_coordinator(organization), pytest.raises(DatabaseError), transaction.atomic():
        ObserverInvitation.objects.filter(pk=other.pk).update(read_at=clock.now())


def test_erased_with_the_mentee_and_the_observer(mentee):
    sent = observe(invite(mentee, words=WORDS))
    forgetting.forget_with(mentee.person_id)
    sent.refresh_from_db()

    assert (sent.name, sent.email, sent.locked) == ("", "", None)
    assert not Message.objects.filter(kind__startswith="observer_").exists()
    assert queries.numbers(mentee.program, "baseline")  # ratings stay


def test_a_year_after_the_program_everything_goes(mentee):
    sent = observe(invite(mentee))
    mentee.program.starts_on -= timedelta(days=800)
    mentee.program.ends_on -= timedelta(days=800)
    mentee.program.save()

    due.forget_old()
    sent.refresh_from_db()
    assert sent.forgotten_at
    assert not ObserverAnswer.objects.exists()
