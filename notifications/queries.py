"""Which messages wait to be sent."""

from datetime import timedelta

from django.db.models import Q

from mentoring import clock
from notifications.models import Message

# A worker that claimed a message and said nothing for so long is taken for dead.
CLAIM_LASTS = timedelta(minutes=10)


def waiting_messages():
    """Messages that nobody is sending at this moment, oldest first."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=clock.now() - CLAIM_LASTS)
    return Message.objects.filter(free, sent_at__isnull=True, failed_at__isnull=True)
