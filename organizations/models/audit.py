"""What was done, by whom, to what: append-only in the database."""

from django.db import models
from django.db.models.functions import Now

from mentoring import clock
from mentoring.tenancy.models import TenantModel


class AuditEvent(TenantModel):
    """One decision, change of status, or access to something sensitive. Facts, never content.

    No foreign keys: erasing what it speaks of never breaks the trail.
    """

    at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    verb = models.CharField(max_length=60)
    role = models.CharField(max_length=16, blank=True)
    by_user_id = models.UUIDField(null=True, blank=True)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    facts = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["organization", "-at"], name="audit_newest"),
            models.Index(fields=["organization", "object_id"], name="audit_of_object"),
        ]
