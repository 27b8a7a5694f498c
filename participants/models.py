"""People in a program: their side, profile, needs or offers, and limits."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.jobs.models import Run, RunStatus
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from participants.bulk import models as bulk  # noqa: F401  found by the app's registry
from participants.nominating import models as nominating  # noqa: F401  found by the app's registry
from participants.photos.models import Photo  # noqa: F401  found by the app's registry
from participants.profiles.models import OwnCompetency  # noqa: F401  found by the app's registry
from participants.roles import ImportPhase, MeetingForm, Side, Standing
from participants.zones import ZoneField

MAX_CAPACITY = 5
WAYS = 8
WEEK = (1, 2, 3, 4, 5, 6, 7)


def workdays():
    """Monday to Friday, as ``days`` holds them."""
    return [1, 2, 3, 4, 5]


class Participant(TenantModel):
    """A person in one program on one side. ``capacity`` is a mentor's number of places."""

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="participants")
    person = TenantForeignKey("organizations.Person", models.PROTECT, related_name="participants")
    company = TenantForeignKey("organizations.Company", models.PROTECT, related_name="participants")
    side = models.CharField(max_length=6, choices=Side)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.IN)
    capacity = models.PositiveSmallIntegerField(default=0)

    title = models.CharField(_("title"), max_length=160, blank=True)
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    years_experience = models.PositiveSmallIntegerField(
        _("years of experience"), null=True, blank=True, validators=[MaxValueValidator(70)]
    )
    transitions = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    time_zone = ZoneField(max_length=64, blank=True)
    # On which days of the week (1 is Monday) the hours are free for meetings.
    days = ArrayField(models.PositiveSmallIntegerField(), default=workdays)
    hours_from = models.TimeField(null=True, blank=True)
    hours_to = models.TimeField(null=True, blank=True)
    meeting_form = models.CharField(max_length=10, choices=MeetingForm, default=MeetingForm.EITHER)
    max_zone_gap_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    story = models.TextField(blank=True, max_length=4000)
    ways_of_working = models.CharField(max_length=WAYS, default="-" * WAYS)
    manager_email = models.EmailField(max_length=254, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program", "person", "side"], name="participant_once"
            ),
            # The target of the references that freeze a partnership's people.
            models.UniqueConstraint(
                fields=["organization", "id", "program", "person"], name="participant_of_program"
            ),
            models.CheckConstraint(
                condition=Q(side=Side.MENTOR, capacity__range=(0, MAX_CAPACITY))
                | Q(side=Side.MENTEE, capacity=0),
                name="participant_capacity_of_mentors",
            ),
            models.CheckConstraint(
                condition=Q(ways_of_working__regex=r"^[AB-]{8}$"), name="participant_ways"
            ),
            models.CheckConstraint(
                condition=Q(max_zone_gap_hours__isnull=True) | Q(max_zone_gap_hours__lte=12),
                name="participant_zone_gap",
            ),
            models.CheckConstraint(
                condition=Q(days__contained_by=list(WEEK)) & Q(days__len__range=(1, 7)),
                name="participant_days",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "program", "side"], name="participant_list")
        ]

    def __str__(self):
        return f"{self.person}, {self.get_side_display()}"

    @property
    def is_mentor(self):
        return self.side == Side.MENTOR


class ParticipantCompetency(TenantModel):
    """A mentee's need (``rank``, 1 is the dearest) or a mentor's offer (``level``, 1–5)."""

    participant = TenantForeignKey(Participant, models.CASCADE, related_name="competencies")
    competency = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["rank", "-level", "competency"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "competency"], name="competency_once"
            ),
            models.CheckConstraint(
                condition=Q(rank__range=(1, 5), level__isnull=True)
                | Q(rank__isnull=True, level__range=(1, 5)),
                name="competency_need_or_offer",
            ),
        ]


class FormerEmployer(TenantModel):
    """Where a person worked before; ``company`` is set when the organization knows it."""

    participant = TenantForeignKey(Participant, models.CASCADE, related_name="former_employers")
    name = models.CharField(max_length=160)
    company = TenantForeignKey(
        "organizations.Company", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField()

    class Meta(TenantModel.Meta):
        ordering = ["-ended_on", "name"]


class PleaseNot(TenantModel):
    """Somebody (by address) or some company that a participant asks not to be matched with."""

    participant = TenantForeignKey(Participant, models.CASCADE, related_name="please_not")
    text = models.CharField(max_length=254)
    company = TenantForeignKey(
        "organizations.Company", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        ordering = ["text"]


class MentorPlace(TenantModel):
    """One place at a mentor. The database keeps as many rows as the mentor's capacity."""

    participant = TenantForeignKey(Participant, models.CASCADE, related_name="places")
    number = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "number"], name="mentorplace_number"
            )
        ]


class ImportRun(Run):
    """One file of people of one side: checked, looked at, then applied as a whole or not at all.

    The counts are those of the latest check; ``fingerprint`` stands for all that it found, so that
    applying refuses when anything has changed since.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="imports")
    side = models.CharField(max_length=6, choices=Side)
    filename = models.CharField(max_length=200)
    phase = models.CharField(max_length=8, choices=ImportPhase, default=ImportPhase.CHECK)
    encoding = models.CharField(max_length=20, blank=True)
    absent = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    noted = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    leave_out = models.BooleanField(default=False)

    class Meta(Run.Meta):
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["organization", "program", "-created_at"], name="importrun_newest")
        ]

    def __str__(self):
        return self.filename

    @property
    def rows(self):
        return self.created + self.changed + self.unchanged + self.faulty

    @property
    def good(self):
        return self.created + self.changed + self.unchanged

    @property
    def is_preview(self):
        """Checked, and waiting for somebody to decide."""
        return self.phase == ImportPhase.CHECK and self.status == RunStatus.DONE

    @property
    def is_applied(self):
        return self.phase == ImportPhase.APPLY and self.status == RunStatus.DONE


class ImportFile(TenantModel):
    """The bytes of an import, kept until it is over."""

    run = TenantForeignKey(ImportRun, models.CASCADE, related_name="files")
    content = models.BinaryField()


class ImportLine(TenantModel):
    """What the check found in one row of the file, where there is something to say.

    ``problems`` and ``notes`` are ``[column, text]``, ``changes`` are ``[column, old, new]``; the
    column of a problem with the whole row is empty. Changes go when the import is over.
    """

    run = TenantForeignKey(ImportRun, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=254, blank=True)
    is_new = models.BooleanField(default=False)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    notes = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "run", "number"], name="importline_row")
        ]
