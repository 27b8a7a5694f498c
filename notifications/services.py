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
    if not is_known(kind):
        raise LookupError(f"nobody writes messages of kind {kind!r}")
    message, created = Message.objects.get_or_create(
        person=person, kind=kind, occasion=str(occasion), defaults={"facts": facts}
    )
    if created:
        tasks.send_message.delay_on_commit(str(message.pk))
    return message


def send_due():
    """Due work: queue a task for every message that waits; the broker may have lost the first."""
    for pk in waiting_messages().values_list("pk", flat=True)[:MOST_AT_ONCE]:
        tasks.send_message.delay_on_commit(str(pk))
