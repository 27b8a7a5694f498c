"""Modules and guides in versions, what programs use of them, and who has finished what."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from participants.roles import Side
from training.roles import Need, Reached, TextKind

LONGEST_SOURCE = 20_000


class TextVersion(TenantModel):
    """One version of a module or a guide. Never changed: an edit is the next version.

    ``title``, ``summary`` and ``minutes`` are read from ``source`` when it is saved.
    """

    kind = models.CharField(max_length=6, choices=TextKind)
    side = models.CharField(max_length=6, choices=Side)
    code = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField()
    source = models.TextField(_("text"), max_length=LONGEST_SOURCE)
    is_shipped = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["kind", "side", "code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "side", "code", "number"],
                name="textversion_number",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="textversion_has_source"),
        ]

    def __str__(self):
        return self.title


class ProgramModule(TenantModel):
    """The version of a module that one side of a program takes, and whether it has to."""

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="modules")
    side = models.CharField(max_length=6, choices=Side)
    code = models.SlugField(max_length=40)
    version = TenantForeignKey(TextVersion, models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(validators=[MaxValueValidator(999)])
    need = models.CharField(max_length=8, choices=Need, default=Need.OPTIONAL)

    class Meta(TenantModel.Meta):
        ordering = ["side", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program", "side", "code"], name="programmodule_once"
            ),
        ]


class Attempt(TenantModel):
    """Somebody has begun a module, and finishes the version that they began. Append-only."""

    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="attempts"
    )
    module = TenantForeignKey(ProgramModule, models.PROTECT, related_name="attempts")
    version = TenantForeignKey(TextVersion, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "module"], name="attempt_once"
            ),
        ]


class Bookmark(TenantModel):
    """Where somebody is in a module, and what they chose: for their own eyes alone.

    ``answers`` are numbers of choices by number of the question, ``ending`` the number of one of
    the two. ``seconds`` is time spent: longer silences between two clicks are not counted.
    """

    attempt = TenantForeignKey(Attempt, models.CASCADE, related_name="bookmarks")
    reached = models.CharField(max_length=9, choices=Reached, default=Reached.READING)
    ending = models.PositiveSmallIntegerField(null=True)
    answers = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "attempt"], name="bookmark_once"),
        ]


class Completion(TenantModel):
    """Somebody has finished a module: how long it took, and how many answers were right at once.

    Append-only, and valid whatever version the program uses later.
    """

    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="completions"
    )
    module = TenantForeignKey(ProgramModule, models.PROTECT, related_name="completions")
    version = TenantForeignKey(TextVersion, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    questions = models.PositiveSmallIntegerField()
    finished_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        ordering = ["-finished_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "module"], name="completion_once"
            ),
            models.CheckConstraint(
                condition=Q(score__lte=F("questions")), name="completion_score_of_questions"
            ),
        ]
