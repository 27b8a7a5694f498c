"""The outbox: once for each occasion, claimed before it is sent, given up only with a reason."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications import kinds, sending, services
from notifications.models import Failure, Message
from notifications.queries import CLAIM_LASTS
from tests.factories.organizations import PersonFactory

KIND = "test_greeting"
ANSWERS = []


class Server(EmailBackend):
    """A mail server that answers what the test put into ``ANSWERS``, then accepts."""

    def send_messages(self, email_messages):
        if ANSWERS:
            raise ANSWERS.pop(0)
        return super().send_messages(email_messages)


@pytest.fixture
def person(organization, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Server"}}
    kinds.register(KIND, _write)
    ANSWERS.clear()
    return PersonFactory()


def _write(person, occasion, facts):
    if facts.get("moot"):
        return None
    return kinds.Letter(
        subject="Good morning",
        paragraphs=("How are you?",),
        action_label="Answer",
        action_url="https://mentoring.example/",
    )


def _send(message):
    sending.send(message.pk, organization_id=message.organization_id)
    message.refresh_from_db()
    return message


def test_telling_twice_is_telling_once(person):
    first = services.tell(person, KIND, "today")
    again = services.tell(person, KIND, "today")
    other = services.tell(person, KIND, "tomorrow")

    assert first.pk == again.pk != other.pk


def test_an_unknown_kind_is_a_mistake_of_ours(person):
    with pytest.raises(LookupError):
        services.tell(person, "gossip", "today")


def test_telling_queues_the_message(person, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.tell(person, KIND, "today")

    assert [mail.to for mail in mailoutbox] == [[person.email]]


def test_sent_once_with_a_message_id_of_its_own(person, mailoutbox):
    message = services.tell(person, KIND, "today")

    for _ in range(2):
        _send(message)

    (mail,) = mailoutbox
    assert mail.extra_headers["Message-ID"] == sending.message_id_of(message)
    assert str(message.pk) in sending.message_id_of(message)
    assert (message.sent_at is None, message.attempts, message.failure) == (False, 1, "")


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPServerDisconnected(),
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPDataError(451, b"later"),
        smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"busy")}),
        smtplib.SMTPAuthenticationError(535, b"our own fault"),
    ],
)
def test_what_passes_is_tried_again_after_ten_minutes(person, mailoutbox, error):
    message = services.tell(person, KIND, "today")
    ANSWERS.append(error)
    _send(message)
    assert (message.sent_at, message.failed_at, message.attempts) == (None, None, 1)

    _send(message)
    assert message.attempts == 1  # somebody may still be sending it

    with time_machine.travel(message.claimed_at + CLAIM_LASTS + timedelta(seconds=1)):
        _send(message)
    assert (message.sent_at is None, message.attempts) == (False, 2)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such mailbox")}),
        smtplib.SMTPDataError(554, b"refused"),
        smtplib.SMTPNotSupportedError(),
        ValueError("no address"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(person, mailoutbox, error):
    message = services.tell(person, KIND, "today")
    ANSWERS.append(error)

    _send(message)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        _send(message)

    assert (message.failure, message.attempts, message.sent_at) == (Failure.REFUSED, 1, None)
    assert mailoutbox == []


def test_after_five_attempts_it_is_given_up(person, mailoutbox):
    message = services.tell(person, KIND, "today")
    ANSWERS.extend(TimeoutError() for _ in range(5))

    moment = timezone.now()
    for number in range(7):
        with time_machine.travel(moment + number * timedelta(minutes=11)):
            _send(message)

    assert (message.attempts, message.failure) == (5, Failure.GAVE_UP)
    assert mailoutbox == []


def test_a_worker_that_died_at_the_fifth_attempt_ends_it(person):
    message = services.tell(person, KIND, "today")
    Message.objects.update(attempts=5, claimed_at=timezone.now() - timedelta(hours=1))

    _send(message)

    assert message.failure == Failure.GAVE_UP


def test_the_sweep_finds_what_the_broker_lost(person, mailoutbox, settle):
    services.tell(person, KIND, "today")

    settle()
    settle()

    assert len(mailoutbox) == 1


def test_what_is_no_longer_true_is_not_sent(person, mailoutbox):
    message = _send(services.tell(person, KIND, "today", moot=True))

    assert message.failure == Failure.MOOT
    assert mailoutbox == django_mail.outbox == []


def test_a_failure_has_its_moment(person):
    services.tell(person, KIND, "today")
    with pytest.raises(IntegrityError, match="message_failure_iff_failed"), transaction.atomic():
        Message.objects.update(failure=Failure.REFUSED)
