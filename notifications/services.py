"""Saying something to a person, once for each occasion."""

from django.db import transaction

from notifications import tasks
from notifications.kinds import is_known
from notifications.models import Message
from notifications.queries import waiting_messages

MOST_AT_ONCE = 500


@transaction.atomic
def tell(person, kind, occasion, **facts):
    """Put a message into the outbox in the caller's transaction; twice is once.

    ``kind`` is registered in ``notifications.kinds``, ``occasion`` an id that makes the message
    unique, ``facts`` ids and names of choices, never words that somebody wrote.
    """
    return _tell({"person": person}, kind, occasion, facts)


@transaction.atomic
def tell_address(address, kind, occasion, **facts):
    """The same for somebody who is known by a mail address alone."""
    return _tell({"person": None, "address": address}, kind, occasion, facts)


@transaction.atomic
def tell_many(kind, messages):
    """Say many things in one statement; ``messages`` are ``(person or address, occasion, facts)``.

    Queues each for sending; what was said before is not said again.
    """
    _check(kind)
    rows = [
        Message(**_to(recipient), kind=kind, occasion=str(occasion), facts=facts)
        for recipient, occasion, facts in messages
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        tasks.send_message.delay_on_commit(str(row.pk))


def _to(recipient):
    return {"address": recipient} if isinstance(recipient, str) else {"person": recipient}


def _tell(recipient, kind, occasion, facts):
    _check(kind)
    message, created = Message.objects.get_or_create(
        **recipient, kind=kind, occasion=str(occasion), defaults={"facts": facts}
    )
    if created:
        tasks.send_message.delay_on_commit(str(message.pk))
    return message


def _check(kind):
    if not is_known(kind):
        raise LookupError(f"nobody writes messages of kind {kind!r}")


def send_due():
    """Due work: queue a task for every message that waits; the broker may have lost the first."""
    for pk in waiting_messages().values_list("pk", flat=True)[:MOST_AT_ONCE]:
        tasks.send_message.delay_on_commit(str(pk))
