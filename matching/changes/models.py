"""What coordinators change in the proposals of a finished run; each change is proven anew."""

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.models import TenantForeignKey, TenantModel


class Act(models.TextChoices):
    CHOOSE = "choose", _("another mentor chosen")
    PIN = "pin", _("pinned")
    VETO = "veto", _("vetoed")
    SWAP = "swap", _("mentors exchanged")


class Change(TenantModel):
    """One act on a finished run, and the best answer that there is with it.

    ``asked`` are the pairs of ids ``[mentee, mentor]`` that the act is about. ``pins`` and
    ``vetoes`` are all that hold after it, those of the run and what was decided by then included;
    with them in the run's problem, and the pairs before as the previous run, ``claim`` and
    ``certificate`` prove the answer. ``moves`` are ``{mentee, before, after}``, None for nobody;
    ``before`` the rows of those who moved, as they were, and ``lifted`` the ids of rulings that it
    lifted: what undoing needs. ``lost_matches`` and ``lost_points`` are what it cost.
    """

    run = TenantForeignKey("matching.MatchingRun", models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=6, choices=Act)
    asked = models.JSONField()
    pins = models.JSONField(default=list)
    vetoes = models.JSONField(default=list)
    moves = models.JSONField(default=list)
    before = models.JSONField(default=list)
    lifted = models.JSONField(default=list)
    lost_matches = models.SmallIntegerField()
    lost_points = models.IntegerField()
    outcome_before = models.JSONField()
    outcome = models.JSONField()
    claim = models.JSONField()
    digest = models.CharField(max_length=64)
    certificate = models.JSONField()
    made_by = TenantForeignKey("organizations.Membership", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = TenantForeignKey(
        "organizations.Membership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "run", "number"], name="change_number"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="change_undone_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(digest=KT("certificate__digest")), name="change_is_proven"
            ),
        ]

    def __str__(self):
        return f"{self.run_id} {self.number}"
