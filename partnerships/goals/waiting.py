"""What waits for one of a pair about goals, as annotations over ``Partnership``."""

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from partnerships.goals.models import GoalFact, GoalSuggestion


def waiting(person_id):
    """``goals_missing``: introduced, theirs to set, and none is there. ``goals_suggested``: the
    mentor offers words that they have not answered.
    """
    facts = GoalFact.objects.filter(partnership=OuterRef("pk"))
    offers = GoalSuggestion.objects.filter(partnership=OuterRef("pk"), answers__isnull=True)
    theirs = Q(mentee_person=person_id, introduced_at__isnull=False, ended_at__isnull=True)
    return {
        "goals_missing": _when(theirs & ~Exists(facts)),
        "goals_suggested": _when(theirs & Exists(offers)),
    }


def _when(condition):
    return Case(When(condition, then=True), default=Value(False), output_field=BooleanField())
