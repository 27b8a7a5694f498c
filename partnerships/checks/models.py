"""How it goes, as each of the two says it for themselves: read by them and the coordinators."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from mentoring import clock
from mentoring.crypto.services import About
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.checks.kinds import STEPS, Fit, Occasion

_RATED = (STEPS[0], STEPS[-1])
_NO_RATING = Q(meeting__isnull=True, useful__isnull=True)


class Check(TenantModel):
    """One form for one of the two on one occasion; sent once, and never changed afterwards.

    ``meeting`` and ``useful`` are ratings from 1 to 5, ``fit`` is what a fit check says. The words
    are ``locked`` by their author's key. The partner never reads any of it.
    """

    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="checks"
    )
    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="checks"
    )
    occasion = models.CharField(max_length=8, choices=Occasion)
    opened_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    closes_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    meeting = models.PositiveSmallIntegerField(null=True, blank=True)
    useful = models.PositiveSmallIntegerField(null=True, blank=True)
    fit = models.CharField(max_length=8, choices=Fit, blank=True, default="")
    locked = models.BinaryField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership", "participant", "occasion"],
                name="check_once",
            ),
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=True, fit="", locked__isnull=True) & _NO_RATING)
                | (
                    Q(answered_at__isnull=False, occasion=Occasion.FIT, fit__in=Fit.values)
                    & _NO_RATING
                )
                | (
                    Q(answered_at__isnull=False, meeting__range=_RATED, useful__range=_RATED)
                    & Q(fit="")
                    & ~Q(occasion=Occasion.FIT)
                ),
                name="check_answers_its_questions",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "participant"],
                condition=Q(answered_at__isnull=True),
                name="check_open",
            )
        ]

    @property
    def about(self) -> About:
        """Where the words stand, as they are locked."""
        return About("partnerships_check.locked", self.pk)
