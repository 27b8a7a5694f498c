"""One message on its way: claim and commit, hand it to the mail server, commit again.

Nothing is lost: a claim without an end is taken up again after ten minutes. A message can reach
somebody twice only when a worker dies between the mail server's acceptance and its own commit, and
then both carry the same Message-ID.
"""

import enum
import logging
import smtplib
from uuid import UUID

from django.db.models import Q

from mentoring import clock
from mentoring.tenancy import context
from notifications import catalog, composing, readers
from notifications.bounces.queries import is_failing
from notifications.composing import message_id_of
from notifications.models import Failure, Message, Pace
from notifications.queries import waiting_messages

__all__ = ["message_id_of", "send"]

MOST_ATTEMPTS = 5

logger = logging.getLogger(__name__)


def send(message_id, *, organization_id):
    """Send one message unless it is sent, given up, in another worker's hands, or to come later.

    For tasks with ``own_transactions``: the claim commits before the mail server is asked.
    """
    in_force = context.Context(UUID(str(organization_id)))
    with context.enter(in_force):
        taken = _claim(message_id)
    if taken is None:
        return
    with context.enter(in_force):
        message = Message.objects.select_related("person", "organization").get(pk=message_id)
        if taken != Taken.NOW:
            composing.note(message)
            return
        mail = composing.mail_of(message)
    if mail is None:
        _end(message_id, in_force, failure=Failure.MOOT)
        return
    try:
        mail.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _refused(message_id, error, in_force)
    else:
        _end(message_id, in_force)


class Taken(enum.Enum):
    """What a worker does with a message that it has taken."""

    NOW = "sends it"
    LATER = "puts it off"
    NEVER = "does not mail it"


def _claim(message_id):
    """What this worker is to do with the message; None if there is nothing to do."""
    free = waiting_messages().select_for_update(skip_locked=True, of=("self",))
    message = free.filter(pk=message_id).first()
    if message is None:
        return None
    if message.attempts >= MOST_ATTEMPTS:
        _give_up(message_id, Failure.GAVE_UP)
        return None
    if message.attempts == 0 and (put_off := _put_off(message)):
        return put_off
    message.attempts += 1
    message.claimed_at = clock.now()
    message.save(update_fields=["attempts", "claimed_at"])
    return Taken.NOW


def _put_off(message):
    """Do without the mail, or let it wait, as its reader has chosen; None if it goes now."""
    kind = catalog.kind_of(message.kind)
    if not (kind.is_optional or kind.may_wait):
        return None
    reading, now = readers.reading_of(message), clock.now()
    is_unwanted = message.kind in reading.stopped or is_failing(message.recipient)
    if kind.is_optional and is_unwanted:
        _give_up(message.pk, Failure.UNWANTED)
        return Taken.NEVER
    if not kind.may_wait:
        return None
    message.is_gathered = kind.is_optional and reading.pace != Pace.NOW
    if message.is_gathered:
        message.send_after = reading.hours.next_digest(now, reading.pace)
    else:
        message.send_after = reading.hours.next_after(now)
        if message.send_after <= now:
            return None
    message.save(update_fields=["send_after", "is_gathered"])
    return Taken.LATER


def _refused(message_id, error, in_force):
    """End what can never be delivered; leave the rest to a later attempt."""
    if _is_permanent(error):
        _end(message_id, in_force, failure=Failure.REFUSED)
        return
    logger.warning("message %s was not sent: %s", message_id, type(error).__name__)
    with context.enter(in_force):
        if Message.objects.filter(pk=message_id, attempts__gte=MOST_ATTEMPTS).exists():
            _give_up(message_id, Failure.GAVE_UP)


def _is_permanent(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    # No address that mail can be sent to.
    return isinstance(error, ValueError | smtplib.SMTPNotSupportedError)


def _end(message_id, in_force, failure=""):
    with context.enter(in_force):
        if failure:
            _give_up(message_id, failure)
        else:
            _with_gathered(message_id).update(sent_at=clock.now())


def _give_up(message_id, failure):
    _with_gathered(message_id).filter(sent_at__isnull=True).update(
        failed_at=clock.now(), failure=failure
    )


def _with_gathered(message_id):
    """The message, and what it tells if it is a digest: both end at the same moment."""
    return Message.objects.filter(Q(pk=message_id) | Q(told_in=message_id), failed_at__isnull=True)
