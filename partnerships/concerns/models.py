"""Asking the coordinators for a call, and the way past them to a program's contact person."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.crypto.services import About
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.concerns.kinds import Outcome


class CallRequest(TenantModel):
    """One of a pair asks the coordinators to call: that they do, not why. The partner never knows.

    ``locked`` is how and when they can be reached, if they said so.
    """

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="calls")
    person = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    locked = models.BinaryField(null=True)
    asked_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership", "person"],
                condition=Q(closed_at__isnull=True),
                name="callrequest_one_open",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by_id__isnull=True, outcome="")
                | Q(
                    closed_at__isnull=False, closed_by_id__isnull=False, outcome__in=Outcome.values
                ),
                name="callrequest_closed_with_outcome",
            ),
        ]

    @property
    def about(self) -> About:
        return About("partnerships_callrequest.locked", self.pk)


class ContactPerson(TenantModel):
    """Who hears, in one program, what the coordinators should not handle. One at a time.

    ``about`` is a line that says who they are. What was sent to a former one stays with them.
    """

    program = TenantForeignKey("programs.Program", models.CASCADE, related_name="contact_persons")
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("mail address"), max_length=254)
    about = models.CharField(_("who they are"), max_length=200, blank=True, default="")
    named_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-named_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program"],
                condition=Q(ended_at__isnull=True),
                name="contactperson_one_a_program",
            ),
        ]

    def __str__(self):
        return self.name


class Concern(TenantModel):
    """What one of a pair tells the contact person: there for its author and whoever has the link.

    Coordinators see no row of this table, and no mail about one. A code, mailed when it is asked
    for, opens the words: ``code_number`` counts the codes, ``code_mailed`` those that went out,
    ``code_tries`` the tries of the newest one.
    """

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    author = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    contact = TenantForeignKey(ContactPerson, models.PROTECT, related_name="+")
    locked = models.BinaryField()
    sent_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    token_hash = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    undelivered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    code_number = models.PositiveSmallIntegerField(default=0)
    code_mailed = models.PositiveSmallIntegerField(default=0)
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "token_hash"], name="concern_link"),
        ]

    @property
    def about(self) -> About:
        return About("partnerships_concern.locked", self.pk)
