"""The outbox of messages to people, what they have seen of it, and how they want it to come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from notifications.bounces import models as bounces  # noqa: F401  found by the app's registry


class Failure(models.TextChoices):
    """Why a message will never be sent."""

    REFUSED = "refused", _("The receiving mail server refused it")
    GAVE_UP = "gave_up", _("Several attempts failed")
    MOOT = "moot", _("It was no longer true when its turn came")
    UNWANTED = "unwanted", _("Its reader does without mails of this kind")


class Message(TenantModel):
    """One message to a person or a bare address, unique by kind and occasion; sent by a worker.

    ``sent_at`` commits after the mail server took it; ``claimed_at`` commits before it is asked, so
    a second worker does not send the same message while the first one talks. ``facts`` are ids and
    names of choices: the text is written when it is sent, from what is true then.

    ``send_after`` is set when its reader rests or gathers what is optional; ``told_in`` is the
    digest that a gathered message went into, which is the one mail that says it.
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
    send_after = models.DateTimeField(null=True, blank=True)
    is_gathered = models.BooleanField(default=False, db_default=False)
    told_in = TenantForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="gathered"
    )

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
            models.CheckConstraint(
                condition=Q(told_in__isnull=True) | Q(is_gathered=True),
                name="message_told_in_if_gathered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "created_at"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="message_due",
            ),
            models.Index(fields=["organization", "created_at"], name="message_by_age"),
        ]

    @property
    def recipient(self):
        """The mail address that it goes to."""
        return self.person.email if self.person else self.address


class Surface(models.TextChoices):
    """Where somebody reads what is new for them."""

    PORTAL = "portal"
    DASHBOARD = "dashboard"
    COMPANY = "company"


class Notice(TenantModel):
    """What a message says, in one line behind the bell of its reader; its own words, never more.

    ``title`` is the subject of the letter, ``path`` where on this site it leads.
    """

    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    message = TenantForeignKey(Message, models.CASCADE, related_name="notices")
    surface = models.CharField(max_length=9, choices=Surface)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True, default="")
    told_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-told_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "message", "user"], name="notice_once"),
            models.CheckConstraint(condition=Q(surface__in=Surface.values), name="notice_surface"),
            models.CheckConstraint(condition=~Q(title=""), name="notice_has_title"),
            models.CheckConstraint(
                condition=Q(path="") | (Q(path__startswith="/") & ~Q(path__startswith="//")),
                name="notice_leads_to_this_site",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "user", "surface", "-told_at"], name="notice_list"
            ),
            models.Index(
                fields=["organization", "user", "surface"],
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(fields=["organization", "told_at"], name="notice_by_age"),
        ]


class Pace(models.TextChoices):
    """When mails that are optional come."""

    NOW = "now", _("Each as it comes")
    DAILY = "daily", _("One mail a day")
    WEEKLY = "weekly", _("One mail a week")


class Reader(TenantModel):
    """How a login wants to be written to by an organization; without a row all is as shipped.

    Quiet hours run from one wall clock time to another, over midnight if the second is earlier;
    two that are equal are none. Without a zone it is the one of the profile, then the
    organization's.
    """

    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    pace = models.CharField(max_length=6, choices=Pace, default=Pace.NOW)
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    is_quiet_on_weekends = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="reader_once"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="reader_pace"),
        ]


class OptionalMail(TenantModel):
    """What a login does without, of one kind of message, and what a mail of it said last.

    ``stopped_at`` is of its mails, ``hidden_at`` of its lines behind the bell. ``told`` are the ids
    of what waited when ``looked_on``, a day of the organization, began.
    """

    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    stopped_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)
    told = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "kind"], name="optionalmail_once"
            )
        ]


class LetterText(TenantModel):
    """An organization's own words for one kind of letter, in versions that are never changed.

    The newest holds; one without words is the way back to the shipped text.
    """

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=150, blank=True, default="")
    opening = models.TextField(blank=True, default="")
    closing = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(default=clock.now)
    made_by = TenantForeignKey("organizations.Membership", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "number"], name="lettertext_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="lettertext_from_one"),
        ]

    @property
    def has_words(self):
        """Whether anything of it is not as shipped."""
        return bool(self.subject or self.opening or self.closing)


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
