"""The outbox of messages to people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel


class Failure(models.TextChoices):
    """Why a message will never be sent."""

    REFUSED = "refused", _("The receiving mail server refused it")
    GAVE_UP = "gave_up", _("Several attempts failed")
    MOOT = "moot", _("It was no longer true when its turn came")


class Message(TenantModel):
    """One message to a person or a bare address, unique by kind and occasion; sent by a worker.

    ``sent_at`` commits after the mail server took it; ``claimed_at`` commits before it is asked, so
    a second worker does not send the same message while the first one talks. ``facts`` are ids and
    names of choices: the text is written when it is sent, from what is true then.
    """

    person = TenantForeignKey(
        "organizations.Person", models.CASCADE, null=True, blank=True, related_name="messages"
    )
    address = models.EmailField(max_length=254, blank=True, default="")
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=10, choices=Failure, blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person", "kind", "occasion"], name="message_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "address", "kind", "occasion"],
                condition=Q(person__isnull=True),
                name="message_once_to_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="")
                | (Q(person__isnull=True) & ~Q(address="")),
                name="message_to_person_or_address",
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True, failure="")
                | (Q(failed_at__isnull=False, sent_at__isnull=True) & ~Q(failure="")),
                name="message_failure_iff_failed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "created_at"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="message_due",
            )
        ]

    @property
    def recipient(self):
        """The mail address that it goes to."""
        return self.person.email if self.person else self.address


class OptionalMail(TenantModel):
    """One kind of mail that a login may do without in an organization, and what it said last.

    ``told`` are the ids of what waited when ``looked_on``, a day of the organization, began.
    """

    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    stopped_at = models.DateTimeField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)
    told = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "kind"], name="optionalmail_once"
            )
        ]


class CalendarFeed(TenantModel):
    """The private address at which the calendar program of a login reads its dates in one
    organization.

    ``token_hash`` stands for the secret part of the address, which no table holds. Without a row
    there is no address. ``fetched_at`` is when a program last read it, to within an hour.
    """

    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="calendarfeed_one"),
            models.CheckConstraint(
                condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"), name="calendarfeed_hash"
            ),
        ]
        # It is looked for before the organization is known.
        indexes = [models.Index(fields=["token_hash"], name="calendarfeed_token")]
