"""What one of a pair is to do: the words sealed, everything behind the third wall.

Its author words it. Either of the two says how it stands, each time in a row of their own.
"""

from django.db import models

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.actions.standings import Standing
from partnerships.writing.models import PairWriting


class ActionItem(PairWriting):
    """Something that ``owner``, one of the two, is to do. ``revision`` counts changes of words."""

    owner = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta(PairWriting.Meta):
        ordering = ["written_at", "id"]


class ActionStep(TenantModel):
    """How an item stands since ``at``, and by what day it is to be done; the newest step counts."""

    wall = "pair"

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    author = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    item = TenantForeignKey(ActionItem, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    standing = models.PositiveSmallIntegerField(choices=Standing)
    due_on = models.DateField(null=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "item", "number"], name="actionstep_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(standing__in=Standing.values), name="actionstep_standing_known"
            ),
        ]
