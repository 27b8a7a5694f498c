"""Up to when one of a pair has looked at a page of theirs: nobody else learns it."""

from django.db import models
from django.db.models import Q

from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.unread.parts import Part


class LastLook(TenantModel):
    """``at`` is when the newest of what ``author`` has seen on this page came to be.

    For its author alone, behind the third wall: no partner reads whether they were read.
    """

    wall = "author"

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    author = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "author", "partnership", "part"], name="lastlook_once"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="lastlook_part"),
        ]
