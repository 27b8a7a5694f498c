"""A shortlist round: a few candidates for each mentee, who reads them, and how they were ranked."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring.jobs.models import OPEN, Run, RunStatus
from mentoring.tenancy.models import TenantForeignKey, TenantModel

MOST_CANDIDATES = 3
MOST_LISTS = 20
CHOICES = ("first", "second", "third")


class ShortlistRound(Run):
    """Up to ``most`` candidates for each mentee of a program, each mentor on ``lists`` at most.

    A worker finds them; a coordinator reads them and publishes, and until ``closes_at`` both sides
    rank whom they were shown. Closed by hand, by the day, or before anybody read it, it never
    changes again unless it is opened anew. ``reached`` are the numbers of mentees with at least one
    candidate, at least two, and so on; ``digest`` is of the problem that the lists are proven for.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="shortlists")
    most = models.PositiveSmallIntegerField(
        _("candidates for each mentee"),
        default=MOST_CANDIDATES,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CANDIDATES)],
    )
    lists = models.PositiveSmallIntegerField(
        _("lists for each mentor"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_LISTS)],
    )
    waiting = models.PositiveIntegerField(default=0)
    reached = ArrayField(models.PositiveIntegerField(), default=list)
    points = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    published_by = TenantForeignKey(
        "organizations.Membership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Run.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            *Run.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "program"],
                condition=Q(status__in=[*OPEN, RunStatus.DONE], closed_at__isnull=True),
                name="shortlistround_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(most__range=(1, MOST_CANDIDATES), lists__range=(1, MOST_LISTS)),
                name="shortlistround_numbers",
            ),
            models.CheckConstraint(
                condition=Q(
                    published_at__isnull=True, published_by__isnull=True, closes_at__isnull=True
                )
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    closes_at__gt=F("published_at"),
                    status=RunStatus.DONE,
                ),
                name="shortlistround_published_by_whom_until_when",
            ),
        ]

    def __str__(self):
        return f"{self.program_id} {self.created_at}"

    @property
    def is_draft(self):
        """Found, and nobody but coordinators has read it."""
        return (
            self.status == RunStatus.DONE and self.published_at is None and self.closed_at is None
        )

    @property
    def is_published(self):
        """People read it and can rank; its last day may be over, until the sweep closes it."""
        return self.published_at is not None and self.closed_at is None


class ShortlistCandidate(TenantModel):
    """A mentor on a mentee's list, the best score first; the mentor reads of the mentee too."""

    round = TenantForeignKey(ShortlistRound, models.CASCADE, related_name="candidates")
    mentee = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    mentor = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "round", "mentee", "mentor"],
                name="shortlistcandidate_distinct",
            ),
            models.UniqueConstraint(
                fields=["organization", "round", "mentee", "place"], name="shortlistcandidate_place"
            ),
            models.CheckConstraint(
                condition=Q(place__range=(1, MOST_CANDIDATES)),
                name="shortlistcandidate_at_most_three",
            ),
        ]

    def __str__(self):
        return f"{self.mentee_id} {self.mentor_id}"


class ShortlistAnswer(TenantModel):
    """How somebody ranked whom they were shown; no choice at all is "none of these"."""

    round = TenantForeignKey(ShortlistRound, models.CASCADE, related_name="answers")
    participant = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    first = TenantForeignKey(
        ShortlistCandidate, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second = TenantForeignKey(
        ShortlistCandidate, models.PROTECT, null=True, blank=True, related_name="+"
    )
    third = TenantForeignKey(
        ShortlistCandidate, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["answered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "round", "participant"], name="shortlistanswer_one_each"
            ),
            models.CheckConstraint(
                condition=(Q(second__isnull=True) | Q(first__isnull=False))
                & (Q(third__isnull=True) | Q(second__isnull=False)),
                name="shortlistanswer_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(second__isnull=True) | ~Q(second=F("first")))
                & (Q(third__isnull=True) | (~Q(third=F("first")) & ~Q(third=F("second")))),
                name="shortlistanswer_distinct",
            ),
        ]

    def __str__(self):
        return f"{self.round_id} {self.participant_id}"

    @property
    def choices(self):
        """Ids of the candidates, the first choice first."""
        chosen = (getattr(self, f"{name}_id") for name in CHOICES)
        return [pk for pk in chosen if pk is not None]
