"""Erasing a person: asked for, to be thought over for some days, and then final."""

from django.db import models
from django.db.models import F, Q

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.erasing.words import Asker


class Erasure(TenantModel):
    """A person is to be erased on ``due_at``, unless it is taken back before.

    The person's row stays, without anything that says who it was. ``mark`` is a keyed hash of their
    address: whoever comes back is not matched with somebody whom they were matched with before.
    ``ends_partnership``: the person wants it although a partnership runs, which then ends.
    """

    person = TenantForeignKey("organizations.Person", models.PROTECT, related_name="erasures")
    asked_by = models.CharField(max_length=9, choices=Asker)
    by_user_id = models.UUIDField(null=True, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField()
    ends_partnership = models.BooleanField(default=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    mark = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(taken_back_at__isnull=True),
                name="erasure_one_open",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(done_at__isnull=True),
                name="erasure_taken_back_or_done",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, mark="")
                | (Q(done_at__isnull=False) & Q(mark__regex=r"^[0-9a-f]{64}$")),
                name="erasure_marked_iff_done",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="erasure_due"),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_at"],
                condition=Q(taken_back_at__isnull=True, done_at__isnull=True),
                name="erasure_waiting",
            ),
            models.Index(fields=["organization", "mark"], name="erasure_of_address"),
        ]

    @property
    def is_open(self):
        return self.taken_back_at is None and self.done_at is None
