"""What participants add to the list of competencies in their own words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.models import TenantModel

LONGEST_LABEL = 60


class OwnState(models.TextChoices):
    OPEN = "open", _("To be looked at")
    ACCEPTED = "accepted", _("Part of the list")
    MERGED = "merged", _("Merged into another")


class OwnCompetency(TenantModel):
    """A competency that the common list lacks. Needs and offers hold its ``label`` as their code.

    ``key`` is what all spellings of the label have in common. ``merged_into`` is the code of the
    competency that people who wrote this label have now.
    """

    label = models.CharField(max_length=LONGEST_LABEL)
    key = models.CharField(max_length=2 * LONGEST_LABEL)
    state = models.CharField(max_length=8, choices=OwnState, default=OwnState.OPEN)
    merged_into = models.CharField(max_length=LONGEST_LABEL, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="owncompetency_once"),
            models.CheckConstraint(
                condition=Q(state=OwnState.MERGED) & ~Q(merged_into="")
                | ~Q(state=OwnState.MERGED) & Q(merged_into=""),
                name="owncompetency_merged_somewhere",
            ),
        ]

    def __str__(self):
        return self.label
