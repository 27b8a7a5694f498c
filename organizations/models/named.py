"""Names of companies that HR wants its people kept apart from, and what coordinators made of them.

Two tables, because HR's database role may read one of them alone: what a name led to tells whether
that company is known here.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from organizations.models.companies import Company


class NamedCompetitor(TenantModel):
    """A name as HR of ``company`` typed it. Only functions of the database write it."""

    company = TenantForeignKey(Company, models.CASCADE, related_name="named_competitors")
    name = models.CharField(max_length=160)
    by_user_id = models.UUIDField(null=True, blank=True)
    named_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                "company",
                Lower("name"),
                name="namedcompetitor_once",
                condition=Q(removed_at__isnull=True),
            )
        ]

    def __str__(self):
        return self.name


class NamedDecision(TenantModel):
    """What a coordinator made of a name: the company it means, or None, "not known here"."""

    named = TenantForeignKey(NamedCompetitor, models.CASCADE, related_name="decisions")
    competitor = TenantForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="named_by"
    )
    # Whether the declaration came with this decision, and goes with it.
    has_declared = models.BooleanField(default=False)
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "named"], name="nameddecision_once")
        ]
