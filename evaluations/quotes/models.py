"""Passages of somebody's own words that they let others read, and whom they let.

The words lie locked under their author's key until a report or a page that was published has
taken them along; an author who is erased takes the rest away with the key.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.crypto.services import About
from mentoring.tenancy.models import TenantForeignKey, TenantModel

MOST_CHARACTERS = 500


class State(models.TextChoices):
    """What a coordinator has said to the words as they stand."""

    WAITING = "waiting", _("waits for a look")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("sent back")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Audience(models.TextChoices):
    PROGRAM = "program", _("The people of this program")
    PUBLIC = "public", _("The public: the organization's own pages and talks")
    SPONSORS = "sponsors", _("Reports to the sponsoring companies")


class Quote(TenantModel):
    """One passage. ``edition`` counts how often its author has written it anew.

    Withdrawn, its words are gone; what was taken along before stays where it is.
    """

    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="quotes"
    )
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    edition = models.PositiveSmallIntegerField(default=1)
    locked = models.BinaryField(null=True)
    locked_reason = models.BinaryField(null=True)
    written_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, locked__isnull=True)
                | (~Q(state=State.WITHDRAWN) & Q(locked__isnull=False)),
                name="quote_words_until_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, locked_reason__isnull=False)
                | (~Q(state=State.RETURNED) & Q(locked_reason__isnull=True)),
                name="quote_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACCEPTED, State.RETURNED])
                | Q(decided_at__isnull=False),
                name="quote_decided_at",
            ),
        ]
        indexes = [models.Index(fields=["organization", "participant"], name="quote_of_author")]

    def __str__(self):
        return f"{self.participant_id} {self.written_at}"

    @property
    def about(self) -> About:
        return About("evaluations_quote.locked", self.pk)

    @property
    def about_reason(self) -> About:
        return About("evaluations_quote.locked_reason", self.pk)


class QuoteConsent(TenantModel):
    """That the author lets one audience read one quote, and to which text they said so.

    ``taken_by`` is the snapshot or page that has taken the words along: from then on the consent
    cannot be taken back.
    """

    quote = TenantForeignKey(Quote, models.PROTECT, related_name="consents")
    audience = models.CharField(max_length=8, choices=Audience)
    text_version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "quote", "audience"],
                condition=Q(revoked_at__isnull=True),
                name="quoteconsent_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(revoked_at__isnull=True),
                name="quoteconsent_taken_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="quoteconsent_taken_by",
            ),
        ]

    def __str__(self):
        return f"{self.quote_id} {self.audience}"
