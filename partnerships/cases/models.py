"""Cases: what a coordinator has to look after, and what has happened to each."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.cases.kinds import (
    Action,
    CaseStatus,
    Channel,
    Decision,
    Level,
    Outcome,
    Severity,
    Signal,
)

MOST_DAYS = 400


def _staff(*, is_owed=False):
    """A reference to whoever acted; roles that ended stay as the name of who did what."""
    return TenantForeignKey(
        "organizations.Membership",
        models.PROTECT,
        null=not is_owed,
        blank=not is_owed,
        related_name="+",
    )


class Case(TenantModel):
    """One thing to look after, about a pair, a person in a program, or one of a pair.

    ``occasion`` makes it the only one of its signal and subject: ids and days, never words. What
    the two have written for each other is nowhere in here. ``since`` is when the cause began.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="cases")
    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    signal = models.CharField(max_length=13, choices=Signal)
    occasion = models.CharField(max_length=120)
    since = models.DateTimeField()
    severity = models.PositiveSmallIntegerField(choices=Severity, default=Severity.MEDIUM)
    owner = _staff()
    due_on = models.DateField()
    snoozed_until = models.DateField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.COORDINATOR)
    # Of the highest level: who asked for it, whether the person is told, and who agreed.
    raise_asked_by = _staff()
    is_person_told = models.BooleanField(null=True)
    raised_by = _staff()
    status = models.CharField(max_length=6, choices=CaseStatus, default=CaseStatus.OPEN)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default="")
    opened_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _staff()

    class Meta(TenantModel.Meta):
        ordering = ["severity", "due_on", "opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "signal", "partnership", "participant", "occasion"],
                nulls_distinct=False,
                name="case_once",
            ),
            models.CheckConstraint(
                condition=Q(partnership__isnull=False) | Q(participant__isnull=False),
                name="case_has_subject",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values, level__in=Level.values),
                name="case_known_levels",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=CaseStatus.OPEN,
                    outcome="",
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                )
                | Q(
                    status=CaseStatus.CLOSED,
                    outcome=Outcome.GONE,
                    closed_at__isnull=False,
                    closed_by__isnull=True,
                )
                | (
                    Q(
                        status=CaseStatus.CLOSED,
                        outcome__in=Outcome.values,
                        closed_at__isnull=False,
                        closed_by__isnull=False,
                    )
                    & ~Q(outcome=Outcome.GONE)
                ),
                name="case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.SPONSOR)
                | (
                    Q(
                        raise_asked_by__isnull=False,
                        raised_by__isnull=False,
                        is_person_told__isnull=False,
                    )
                    & ~Q(raised_by=F("raise_asked_by"))
                ),
                name="case_raised_by_two",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "severity", "due_on"],
                condition=Q(status=CaseStatus.OPEN),
                name="case_open",
            ),
            models.Index(fields=["organization", "signal", "status"], name="case_of_signal"),
        ]

    @property
    def is_open(self):
        return self.status == CaseStatus.OPEN


class CaseEvent(TenantModel):
    """One thing that happened to a case; append-only. ``by`` is nobody when it was the system.

    Of a contact it says that there was one, with whom, on which day and how: never what was said.
    """

    case = TenantForeignKey(Case, models.PROTECT, related_name="events")
    action = models.CharField(max_length=13, choices=Action)
    by = _staff()
    at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    to = _staff()
    day = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=9, choices=Channel, blank=True, default="")
    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default="")
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action=Action.CONTACTED)
                | (
                    Q(by__isnull=False, day__isnull=False)
                    & Q(channel__in=Channel.values, participant__isnull=False)
                ),
                name="caseevent_contact_is_whole",
            ),
        ]


class CaseRule(TenantModel):
    """What a program has set for one signal; without a row its default holds.

    ``number`` is in the unit of the signal: days, percent of the agreed cadence, or a rating.
    """

    program = TenantForeignKey("programs.Program", models.CASCADE, related_name="case_rules")
    signal = models.CharField(max_length=13, choices=Signal)
    is_on = models.BooleanField(default=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["signal"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program", "signal"], name="caserule_once"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__lte=MOST_DAYS),
                name="caserule_plausible",
            ),
        ]


class CaseWatch(TenantModel):
    """When an organization was last looked through for cases; two who look wait for its lock."""

    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="casewatch_one")]


class PairDecision(TenantModel):
    """What was decided about a live pair after a fact had changed: it settles exactly those facts.

    ``facts`` are ids and names of choices: the jobs and the standing of both, and what stands
    between their companies. When one of them changes again, the pair needs another look.
    """

    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="decisions"
    )
    facts = models.CharField(max_length=300)
    decision = models.CharField(max_length=7, choices=Decision)
    by = _staff(is_owed=True)
    at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership", "facts"], name="pairdecision_once"
            )
        ]
