"""What each of the two says about being matched again, after their partnership ended early."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel


class NextMatch(TenantModel):
    """One person's own answer after one partnership; they may change their mind.

    Who has not said yes is not proposed to anybody again. ``months_credited`` are the whole months
    from the introduction to the end, which count when a next partnership comes.
    """

    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="next_matches"
    )
    participant = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    wants = models.BooleanField()
    months_credited = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField(default=clock.now, db_default=Now())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership", "participant"], name="nextmatch_once"
            ),
            models.CheckConstraint(
                condition=Q(months_credited__lte=60), name="nextmatch_months_plausible"
            ),
        ]
