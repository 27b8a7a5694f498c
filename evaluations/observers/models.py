"""Observers whom a mentee invites, and what they answer."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.observers.kinds import OCCASIONS, Relation, State
from instruments.kinds import Occasion
from mentoring import clock
from mentoring.crypto.services import About
from mentoring.tenancy.models import TenantForeignKey, TenantModel

# For as long the mentee alone reads what was sent, or until they have opened it.
READ_FIRST_FOR = timedelta(days=14)


class ObserverInvitation(TenantModel):
    """One person outside the program is asked about one mentee on one occasion, by a link.

    ``locked`` is what the mentee writes to them, under the mentee's key. What the observer writes
    is under a key of the invitation. ``number`` counts the links: a new one closes the one before.
    ``read_at``: the mentee has opened the answers, from when coordinators may.
    """

    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="observer_invitations"
    )
    occasion = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in OCCASIONS]
    )
    relation = models.CharField(_("how they know your work"), max_length=10, choices=Relation)
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("mail address"), max_length=254, blank=True)
    locked = models.BinaryField(null=True)
    invited_at = models.DateTimeField(default=clock.now)
    number = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64, editable=False)
    mailed_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    version = TenantForeignKey(
        "instruments.InstrumentVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observers",
    )
    consent_version = models.PositiveSmallIntegerField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "occasion", "email"],
                condition=Q(
                    declined_at__isnull=True, withdrawn_at__isnull=True, forgotten_at__isnull=True
                ),
                name="observerinvitation_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "token_hash"], name="observerinvitation_link"
            ),
            models.CheckConstraint(
                condition=Q(occasion__in=[Occasion.BASELINE, Occasion.FINAL]),
                name="observerinvitation_occasion",
            ),
            models.CheckConstraint(
                condition=Q(
                    consented_at__isnull=True, consent_version__isnull=True, version__isnull=True
                )
                | Q(
                    consented_at__isnull=False, consent_version__isnull=False, version__isnull=False
                ),
                name="observerinvitation_consent_whole",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | Q(
                    consented_at__isnull=False, declined_at__isnull=True, withdrawn_at__isnull=True
                ),
                name="observerinvitation_sent_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(submitted_at__isnull=False),
                name="observerinvitation_read_what_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True, email__gt="", name__gt="")
                | Q(forgotten_at__isnull=False, email="", name="", locked__isnull=True),
                name="observerinvitation_forgotten_iff_gone",
            ),
        ]

    def __str__(self):
        return f"{self.participant_id} {self.occasion}"

    @property
    def about(self) -> About:
        return About("evaluations_observerinvitation.locked", self.pk)

    @property
    def state(self):
        """Where it stands now; what came last decides."""
        if self.submitted_at:
            return State.SENT
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.declined_at:
            return State.DECLINED
        if self.expires_at <= clock.now():
            return State.EXPIRED
        return State.BEGUN if self.consented_at else State.OPEN

    @property
    def coordinators_from(self):
        """The moment from when coordinators may read it, or None while nothing was sent."""
        if self.submitted_at is None:
            return None
        later = self.submitted_at + READ_FIRST_FOR
        return min(self.read_at, later) if self.read_at else later

    @property
    def is_for_coordinators(self):
        return self.submitted_at is not None and self.coordinators_from <= clock.now()

    @property
    def is_open(self):
        return self.state in (State.OPEN, State.BEGUN)


class ObserverAnswer(TenantModel):
    """An observer's answer to one item; all of an invitation are written when they are sent."""

    invitation = TenantForeignKey(ObserverInvitation, models.CASCADE, related_name="answers")
    item = TenantForeignKey("instruments.Item", models.PROTECT, related_name="observer_answers")
    number = models.IntegerField(null=True, blank=True)
    choices = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    locked = models.BinaryField(null=True)
    is_unsure = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "invitation", "item"], name="observeranswer_once"
            ),
            models.CheckConstraint(
                condition=Q(is_unsure=True, number__isnull=True, locked__isnull=True, choices=[])
                | Q(is_unsure=False, number__isnull=False, locked__isnull=True, choices=[])
                | Q(is_unsure=False, number__isnull=True, locked__isnull=False, choices=[])
                | (Q(is_unsure=False, number__isnull=True, locked__isnull=True) & ~Q(choices=[])),
                name="observeranswer_is_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.invitation_id} {self.item_id}"
