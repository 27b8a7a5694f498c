"""What one of a pair is to do there, as annotations over ``Partnership``."""

from datetime import UTC, timedelta

from django.db.models import Count, DateField, IntegerField, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from mentoring import clock
from partnerships.actions.queries import stands
from partnerships.actions.standings import Standing

# A day is over when it is over everywhere: what is asked here is the same in every time zone.
FARTHEST_BEHIND = timedelta(hours=12)


def waiting(person_id):
    """``actions_overdue``: how many of theirs were due on a day that is over.

    ``actions_next_due``: the day of the first that is open, or None.
    """
    day = (clock.now() - FARTHEST_BEHIND).astimezone(UTC).date()
    theirs = stands().filter(
        partnership=OuterRef("pk"),
        partnership__ended_at__isnull=True,
        owner=person_id,
        standing=Standing.OPEN,
    )
    by_pair = theirs.order_by().values("partnership")
    late = by_pair.filter(due_on__lt=day).annotate(n=Count("id")).values("n")
    first = by_pair.annotate(day=Min("due_on")).values("day")
    return {
        "actions_overdue": Coalesce(Subquery(late, IntegerField()), 0),
        "actions_next_due": Subquery(first, DateField()),
    }
