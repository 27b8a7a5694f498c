"""A program: one cohort with its dates, rules and sponsors."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
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


class Aim(models.TextChoices):
    """What a sponsor wants from a program, in the words of the evaluation at its end."""

    PIPELINE = "pipeline", _("Succession pipeline")
    CAPABILITY = "capability", _("Capability")
    RETENTION = "retention", _("Retention")


class Program(TenantModel):
    """One cohort. Its slug is part of its addresses.

    ``benefits`` and ``demands`` are what everybody reads before they consent.
    ``report_minimum`` is the fewest people that a published number may be about.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    purpose = models.TextField(_("purpose"), blank=True)
    success_measures = models.TextField(_("success measures"), blank=True)
    eligibility = models.TextField(_("who can take part"), blank=True)
    benefits = models.TextField(_("benefits"), blank=True)
    demands = models.TextField(_("demands"), blank=True)
    cloned_from = TenantForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="clones"
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))

    answer_days = models.PositiveSmallIntegerField(default=7)
    meeting_every_days = models.PositiveSmallIntegerField(default=30)
    former_employer_months = models.PositiveSmallIntegerField(default=24)
    default_zone_gap_hours = models.PositiveSmallIntegerField(default=6)
    default_capacity = models.PositiveSmallIntegerField(default=1)
    report_minimum = models.PositiveSmallIntegerField(default=5)
    # How far pauses may move the end of a partnership in all, and extensions; how long it closes.
    pause_days = models.PositiveSmallIntegerField(default=92)
    extension_days = models.PositiveSmallIntegerField(default=183)
    closing_days = models.PositiveSmallIntegerField(default=21)
    # For how long a questionnaire that was begun can still be sent after it has closed.
    grace_days = models.PositiveSmallIntegerField(default=3)
    needs_two_approvers = models.BooleanField(_("two pairs of eyes"), default=False)
    needs_baseline = models.BooleanField(_("baseline before any match"), default=True)

    weight_needs = models.PositiveSmallIntegerField(default=WEIGHTS["weight_needs"])
    weight_path = models.PositiveSmallIntegerField(default=WEIGHTS["weight_path"])
    weight_ways = models.PositiveSmallIntegerField(default=WEIGHTS["weight_ways"])
    weight_wishes = models.PositiveSmallIntegerField(default=WEIGHTS["weight_wishes"])
    weight_logistics = models.PositiveSmallIntegerField(default=WEIGHTS["weight_logistics"])
    weight_perspective = models.PositiveSmallIntegerField(default=WEIGHTS["weight_perspective"])
    # How much of the needs part compares free texts by meaning, in percent.
    story_share = models.PositiveSmallIntegerField(default=25)

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
                condition=Q(default_capacity__range=(1, 5)), name="program_default_capacity"
            ),
            # An organization may raise the floor of what reports say, never lower it.
            models.CheckConstraint(
                condition=Q(report_minimum__range=(5, 50)), name="program_report_minimum"
            ),
            models.CheckConstraint(condition=Q(story_share__lte=100), name="program_story_share"),
            models.CheckConstraint(
                condition=Q(pause_days__lte=366, extension_days__lte=366), name="program_longest"
            ),
            models.CheckConstraint(
                condition=Q(closing_days__range=(1, 90)), name="program_closing_days"
            ),
            models.CheckConstraint(condition=Q(grace_days__lte=30), name="program_grace_days"),
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


class Door(models.TextChoices):
    """Whether a stage follows its dates or a coordinator's hand."""

    BY_DATE = "", _("By its dates")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class ProgramDate(TenantModel):
    """One line of a program's timetable; ``door`` overrules the dates."""

    program = TenantForeignKey(Program, models.CASCADE, related_name="dates")
    key = models.CharField(max_length=20, choices=LABELS)
    opens_on = models.DateField()
    closes_on = models.DateField()
    door = models.CharField(max_length=6, choices=Door, default=Door.BY_DATE, blank=True)

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
    aims = ArrayField(models.CharField(max_length=12, choices=Aim), default=list, blank=True)
    cost = models.DecimalField(
        _("cost"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
    )
    # Since when the company has said whom it competes with, even if that is nobody.
    competitors_stated_at = models.DateTimeField(null=True, blank=True)
    # It sponsors no longer; its pairs finish or end, as the coordinators decide with each.
    withdrew_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program", "company"], name="sponsorship_once"
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="sponsorship_cost"
            ),
            models.CheckConstraint(
                condition=Q(aims__contained_by=Aim.values), name="sponsorship_aims"
            ),
        ]


class SponsorContact(TenantModel):
    """Somebody at a sponsor to talk to about a program; reports go to those who get them."""

    sponsorship = TenantForeignKey(Sponsorship, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("mail address"), max_length=254)
    gets_reports = models.BooleanField(_("gets reports"), default=False)

    class Meta(TenantModel.Meta):
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "organization", "sponsorship", Lower("email"), name="sponsorcontact_once"
            )
        ]

    def __str__(self):
        return self.name
