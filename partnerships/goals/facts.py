"""What coordinators know of the goals of a pair: how many there are, and since when."""

from datetime import timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from mentoring import clock
from partnerships.goals.models import GoalFact

SET_WITHIN = timedelta(days=30)  # from the introduction on


def goal_facts():
    """Annotations over ``Partnership``: ``goals_set``, their number, and ``goals_since``."""
    rows = GoalFact.objects.filter(partnership=OuterRef("pk"))
    number = rows.order_by().values("partnership").annotate(n=Count("id")).values("n")
    return {
        "goals_set": Coalesce(Subquery(number, IntegerField()), 0),
        "goals_since": Subquery(rows.order_by("set_at").values("set_at")[:1]),
    }


def without_goals(partnerships, before=None):
    """Of these, who could have set a goal since before then, or for thirty days, and has none."""
    rows = GoalFact.objects.filter(partnership=OuterRef("pk"))
    before = before or clock.now() - SET_WITHIN
    return partnerships.filter(~Exists(rows), introduced_at__lt=before, ended_at__isnull=True)
