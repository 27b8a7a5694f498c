"""Somebody asked to act in an organization who has not answered yet."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import (
    TenantForeignKey,
    TenantManager,
    TenantModel,
    TenantQuerySet,
)
from organizations.roles import Role


class InvitationStatus(models.TextChoices):
    """Where an invitation stands."""

    OPEN = "open", _("Open")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    TAKEN_BACK = "taken_back", _("Taken back")


class InvitationQuerySet(TenantQuerySet):
    def unanswered(self):
        """Neither accepted nor taken back; those that ran out are among them."""
        return self.filter(accepted_at__isnull=True, taken_back_at__isnull=True)

    def open(self):
        """Those that can be accepted now."""
        return self.unanswered().filter(expires_at__gt=clock.now())


class RoleInvitation(TenantModel):
    """One role offered to one mail address, until a day.

    The link in the mail holds a token, the row only its hash. ``number`` counts the sendings: each
    has a token of its own, and only the last one opens the door.
    """

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=16, choices=Role)
    company = TenantForeignKey(
        "organizations.Company", models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = TenantForeignKey(
        "organizations.Person", models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    name = models.CharField(max_length=160, blank=True)
    invited_by = models.ForeignKey(
        "organizations.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64)
    # A message for this sending is in the outbox; without one a sweep puts it there.
    mailed_at = models.DateTimeField(null=True, blank=True)
    undelivered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "organizations.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(InvitationQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                "role",
                "company",
                name="roleinvitation_one_open",
                condition=Q(accepted_at__isnull=True, taken_back_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role=Role.HR, company__isnull=False)
                | (~Q(role=Role.HR) & Q(company__isnull=True)),
                name="roleinvitation_company_iff_hr",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.PARTICIPANT, person__isnull=False)
                | (~Q(role=Role.PARTICIPANT) & Q(person__isnull=True)),
                name="roleinvitation_person_iff_participant",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(taken_back_at__isnull=True),
                name="roleinvitation_one_end",
            ),
        ]
        indexes = [
            models.Index(fields=["token_hash"], name="roleinvitation_token"),
            models.Index(
                fields=["organization", "created_at"],
                name="roleinvitation_unmailed",
                condition=Q(
                    mailed_at__isnull=True, accepted_at__isnull=True, taken_back_at__isnull=True
                ),
            ),
        ]

    @property
    def status(self):
        if self.accepted_at:
            return InvitationStatus.ACCEPTED
        if self.taken_back_at:
            return InvitationStatus.TAKEN_BACK
        if self.expires_at <= clock.now():
            return InvitationStatus.EXPIRED
        return InvitationStatus.OPEN
