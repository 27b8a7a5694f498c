"""How long messages are kept."""

from datetime import timedelta

from django.db.models import Q

from mentoring import clock
from notifications.models import Message

# Longer than any program: what was told once in it is never told again. The trail of decisions,
# which is kept for longer, does not need them.
KEPT_FOR = timedelta(days=2 * 365)
MOST_AT_ONCE = 1000


def forget_old():
    """Due work: remove what was sent, or will never be, two years after it was written."""
    settled = Q(sent_at__isnull=False) | Q(failed_at__isnull=False)
    old = Message.objects.filter(settled, created_at__lt=clock.now() - KEPT_FOR)
    old = old.filter(Q(told_in__isnull=True) | Q(told_in__created_at__lt=clock.now() - KEPT_FOR))
    Message.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST_AT_ONCE])).delete()
