"""Changes of employer that are known before their day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.models import TenantForeignKey, TenantModel
from organizations.models.companies import Company
from organizations.models.people import Person


class PlannedState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Took effect")
    REFUSED = "refused", _("Could not take effect")
    CANCELED = "canceled", _("Taken back")


class PlannedJob(TenantModel):
    """On ``takes_effect_on`` the person joins ``company``, or leaves theirs when it is None.

    A worker carries it out on that day, where the organization is, once. ``refusal`` is our own
    sentence on why it could not. Until then no job changes, and no match is announced that would
    compete from that day on.
    """

    person = TenantForeignKey(Person, models.CASCADE, related_name="planned_jobs")
    company = TenantForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="planned_jobs"
    )
    takes_effect_on = models.DateField()
    state = models.CharField(
        max_length=8, choices=PlannedState, default=PlannedState.PLANNED, editable=False
    )
    refusal = models.CharField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["takes_effect_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(state=PlannedState.PLANNED),
                name="plannedjob_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state=PlannedState.PLANNED, settled_at__isnull=True)
                | (
                    Q(state__in=[state for state in PlannedState if state != "planned"])
                    & Q(settled_at__isnull=False)
                ),
                name="plannedjob_settled_iff_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "takes_effect_on"],
                condition=Q(state=PlannedState.PLANNED),
                name="plannedjob_due",
            )
        ]
