"""That somebody took part to the end, on paper, and what tells a true paper from another.

The name and the code lie locked under the person's key, so that the paper can be printed again;
beside them lie hashes alone. Who is erased takes both away, and the code is as unknown as any.
"""

from django.db import models
from django.db.models import F, Q

from mentoring import clock
from mentoring.crypto.services import About
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from participants.roles import Side

MOST_OF_REASON = 300
HASH = r"^[0-9a-f]{64}$"


class Certificate(TenantModel):
    """What one paper says. Nothing of it changes afterwards; one that is revoked stays revoked.

    ``code_hash`` finds it, ``name_proof`` tells whether a family name is the printed one: both are
    empty once the person is erased. ``is_by_itself``: no coordinator's hand was needed.
    """

    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="certificates"
    )
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=6, choices=Side)
    program_name = models.CharField(max_length=200)
    organization_name = models.CharField(max_length=200)
    began_on = models.DateField()
    ended_on = models.DateField()
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    issued_on = models.DateField()
    is_by_itself = models.BooleanField(default=False)
    locked = models.BinaryField()
    code_hash = models.CharField(max_length=64, db_index=True)
    name_proof = models.CharField(max_length=64)
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=MOST_OF_REASON, blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="certificate_number"),
            models.UniqueConstraint(
                fields=["organization", "participant"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_one_that_holds",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("began_on")), name="certificate_dates"
            ),
            models.CheckConstraint(
                condition=Q(code_hash="", name_proof="")
                | Q(code_hash__regex=HASH, name_proof__regex=HASH),
                name="certificate_hashes",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, reason="") | Q(revoked_at__isnull=False),
                name="certificate_reason_of_revoked",
            ),
        ]

    def __str__(self):
        return self.said_number

    @property
    def said_number(self):
        """The number as people write it."""
        return f"C-{self.number}"

    @property
    def about(self) -> About:
        return About("evaluations_certificate.locked", self.pk)
