"""A coordinator's word on a pair, which every run of the program obeys."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.models import TenantForeignKey, TenantModel

LONGEST_REASON = 500


class Kind(models.TextChoices):
    PIN = "pin", _("Pinned")
    VETO = "veto", _("Vetoed")


class Ruling(TenantModel):
    """These two for certain (a pin), or never these two (a veto), until it is lifted.

    ``change`` is the change of a finished run that it came with, if it did.
    """

    program = TenantForeignKey("programs.Program", models.CASCADE, related_name="rulings")
    mentee = TenantForeignKey("participants.Participant", models.CASCADE, related_name="+")
    mentor = TenantForeignKey("participants.Participant", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind)
    reason = models.TextField(_("reason"), blank=True, max_length=LONGEST_REASON)
    change = TenantForeignKey(
        "matching.Change", models.SET_NULL, null=True, blank=True, related_name="rulings"
    )
    made_by = TenantForeignKey("organizations.Membership", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_by = TenantForeignKey(
        "organizations.Membership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "mentee", "mentor"],
                condition=Q(lifted_at__isnull=True),
                name="ruling_once_a_pair",
            ),
            models.UniqueConstraint(
                fields=["organization", "mentee"],
                condition=Q(lifted_at__isnull=True, kind=Kind.PIN),
                name="ruling_one_pin_a_mentee",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.VETO) | ~Q(reason=""), name="ruling_veto_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="ruling_lifted_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.mentee_id} {self.mentor_id}"
