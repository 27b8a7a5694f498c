"""Which messages wait to be sent."""

from datetime import timedelta

from django.db.models import Q

from mentoring import clock
from notifications.models import Message

# A worker that claimed a message and said nothing for so long is taken for dead.
CLAIM_LASTS = timedelta(minutes=10)


def waiting_messages():
    """Messages whose time has come and that nobody is sending at this moment, oldest first."""
    now = clock.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LASTS)
    due = Q(send_after__isnull=True) | Q(send_after__lte=now)
    return Message.objects.filter(
        free, due, is_gathered=False, sent_at__isnull=True, failed_at__isnull=True
    )


def gathered_messages():
    """Messages that wait for the digest of their reader and whose time has come."""
    return Message.objects.filter(
        is_gathered=True,
        told_in__isnull=True,
        send_after__lte=clock.now(),
        sent_at__isnull=True,
        failed_at__isnull=True,
    )
