"""A mentor and a mentee, from announcement to end."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.actions import models as actions  # noqa: F401  found by the app's registry
from partnerships.agreements import models as agreements  # noqa: F401  found by the app's registry
from partnerships.cases import models as cases  # noqa: F401  found by the app's registry
from partnerships.checks import models as checks  # noqa: F401  found by the app's registry
from partnerships.concerns import models as concerns  # noqa: F401  found by the app's registry
from partnerships.endings import models as endings  # noqa: F401  found by the app's registry
from partnerships.erasing import models as erasing  # noqa: F401  found by the app's registry
from partnerships.goals import models as goals  # noqa: F401  found by the app's registry
from partnerships.lasting import models as lasting
from partnerships.lifecycle import (
    ACCEPTED,
    FAILED,
    FINAL,
    LIVE,
    UNDER_WAY,
    DeclineReason,
    EndReason,
    PauseReason,
    Status,
)
from partnerships.meetings import models as meetings  # noqa: F401  found by the app's registry
from partnerships.unread import models as unread  # noqa: F401  found by the app's registry
from partnerships.writing import models as writing  # noqa: F401  found by the app's registry


class Partnership(TenantModel):
    """``services`` alone changes the status.

    People, jobs and companies are frozen at announcement: composite references to participant and
    employment make them impossible to forge, and triggers refuse competitors and a full mentor.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="partnerships")
    mentor = TenantForeignKey("participants.Participant", models.PROTECT, related_name="as_mentor")
    mentee = TenantForeignKey("participants.Participant", models.PROTECT, related_name="as_mentee")
    mentor_person = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    mentee_person = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    mentor_employment = TenantForeignKey(
        "organizations.Employment", models.PROTECT, related_name="+"
    )
    mentee_employment = TenantForeignKey(
        "organizations.Employment", models.PROTECT, related_name="+"
    )
    mentor_company = TenantForeignKey("organizations.Company", models.PROTECT, related_name="+")
    mentee_company = TenantForeignKey("organizations.Company", models.PROTECT, related_name="+")

    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    place = models.PositiveSmallIntegerField(null=True)
    announced_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    mentor_accepted_at = models.DateTimeField(null=True, blank=True)
    mentee_accepted_at = models.DateTimeField(null=True, blank=True)
    # Both have finished the training of their side: meetings open, and their clocks start.
    introduced_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The program's last day when it became active, and what pauses and extensions have added since.
    ends_on = models.DateField(null=True, blank=True)
    days_paused = models.PositiveSmallIntegerField(default=0)
    days_extended = models.PositiveSmallIntegerField(default=0)
    paused_on = models.DateField(null=True, blank=True)
    # The day on which those who pause wish to be asked whether they go on.
    ask_again_on = models.DateField(null=True, blank=True)
    # The last day of closing, after which it is completed.
    closing_until = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-announced_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=LIVE, place__isnull=False, ended_at__isnull=True)
                | Q(status__in=FINAL, place__isnull=True, ended_at__isnull=False),
                name="partnership_place_iff_live",
            ),
            models.CheckConstraint(
                condition=~Q(mentor_person=F("mentee_person")), name="partnership_of_two_people"
            ),
            # What is over may stay when its two companies turn out to be one, recorded twice.
            # Nothing starts there: it is proposed across companies, and its parties are frozen.
            models.CheckConstraint(
                condition=~Q(mentor_company=F("mentee_company")) | Q(status__in=FINAL),
                name="partnership_across_companies",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*ACCEPTED, Status.ENDED])
                | Q(mentor_accepted_at__isnull=False, mentee_accepted_at__isnull=False),
                name="partnership_both_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.PROPOSED, *FAILED])
                | Q(mentor_accepted_at__isnull=True)
                | Q(mentee_accepted_at__isnull=True),
                name="partnership_prepares_when_both_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ACTIVE, Status.PAUSED])
                | Q(introduced_at__isnull=False),
                name="partnership_after_training",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*UNDER_WAY, Status.COMPLETED]) | Q(ends_on__isnull=False),
                name="partnership_end_known",
            ),
            models.CheckConstraint(
                condition=Q(days_paused__lte=lasting.MOST_DAYS)
                & Q(days_extended__lte=lasting.MOST_DAYS),
                name="partnership_days_plausible",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PAUSED, paused_on__isnull=False)
                | ~Q(status=Status.PAUSED) & Q(paused_on__isnull=True, ask_again_on__isnull=True),
                name="partnership_paused_since",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSING) | Q(closing_until__isnull=False),
                name="partnership_closing_until",
            ),
            models.UniqueConstraint(
                fields=["organization", "mentee"],
                condition=Q(status__in=LIVE),
                name="partnership_one_live_per_mentee",
                violation_error_message=_("This mentee has a match already."),
            ),
            models.UniqueConstraint(
                fields=["organization", "mentor", "place"],
                condition=Q(status__in=LIVE),
                name="partnership_one_live_per_place",
            ),
        ]

    @property
    def is_open(self):
        return self.status == Status.PROPOSED

    @property
    def is_revealed(self):
        """Both said yes: each may know who the other is."""
        return self.mentor_accepted_at is not None and self.mentee_accepted_at is not None


class PartnershipEvent(TenantModel):
    """One step of a partnership; append-only."""

    partnership = TenantForeignKey(Partnership, models.PROTECT, related_name="events")
    action = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status)
    role = models.CharField(max_length=12)
    by_user_id = models.UUIDField(null=True, blank=True)
    reason = models.CharField(
        max_length=12,
        choices=[*DeclineReason.choices, *EndReason.choices, *PauseReason.choices],
        blank=True,
        default="",
    )
    # The last day of the partnership as a step left it that set or moved it.
    ends_on = models.DateField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="")
                | Q(action="decline", reason__in=DeclineReason.values)
                | Q(action="end", reason__in=EndReason.values)
                | Q(action="pause", reason__in=PauseReason.values),
                name="partnershipevent_reason_fits",
            )
        ]


class RosterEntry(models.Model):
    """What HR may know of its own people: the database's view answers for one company only."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    title = models.TextField()
    side = models.CharField(max_length=6)
    program_id = models.UUIDField()
    stage = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "company_roster"
        ordering = ["name", "id"]

    def __str__(self):
        return self.name
