"""What a pair agrees on: the organization's text, their cadence, their own clauses, and who signed.

Everything here is added and never changed: another text is the next version, an amendment is the
next agreement, and a signature is for the words that stood there when it was given.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from participants.roles import MeetingForm
from partnerships.writing.models import PairWriting

LONGEST_SOURCE = 20_000
LEAST_WEEKS, MOST_WEEKS = 1, 4
LEAST_MINUTES, MOST_MINUTES = 60, 120
DIGEST_LENGTH = 64


class AgreementText(TenantModel):
    """One version of an organization's text. ``title`` is read from ``source`` when it is saved."""

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    source = models.TextField(_("text"), max_length=LONGEST_SOURCE)
    is_shipped = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="agreementtext_number"),
            models.CheckConstraint(condition=~Q(source=""), name="agreementtext_has_source"),
        ]

    def __str__(self):
        return self.title


class ProgramAgreement(TenantModel):
    """The version that the pairs of a program are given from now on."""

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="+")
    text = TenantForeignKey(AgreementText, models.PROTECT, related_name="uses")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program"], name="programagreement_once"
            ),
        ]


class PairClauses(PairWriting):
    """What a pair adds in its own words, for the two alone; said anew in a row of its own."""


class Agreement(TenantModel):
    """What one of the two proposes; it stands when both have signed it.

    ``digest`` is over everything that is signed, the clauses as they are sealed, so that it tells
    nobody what they say.
    """

    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="agreements"
    )
    number = models.PositiveIntegerField()
    text = TenantForeignKey(AgreementText, models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField(
        _("weeks between meetings"),
        validators=[MinValueValidator(LEAST_WEEKS), MaxValueValidator(MOST_WEEKS)],
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes a meeting"),
        validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)],
    )
    form = models.CharField(_("how you meet"), max_length=9, choices=MeetingForm)
    clauses = TenantForeignKey(PairClauses, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=DIGEST_LENGTH)
    proposed_by = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now, db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership", "number"], name="agreement_number"
            ),
            models.CheckConstraint(
                condition=Q(weeks__range=(LEAST_WEEKS, MOST_WEEKS))
                & Q(minutes__range=(LEAST_MINUTES, MOST_MINUTES))
                & Q(form__in=MeetingForm.values)
                & Q(number__gte=1),
                name="agreement_plausible",
            ),
        ]


class Signature(TenantModel):
    """Somebody has signed one agreement, for themselves, with the words that they read."""

    agreement = TenantForeignKey(Agreement, models.PROTECT, related_name="signatures")
    person = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=DIGEST_LENGTH)
    signed_at = models.DateTimeField(default=clock.now, db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "agreement", "person"], name="signature_once"
            ),
        ]
