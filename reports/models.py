"""Published reports, the sets behind their cells, the work that makes them, and HR's counts."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.jobs.models import OPEN, Run
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from reports.content import ReportKind

KINDS = [
    (ReportKind.QUARTERLY.value, _("Quarterly report")),
    (ReportKind.FINAL.value, _("Final report")),
]
MOST_PEOPLE = 5000


class FollowUp(models.TextChoices):
    """When a sponsor counts; named like the rows of a program's timetable."""

    HALF_YEAR = "follow_up_6", _("Six months later")
    YEAR = "follow_up_12", _("A year later")


class Snapshot(TenantModel):
    """One report as it was published: never changed, and put right in the next period only.

    ``company`` is empty in the organization's own report of a program. ``made_for`` is the company
    as it was recorded then; merging companies moves ``company`` alone. ``content`` is the canonical
    JSON of ``reports.content``, and ``content_hash`` its SHA-256.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="snapshots")
    company = TenantForeignKey(
        "organizations.Company", models.PROTECT, null=True, blank=True, related_name="snapshots"
    )
    made_for = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=9, choices=KINDS)
    period_from = models.DateField()
    period_to = models.DateField()
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    content = models.TextField()
    content_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        ordering = ["-period_to", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="snapshot_number"),
            models.UniqueConstraint(
                fields=["organization", "program", "made_for", "kind", "period_to"],
                nulls_distinct=False,
                name="snapshot_once",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="snapshot_period"
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=True, made_for__isnull=True)
                | Q(company__isnull=False, made_for__isnull=False),
                name="snapshot_made_for_company",
            ),
            models.CheckConstraint(
                condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="snapshot_hash"
            ),
        ]

    @property
    def code(self):
        """The number as people write it."""
        return f"R-{self.number}"


class PublishedSet(TenantModel):
    """Who was behind one published cell: what the release of every later report has to know.

    ``members`` are ids of participants. Workers alone read it.
    """

    snapshot = TenantForeignKey(Snapshot, models.PROTECT, related_name="sets")
    family = models.CharField(max_length=60)
    cell = models.CharField(max_length=120)
    members = ArrayField(models.UUIDField())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "snapshot", "family", "cell"], name="publishedset_once"
            )
        ]


class ReportRun(Run):
    """One period of a program, whose reports a worker makes: of every sponsor, and the program's.

    ``made`` is how many it has published.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="report_runs")
    kind = models.CharField(max_length=9, choices=KINDS)
    period_from = models.DateField()
    period_to = models.DateField()
    made = models.PositiveIntegerField(default=0)

    class Meta(Run.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            *Run.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "program"],
                condition=Q(status__in=OPEN),
                name="reportrun_one_open",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="reportrun_period"
            ),
        ]


class SponsorCounts(TenantModel):
    """What HR counts of its people six months and a year later; corrected by the next row.

    ``counted`` people took part, and of them so many stayed, were promoted, have a larger role, or
    moved inside the company. A comparison group, if there is one, is said in words and counted the
    same way.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="+")
    company = TenantForeignKey("organizations.Company", models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=12, choices=FollowUp)
    counted = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_PEOPLE)])
    stayed = models.PositiveSmallIntegerField()
    promoted = models.PositiveSmallIntegerField()
    larger_role = models.PositiveSmallIntegerField()
    moved = models.PositiveSmallIntegerField()
    group_words = models.CharField(max_length=300, blank=True, default="")
    group_counted = models.PositiveSmallIntegerField(null=True, blank=True)
    group_stayed = models.PositiveSmallIntegerField(null=True, blank=True)
    group_promoted = models.PositiveSmallIntegerField(null=True, blank=True)
    group_larger_role = models.PositiveSmallIntegerField(null=True, blank=True)
    group_moved = models.PositiveSmallIntegerField(null=True, blank=True)
    by_user_id = models.UUIDField(null=True, blank=True, editable=False)
    at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    counted__range=(1, MOST_PEOPLE),
                    stayed__lte=F("counted"),
                    promoted__lte=F("counted"),
                    larger_role__lte=F("counted"),
                    moved__lte=F("counted"),
                ),
                name="sponsorcounts_fit",
            ),
            models.CheckConstraint(
                condition=Q(
                    group_words="",
                    group_counted__isnull=True,
                    group_stayed__isnull=True,
                    group_promoted__isnull=True,
                    group_larger_role__isnull=True,
                    group_moved__isnull=True,
                )
                | Q(
                    ~Q(group_words=""),
                    group_counted__isnull=False,
                    group_stayed__isnull=False,
                    group_promoted__isnull=False,
                    group_larger_role__isnull=False,
                    group_moved__isnull=False,
                    group_counted__range=(1, MOST_PEOPLE),
                    group_stayed__lte=F("group_counted"),
                    group_promoted__lte=F("group_counted"),
                    group_larger_role__lte=F("group_counted"),
                    group_moved__lte=F("group_counted"),
                ),
                name="sponsorcounts_group_fits",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "program", "company", "occasion"], name="sponsorcounts_of"
            )
        ]
