"""A program: one cohort with its dates, rules and sponsors."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.models import TenantForeignKey, TenantModel
from programs.timetable import LABELS

# The parts of a match's score and the percentage that each has by default.
WEIGHTS = {
    "weight_needs": 40,
    "weight_path": 15,
    "weight_ways": 15,
    "weight_wishes": 15,
    "weight_logistics": 10,
    "weight_perspective": 5,
}


class Program(TenantModel):
    """One cohort. Its slug is part of its addresses."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    purpose = models.TextField(_("purpose"), blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))

    answer_days = models.PositiveSmallIntegerField(default=7)
    meeting_every_days = models.PositiveSmallIntegerField(default=30)
    former_employer_months = models.PositiveSmallIntegerField(default=24)
    default_zone_gap_hours = models.PositiveSmallIntegerField(default=6)

    weight_needs = models.PositiveSmallIntegerField(default=WEIGHTS["weight_needs"])
    weight_path = models.PositiveSmallIntegerField(default=WEIGHTS["weight_path"])
    weight_ways = models.PositiveSmallIntegerField(default=WEIGHTS["weight_ways"])
    weight_wishes = models.PositiveSmallIntegerField(default=WEIGHTS["weight_wishes"])
    weight_logistics = models.PositiveSmallIntegerField(default=WEIGHTS["weight_logistics"])
    weight_perspective = models.PositiveSmallIntegerField(default=WEIGHTS["weight_perspective"])

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="program_slug"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="program_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(answer_days__range=(1, 60)), name="program_answer_days"
            ),
            models.CheckConstraint(
                condition=Q(
                    weight_needs=100
                    - F("weight_path")
                    - F("weight_ways")
                    - F("weight_wishes")
                    - F("weight_logistics")
                    - F("weight_perspective")
                ),
                name="program_weights_are_percent",
                violation_error_message=_("The six weights must add up to 100."),
            ),
        ]

    def __str__(self):
        return self.name


class ProgramDate(TenantModel):
    """One line of a program's timetable."""

    program = TenantForeignKey(Program, models.CASCADE, related_name="dates")
    key = models.CharField(max_length=20, choices=LABELS)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta(TenantModel.Meta):
        ordering = ["opens_on", "closes_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program", "key"], name="programdate_once"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="programdate_closes_after_opening",
                violation_error_message=_("A stage cannot close before it opens."),
            ),
        ]


class Sponsorship(TenantModel):
    """A company's place in a program."""

    program = TenantForeignKey(Program, models.CASCADE, related_name="sponsorships")
    company = TenantForeignKey("organizations.Company", models.PROTECT, related_name="sponsorships")
    mentee_seats = models.PositiveSmallIntegerField(
        _("mentee seats"), default=0, validators=[MinValueValidator(0), MaxValueValidator(500)]
    )
    mentors_owed = models.PositiveSmallIntegerField(
        _("mentors owed"), default=0, validators=[MinValueValidator(0), MaxValueValidator(500)]
    )

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program", "company"], name="sponsorship_once"
            )
        ]
