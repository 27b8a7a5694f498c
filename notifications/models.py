"""The outbox of messages to people."""

from django.db import models
from django.db.models import Q

from mentoring.tenancy.models import TenantForeignKey, TenantModel


class Message(TenantModel):
    """One message to a person, unique by kind and occasion; sent by a worker.

    ``sent_at`` commits after the mail server took it; ``claimed_at`` commits before it is asked, so a
    second worker does not send the same message while the first one talks.
    """

    person = TenantForeignKey("organizations.Person", models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person", "kind", "occasion"], name="message_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organization", "created_at"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="message_due",
            )
        ]
