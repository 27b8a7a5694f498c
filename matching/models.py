"""A matching run with its proof, the matches it proposes, and who got nobody and why."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from matching.changes.models import Change  # noqa: F401  found by the app's registry
from matching.decisions import AlternateState, Band, Decision
from matching.meaning.models import StoryMeaning  # noqa: F401  found by the app's registry
from matching.rulings.models import Ruling  # noqa: F401  found by the app's registry
from matching.shortlists.models import ShortlistRound  # noqa: F401  found by the app's registry
from mentoring.jobs.models import OPEN, Run, RunStatus
from mentoring.tenancy.models import TenantForeignKey, TenantModel

MAX_SCORE = 10_000
MOST_ALTERNATES = 2
PARTS = ("needs", "path", "ways_of_working", "wishes", "logistics", "perspective")


class MatchingRun(Run):
    """One run over a program's people. What it worked on is frozen, what it found is proven.

    ``problem`` is ``Problem.to_bytes()`` and ``problem_digest`` its SHA-256; ``claim`` are the
    pairs and prices that the certificate was checked against. ``outcome`` and ``baseline`` (the
    greedy answer) hold matched, total, worst and fifth_percentile; ``part_points`` is the most that
    each of ``PARTS`` could earn. ``outcome`` follows the ``changes`` of coordinators, each proven
    for itself. ``quotas`` are what it was asked to keep, as ``quotas.limits.as_data`` writes them;
    the problem has them too. With ``holds`` the pairs of the run before were pinned as far as they
    can be.
    ``insight`` is what the run says about itself as a whole, see ``solving``.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="matching_runs")
    number = models.PositiveIntegerField()
    floor = models.PositiveSmallIntegerField(
        _("no match below"), default=0, validators=[MaxValueValidator(MAX_SCORE)]
    )
    holds = models.BooleanField(_("hold the last run's matches still"), default=False)
    quotas = models.JSONField(default=list)
    problem = models.BinaryField(null=True)
    problem_digest = models.CharField(max_length=64, blank=True)
    claim = models.JSONField(null=True)
    outcome = models.JSONField(null=True)
    baseline = models.JSONField(null=True)
    certificate = models.JSONField(null=True)
    engine_version = models.CharField(max_length=40, blank=True)
    mentees = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    part_points = ArrayField(models.PositiveSmallIntegerField(), default=list)
    insight = models.JSONField(null=True)

    class Meta(Run.Meta):
        ordering = ["-number"]
        constraints = [
            *Run.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "program", "number"], name="matchingrun_number"
            ),
            models.UniqueConstraint(
                fields=["organization", "program"],
                condition=Q(status__in=OPEN),
                name="matchingrun_one_open",
                violation_error_message=_("A matching run is at work already."),
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.DONE)
                | Q(
                    problem__isnull=False,
                    claim__isnull=False,
                    certificate__isnull=False,
                    certificate__has_key="digest",
                ),
                name="matchingrun_done_is_proven",
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.DONE) | Q(problem_digest=KT("certificate__digest")),
                name="matchingrun_proof_is_of_its_problem",
            ),
            models.CheckConstraint(condition=Q(floor__lte=MAX_SCORE), name="matchingrun_floor"),
        ]

    def __str__(self):
        return f"{self.program}, {self.number}"


class AnnouncementRun(Run):
    """Telling people of the approved matches of a run; ``matches`` is how many were asked for.

    A match that it is about points here, and is still to be announced while it is approved without
    a ``refusal``. ``released`` are those let go since the program asks for two pairs of eyes.
    """

    run = TenantForeignKey(MatchingRun, models.PROTECT, related_name="announcements")
    matches = models.PositiveIntegerField()
    released = models.PositiveIntegerField(default=0)

    class Meta(Run.Meta):
        ordering = ["-id"]
        constraints = [
            *Run.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "run"],
                condition=Q(status__in=OPEN),
                name="announcementrun_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.run_id} {self.pk}"


class Match(TenantModel):
    """A proposed pair. Facts of the run never change; ``services`` alone writes the decision.

    ``veto_matches`` and ``veto_points`` are what the whole run would lose without this pair; both 0
    is a tie. ``options`` are the best other mentors: ``{mentor, score, matches, points, free}``.
    ``signs`` and ``reasons`` are codes with facts, put into words by ``matching.words``.
    """

    run = TenantForeignKey(MatchingRun, models.PROTECT, related_name="matches")
    mentee = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    mentor = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    needs = models.PositiveSmallIntegerField()
    path = models.PositiveSmallIntegerField()
    ways_of_working = models.PositiveSmallIntegerField()
    wishes = models.PositiveSmallIntegerField()
    logistics = models.PositiveSmallIntegerField()
    perspective = models.PositiveSmallIntegerField()
    confidence = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    veto_matches = models.SmallIntegerField()
    veto_points = models.IntegerField()
    band = models.CharField(max_length=6, choices=Band)
    signs = ArrayField(models.CharField(max_length=20), default=list)
    reasons = models.JSONField(default=dict)
    options = models.JSONField(default=list)

    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PROPOSED)
    decided_by = TenantForeignKey(
        "organizations.Membership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=40, blank=True)
    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    announcement = TenantForeignKey(
        AnnouncementRun, models.PROTECT, null=True, blank=True, related_name="told"
    )

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "run", "mentee"], name="match_one_per_mentee"
            ),
            models.CheckConstraint(
                condition=Q(
                    score=F("needs")
                    + F("path")
                    + F("ways_of_working")
                    + F("wishes")
                    + F("logistics")
                    + F("perspective"),
                    score__lte=MAX_SCORE,
                ),
                name="match_parts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(confidence__lte=100), name="match_confidence_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(
                    decision=Decision.PROPOSED, decided_by__isnull=True, decided_at__isnull=True
                )
                | (
                    ~Q(decision=Decision.PROPOSED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="match_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.ANNOUNCED, partnership__isnull=False)
                | (~Q(decision=Decision.ANNOUNCED) & Q(partnership__isnull=True)),
                name="match_partnership_iff_announced",
            ),
            models.UniqueConstraint(
                fields=["organization", "partnership"], name="match_of_partnership"
            ),
        ]

    def __str__(self):
        return f"{self.mentee_id} {self.mentor_id}"

    @property
    def parts(self):
        """Points by the name of the part, in the order of ``PARTS``."""
        return {part: getattr(self, part) for part in PARTS}


class MatchAlternate(TenantModel):
    """Who is announced next if the match before does not come to be; approved with the match."""

    match = TenantForeignKey(Match, models.CASCADE, related_name="alternates")
    rank = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ALTERNATES)]
    )
    mentor = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    loss_matches = models.SmallIntegerField()
    loss_points = models.IntegerField()
    state = models.CharField(max_length=10, choices=AlternateState, default=AlternateState.WAITING)
    refusal = models.CharField(max_length=40, blank=True)
    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "match", "rank"], name="matchalternate_rank"
            ),
            models.UniqueConstraint(
                fields=["organization", "match", "mentor"], name="matchalternate_mentor"
            ),
            models.UniqueConstraint(
                fields=["organization", "partnership"], name="matchalternate_of_partnership"
            ),
            models.CheckConstraint(
                condition=Q(rank__range=(1, MOST_ALTERNATES)), name="matchalternate_at_most_two"
            ),
            models.CheckConstraint(
                condition=Q(state=AlternateState.ANNOUNCED, partnership__isnull=False)
                | (~Q(state=AlternateState.ANNOUNCED) & Q(partnership__isnull=True)),
                name="matchalternate_partnership_iff_announced",
            ),
            models.CheckConstraint(
                condition=(Q(state=AlternateState.IMPOSSIBLE) & ~Q(refusal=""))
                | (~Q(state=AlternateState.IMPOSSIBLE) & Q(refusal="")),
                name="matchalternate_impossible_says_why",
            ),
        ]


class Unmatched(TenantModel):
    """A mentee for whom the run has nobody, and why.

    ``why["kind"]`` is ``incomplete`` (with ``missing``), ``rules`` (of so many ``mentors`` each
    rule has ``forbidden`` and would alone have ``opened`` some: ``[[rule, count]]``) or ``places``
    (so many ``mentees`` compete for so many ``places``; one more at ``helps`` would match one
    more).
    """

    run = TenantForeignKey(MatchingRun, models.PROTECT, related_name="unmatched")
    participant = TenantForeignKey("participants.Participant", models.PROTECT, related_name="+")
    why = models.JSONField()

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "run", "participant"], name="unmatched_once"
            )
        ]


class ReadinessRun(Run):
    """How many of a program's mentees could be matched, and who is short of mentors.

    ``found`` is what ``readiness_facts.as_data`` wrote; ``seen`` the state of the rows it was
    worked out from, as ``readiness_work.state_of`` reads it.
    """

    program = TenantForeignKey("programs.Program", models.CASCADE, related_name="readiness_runs")
    seen = models.JSONField(default=dict)
    found = models.JSONField(null=True)

    class Meta(Run.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            *Run.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "program"],
                condition=Q(status__in=OPEN),
                name="readinessrun_one_open",
                violation_error_message=_("This is being worked out already."),
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.DONE) | Q(found__isnull=False),
                name="readinessrun_done_has_found",
            ),
        ]

    def __str__(self):
        return f"{self.program}, {self.created_at}"
