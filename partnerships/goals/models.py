"""What a mentee wants to reach in a partnership, and how far it has come.

Every word is sealed and stands behind the third wall; so are levels and days. ``GoalFact`` alone is
there for coordinators: that there is a goal, and since when.
"""

from django.db import models
from django.db.models import Q

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.goals.scale import MOST_GOALS, STARTS, Level
from partnerships.writing.models import PairWriting

LEVELS = {"choices": Level}


class Goal(PairWriting):
    """Title, reason, the five levels in the mentee's words, and the competencies that it serves.

    ``start`` is the level at which it was written. An open goal has one of five ``place``s.
    ``revision`` counts the changes; each former wording is a ``GoalVersion``.
    """

    start = models.SmallIntegerField(**LEVELS)
    place = models.PositiveSmallIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta(PairWriting.Meta):
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership", "place"], name="goal_one_a_place"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, place__range=(1, MOST_GOALS))
                | Q(closed_at__isnull=False, place__isnull=True),
                name="goal_place_iff_open",
            ),
            models.CheckConstraint(condition=Q(start__in=STARTS), name="goal_starts_below"),
        ]


class GoalVersion(PairWriting):
    """What a goal said before a change of it."""

    goal = TenantForeignKey(Goal, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()

    class Meta(PairWriting.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "goal", "revision"], name="goalversion_once"
            )
        ]


class Milestone(PairWriting):
    """A step on the way to a goal, by a day."""

    goal = TenantForeignKey(Goal, models.CASCADE, related_name="milestones")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta(PairWriting.Meta):
        ordering = ["due_on", "id"]


class GoalProgress(PairWriting):
    """How one of the two sees where a goal stands, in a level and a few words."""

    goal = TenantForeignKey(Goal, models.CASCADE, related_name="progress")
    level = models.SmallIntegerField(**LEVELS)

    class Meta(PairWriting.Meta):
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="goalprogress_on_the_scale"
            )
        ]


class GoalSuggestion(PairWriting):
    """Words that the mentor offers: for a new goal, or for one that is there."""

    goal = TenantForeignKey(Goal, models.CASCADE, null=True, related_name="suggestions")

    class Meta(PairWriting.Meta):
        ordering = ["written_at", "id"]


class SuggestionAnswer(TenantModel):
    """What the mentee did with a suggestion: took its words over, or left them."""

    wall = "pair"

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    author = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    suggestion = TenantForeignKey(GoalSuggestion, models.CASCADE, related_name="answers")
    was_taken = models.BooleanField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "suggestion"], name="suggestionanswer_once"
            )
        ]


class GoalFact(TenantModel):
    """That there is a goal, and since when; written by a trigger, and has the goal's id."""

    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="goal_facts"
    )
    set_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["set_at", "id"]
