"""Up to when somebody has seen what there is for them at the end of their year."""

from django.db import models
from django.db.models import Q

from mentoring.tenancy.models import TenantForeignKey, TenantModel


class What(models.TextChoices):
    CHANGE = "change"
    CERTIFICATE = "certificate"
    SHARED = "shared"


class Seen(TenantModel):
    """``at`` is when a participant last opened it, so that their next step is another.

    For themselves alone: nobody else learns who has looked.
    """

    participant = TenantForeignKey("participants.Participant", models.CASCADE, related_name="+")
    what = models.CharField(max_length=11, choices=What)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "what"], name="seen_once"
            ),
            models.CheckConstraint(condition=Q(what__in=What.values), name="seen_what"),
        ]

    def __str__(self):
        return f"{self.participant_id} {self.what}"
