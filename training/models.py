"""Live sessions with their invitations, and briefings that are read and agreed to."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from training.modules import models as modules  # noqa: F401  found by the app's registry
from training.roles import Answer, Attendance, Audience, Kind, SessionStatus
from training.zones import differs, zone_or_utc

LONGEST_DESCRIPTION = 4000
LONGEST_TEXT = 12_000


class Happening:
    """Mixin of what has ``starts_at``, ``ends_at``, ``time_zone`` and ``status``."""

    @property
    def zone(self):
        """Where it takes place; UTC for a zone that is not known any more."""
        return zone_or_utc(self.time_zone)

    @property
    def is_cancelled(self):
        return self.status == SessionStatus.CANCELLED

    @property
    def has_started(self):
        return self.starts_at <= clock.now()

    @property
    def is_over(self):
        return self.ends_at <= clock.now()


class LiveSession(Happening, TenantModel):
    """A training or briefing at a moment, in a zone of its own, at a place or behind a link.

    ``sequence`` is the calendar's: it rises with what those invited must learn. ``edition`` rises
    with every change, so that a second editor is noticed.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="sessions")
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    capacity = models.PositiveIntegerField(
        _("capacity"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    description = models.TextField(_("description"), blank=True, max_length=LONGEST_DESCRIPTION)
    invites_mentees = models.BooleanField(default=False)
    invites_mentors = models.BooleanField(default=False)
    invites_contacts = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=SessionStatus, default=SessionStatus.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="livesession_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="livesession_https"
            ),
            models.CheckConstraint(
                condition=~Q(place="", link=""), name="livesession_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(invites_contacts=False) | Q(kind=Kind.BRIEFING),
                name="livesession_contacts_to_briefings",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "program", "starts_at"], name="livesession_list"),
            models.Index(
                fields=["organization", "starts_at"],
                condition=Q(status="planned"),
                name="livesession_ahead",
            ),
        ]

    def __str__(self):
        return self.title


class SessionInvitation(TenantModel):
    """Somebody invited to a session: a participant, or a contact at a sponsor.

    ``turns`` counts how often they were taken off the list or put on it again; with the session's
    ``sequence`` it is the calendar's number for them, and ``told`` is the number they last heard
    of. ``attendance_before`` and ``attendance_batch`` are what the latest change of attendance
    replaced, for its undoing. ``has_left``: withdrawn because the person left the program, until
    they come back.
    """

    session = TenantForeignKey(LiveSession, models.CASCADE, related_name="invitations")
    participant = TenantForeignKey(
        "participants.Participant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="session_invitations",
    )
    contact = TenantForeignKey(
        "organizations.Membership", models.CASCADE, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    attendance = models.CharField(max_length=10, choices=Attendance, blank=True, default="")
    attendance_before = models.CharField(max_length=10, blank=True, default="")
    attendance_batch = models.UUIDField(null=True, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    has_left = models.BooleanField(default=False)
    turns = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "session", "participant"],
                condition=Q(participant__isnull=False),
                name="sessioninvitation_of_participant_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "session", "contact"],
                condition=Q(contact__isnull=False),
                name="sessioninvitation_of_contact_once",
            ),
            models.CheckConstraint(
                condition=Q(participant__isnull=False, contact__isnull=True)
                | Q(participant__isnull=True, contact__isnull=False),
                name="sessioninvitation_of_one",
            ),
        ]

    @property
    def name(self):
        return self.contact.name if self.contact else self.participant.person.name

    @property
    def own_zone(self):
        """The zone of a participant who reads another time than where it is; else None."""
        name = self.participant.time_zone if self.participant else ""
        return zone_or_utc(name) if differs(self.session, name) else None

    @property
    def may_be_answered(self):
        return not self.session.is_cancelled and not self.session.is_over

    @property
    def sequence(self):
        """The calendar's number of the session as this person has it."""
        return self.session.sequence + self.turns


class BriefingText(TenantModel):
    """One version of a briefing's text. Never changed: an edit is the next version."""

    audience = models.CharField(max_length=10, choices=Audience)
    number = models.PositiveIntegerField()
    body = models.TextField(max_length=LONGEST_TEXT)
    is_shipped = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["audience", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "audience", "number"], name="briefingtext_number"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="briefingtext_has_body"),
        ]


class BriefingLink(TenantModel):
    """A manager's personal link to the briefing about one mentee; the token itself is not kept.

    ``address`` is the manager's at the time: another manager gets another link.
    """

    participant = TenantForeignKey(
        "participants.Participant", models.CASCADE, related_name="briefing_links"
    )
    address = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    mails = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "address"], name="briefinglink_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "token_hash"], name="briefinglink_token"
            ),
        ]


class BriefingAgreement(TenantModel):
    """A manager (of a mentee) or an HR contact has read a version and agreed. Append-only."""

    text = TenantForeignKey(BriefingText, models.PROTECT, related_name="agreements")
    participant = TenantForeignKey(
        "participants.Participant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="briefing_agreements",
    )
    contact = TenantForeignKey(
        "organizations.Membership", models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=160)
    address = models.EmailField(max_length=254)
    agreed_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        ordering = ["-agreed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "text", "participant", "address"],
                condition=Q(participant__isnull=False),
                name="briefingagreement_of_manager_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "text", "contact"],
                condition=Q(contact__isnull=False),
                name="briefingagreement_of_contact_once",
            ),
            models.CheckConstraint(
                condition=Q(participant__isnull=False, contact__isnull=True)
                | Q(participant__isnull=True, contact__isnull=False),
                name="briefingagreement_of_one",
            ),
        ]


class CompanyBriefing(Happening, models.Model):
    """An HR contact's own invitation: the database's view answers for that login alone."""

    id = models.UUIDField(primary_key=True)
    session_id = models.UUIDField()
    program = models.TextField()
    title = models.TextField()
    description = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.TextField()
    place = models.TextField()
    link = models.TextField()
    status = models.CharField(max_length=10, choices=SessionStatus)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer)
    is_full = models.BooleanField()

    class Meta:
        managed = False
        db_table = "company_briefing"
        ordering = ["starts_at", "id"]

    def __str__(self):
        return self.title


class CompanyBriefingText(models.Model):
    """The newest text for HR, and when this login agreed to it or to an earlier one."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    body = models.TextField()
    agreed_at = models.DateTimeField(null=True)
    agreed_earlier = models.PositiveIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "company_briefing_text"

    def __str__(self):
        return f"{self.number}"
