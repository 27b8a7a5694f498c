"""On the way into a program: nominations, questions with their answers, consent, applications."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from participants.nominating.words import (
    Answer,
    ApplicationState,
    Doubt,
    Outcome,
    Source,
    WhyNot,
)
from participants.roles import Side


class Nomination(TenantModel):
    """What HR of a sponsor wrote of one of its people; HR reads and adds its own rows alone.

    The database counts seats, and ``round`` is how often the company took the same address back
    before. What became of it stands in ``NominationResult``, which HR cannot read.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="nominations")
    company = TenantForeignKey("organizations.Company", models.PROTECT, related_name="nominations")
    side = models.CharField(max_length=6, choices=Side)
    email = models.EmailField(max_length=254)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    title = models.CharField(max_length=160, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    by_user_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                "program",
                "company",
                Lower("email"),
                "round",
                name="nomination_once",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="nomination_side"),
        ]

    @property
    def name(self):
        return f"{self.given_name} {self.family_name}".strip()


class TakeBack(TenantModel):
    """HR of a company wants a nomination undone; it counts until the nominated has answered."""

    nomination = TenantForeignKey(Nomination, models.PROTECT, related_name="take_backs")
    company = TenantForeignKey("organizations.Company", models.PROTECT, related_name="+")
    by_user_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "nomination"], name="takeback_once")
        ]


class NominationResult(TenantModel):
    """What became of a nomination. No company may read it: it knows of others."""

    nomination = TenantForeignKey(Nomination, models.CASCADE, related_name="results")
    participant = TenantForeignKey(
        "participants.Participant", models.CASCADE, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome)
    doubt = models.CharField(max_length=12, choices=Doubt, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "nomination"], name="nominationresult_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="nominationresult_outcome"
            ),
        ]


class Asking(TenantModel):
    """One time that somebody was asked to take part.

    ``answer_by`` is set when the question outlives the stage of nominations. ``reason`` is for
    coordinators alone.
    """

    participant = TenantForeignKey(
        "participants.Participant", models.CASCADE, related_name="askings"
    )
    source = models.CharField(max_length=12, choices=Source)
    asked_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    reason = models.CharField(max_length=10, choices=WhyNot, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant"],
                condition=Q(answered_at__isnull=True),
                name="asking_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", reason="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="asking_answered_iff_answer",
            ),
        ]


class ConsentText(TenantModel):
    """What people of a program read before they agree: frozen, a new row for a new text.

    ``sections`` are ``{key, heading, lines}``; ``fingerprint`` stands for their words alone, so a
    comma makes no new text.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="consent_texts")
    number = models.PositiveSmallIntegerField()
    sections = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program", "number"], name="consenttext_number"
            )
        ]


class Consent(TenantModel):
    """Somebody agreed to a text, themselves; append-only."""

    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="consents"
    )
    text = TenantForeignKey(ConsentText, models.PROTECT, related_name="consents")
    at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    by_user_id = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "text"], name="consent_once"
            )
        ]


class ApplicationLink(TenantModel):
    """A program's public link. The address holds a token, the row its hash.

    ``number`` counts the links: only the last one opens the page.
    """

    program = TenantForeignKey("programs.Program", models.CASCADE, related_name="application_links")
    is_open = models.BooleanField(default=False)
    number = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "program"], name="applicationlink_once")
        ]
        indexes = [models.Index(fields=["token_hash"], name="applicationlink_token")]


class Application(TenantModel):
    """Somebody asks to take part; the company is what they typed until a coordinator links it.

    ``locked`` is why they want to, under a key of the application's own.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="applications")
    side = models.CharField(_("I would like to be"), max_length=6, choices=Side)
    email = models.EmailField(_("mail address"), max_length=254)
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    company_name = models.CharField(_("company"), max_length=160)
    title = models.CharField(_("title"), max_length=160, blank=True)
    locked = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    state = models.CharField(
        max_length=8, choices=ApplicationState, default=ApplicationState.NEW, editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    participant = TenantForeignKey(
        "participants.Participant",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    class Meta(TenantModel.Meta):
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "organization", "program", Lower("email"), name="application_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.NEW, decided_at__isnull=True)
                | (~Q(state=ApplicationState.NEW) & Q(decided_at__isnull=False)),
                name="application_decided_iff_over",
            ),
        ]

    @property
    def name(self):
        return f"{self.given_name} {self.family_name}".strip()


class CompanyNomination(models.Model):
    """A nomination as its own HR reads it: the database's view answers for one company only.

    ``stage`` is in the roster's words. ``participant_id`` is there when the person stands in the
    company's roster.
    """

    id = models.UUIDField(primary_key=True)
    program_id = models.UUIDField()
    side = models.CharField(max_length=6, choices=Side)
    email = models.EmailField()
    given_name = models.TextField()
    family_name = models.TextField()
    title = models.TextField()
    created_at = models.DateTimeField()
    participant_id = models.UUIDField(null=True)
    stage = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "company_nominations"
        ordering = ["family_name", "given_name", "id"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return f"{self.given_name} {self.family_name}".strip()
