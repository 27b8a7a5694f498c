"""One act on many people of a program, what became of each, and whether it was taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.jobs.models import Run, RunStatus
from mentoring.tenancy.models import TenantForeignKey, TenantModel


class Kind(models.TextChoices):
    TAKE_IN = "take_in", _("Take in")
    TAKE_OUT = "take_out", _("Take out")
    REMIND = "remind", _("Remind")


class Refusal(models.TextChoices):
    """Why an act leaves somebody as they are."""

    ALREADY = "already", _("Is there already")
    ILLEGAL = "illegal", _("Cannot come there from where they are now")
    BOUND = "bound", _("Has a partnership, which must be ended first")
    NOT_IN = "not_in", _("Does not take part")
    COMPLETE = "complete", _("The profile is complete")
    REMINDED = "reminded", _("Was reminded today already")


class Kept(models.TextChoices):
    """Why taking back leaves somebody as they are."""

    CHANGED = "changed", _("Was changed again since")
    MATCHED = "matched", _("Has been matched since")
    SENT = "sent", _("The mail is on its way already")


class BulkAct(Run):
    """An act on the people whose ids are ``chosen``; a plan until it is confirmed.

    ``query`` is the address of the list it was begun on. The counts are those of its steps.
    ``is_undoing`` says which of its two parts of work the run is at, or did last.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="bulk_acts")
    kind = models.CharField(max_length=10, choices=Kind)
    chosen = ArrayField(models.UUIDField())
    query = models.CharField(max_length=2000, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    is_undoing = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)

    class Meta(Run.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            *Run.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_undoing=False) | Q(confirmed_at__isnull=False),
                name="bulkact_undone_after_done",
            ),
        ]

    @property
    def is_plan(self):
        return self.confirmed_at is None

    @property
    def is_undone(self):
        return self.is_undoing and self.status == RunStatus.DONE

    @property
    def kept(self):
        """How many could not be taken back."""
        return self.done - self.undone


class BulkStep(TenantModel):
    """What an act did to one person; ``trace`` is the audit row or the message that it left."""

    act = TenantForeignKey(BulkAct, models.CASCADE, related_name="steps")
    participant = TenantForeignKey(
        "participants.Participant", models.CASCADE, related_name="bulk_steps"
    )
    refusal = models.CharField(max_length=10, choices=Refusal, blank=True)
    before = models.CharField(max_length=12, blank=True)
    trace = models.UUIDField(null=True, blank=True)
    is_undone = models.BooleanField(default=False)
    kept = models.CharField(max_length=10, choices=Kept, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "act", "participant"], name="bulkstep_once"
            ),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(is_undone=False, kept="", trace__isnull=True),
                name="bulkstep_refused_or_done",
            ),
        ]
