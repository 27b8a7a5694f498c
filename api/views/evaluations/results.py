"""What a year changed: for oneself, for a mentor by consent, and for a program's coordinators."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import evaluations
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import Strict, accepted
from api.own import own_or_404
from api.refusals import as_conflict
from api.views.goals import GoalOut, goal_out
from evaluations.results import consenting, own, services
from evaluations.seen.models import What
from evaluations.seen.services import see
from evaluations.statistics.shown import BANDS, NOTHING, NUMBERS
from instruments.kinds import Informant, Occasion
from mentoring.jobs.models import RunStatus
from organizations.roles import STAFF, Role
from programs.queries import program_or_404


class ShownAs(models.TextChoices):
    """How exactly a number is told, by how many are behind it."""

    NOTHING = NOTHING, _("Nobody has answered")
    BANDS = BANDS, _("Under ten people: bands, and levels in halves")
    NUMBERS = NUMBERS, _("Ten people or more")


def ends(**more):
    """Both ends of an interval or a band."""
    return serializers.ListField(min_length=2, max_length=2, allow_null=True, **more)


def some(kind=serializers.FloatField, **more):
    return kind(allow_null=True, **more)


class ScaleChangeOut(serializers.Serializer):
    """One scale of one's own, from 1 to 5, on the questions that one answered both times."""

    label = serializers.CharField()
    since = serializers.CharField(help_text="The first of the two occasions.")
    before = serializers.FloatField()
    after = serializers.FloatField()


class FeedbackConsentOut(serializers.Serializer):
    """Whether one's mentor reads what one answered about the mentoring."""

    mentor = serializers.CharField()
    mentor_reads = serializers.BooleanField()
    may_consent = serializers.BooleanField(help_text="There is still time to let them.")


class OwnResultsOut(serializers.Serializer):
    """One's own year. All is empty until the final evaluation is sent."""

    sent_at = serializers.DateTimeField(allow_null=True)
    changes = ScaleChangeOut(many=True)
    goals = GoalOut(many=True, help_text="Of a mentee, while one still reads them.")
    feedback = FeedbackConsentOut(allow_null=True)


class FeedbackConsentIn(Strict):
    """True lets them, false takes it back."""

    mentor_reads = serializers.BooleanField()


class FeedbackLineOut(serializers.Serializer):
    """One question: what each mentee in `mentees` answered, and the mean of the others."""

    question = serializers.CharField()
    values = serializers.ListField(child=some(serializers.IntegerField))
    mean = some(help_text="Of whole groups of five others, a month after they answered.")
    people = some(serializers.IntegerField)


class FeedbackOut(serializers.Serializer):
    """How one mentors: `mentees` let one read their answers as theirs."""

    mentees = serializers.ListField(child=serializers.CharField())
    lines = FeedbackLineOut(many=True)


class ResultRateOut(serializers.Serializer):
    """How many of one informant were asked on an occasion, and how many have answered."""

    occasion = serializers.ChoiceField(Occasion.choices)
    informant = serializers.ChoiceField(Informant.choices)
    asked = serializers.IntegerField()
    sent = serializers.IntegerField()
    is_weak = serializers.BooleanField(help_text="Fewer than 60 percent have sent.")


class LevelOut(serializers.Serializer):
    """A mean: exact from ten people on, `level` in halves below."""

    shown_as = serializers.ChoiceField(ShownAs.choices)
    n = serializers.IntegerField()
    level = some()
    mean = some()
    sd = some()
    ci95 = ends(child=serializers.FloatField())


class ScaleLevelOut(LevelOut):
    """A scale on one occasion."""

    occasion = serializers.ChoiceField(Occasion.choices)
    items = serializers.IntegerField()
    alpha = some()


class ResultChangeOut(serializers.Serializer):
    """The same people on the same items twice; no cause is said."""

    before = serializers.ChoiceField(Occasion.choices)
    after = serializers.ChoiceField(Occasion.choices)
    shown_as = serializers.ChoiceField(ShownAs.choices)
    n = serializers.IntegerField()
    mean_before = some()
    mean_after = some()
    mean_change = some()
    sd_change = some()
    ci95 = ends(child=serializers.FloatField())
    standardized_change = some()
    level_before = some()
    level_after = some()
    improved = ends(child=serializers.IntegerField())
    same = ends(child=serializers.IntegerField())
    worse = ends(child=serializers.IntegerField())


class ResultScaleOut(serializers.Serializer):
    """One scale of one informant; informants are never averaged."""

    informant = serializers.ChoiceField(Informant.choices)
    dimension = serializers.CharField()
    label = serializers.CharField()
    is_weak = serializers.BooleanField(help_text="Too few of them answered at the end.")
    levels = ScaleLevelOut(many=True)
    changes = ResultChangeOut(many=True)


class SilentOut(serializers.Serializer):
    """At the start: those who answered at the end beside those who did not."""

    informant = serializers.ChoiceField(Informant.choices)
    dimension = serializers.CharField()
    label = serializers.CharField()
    answered = LevelOut()
    silent = LevelOut()


class RecommendationOut(LevelOut):
    """How likely they are to recommend the program, 0 to 10; `counts` of each step."""

    informant = serializers.ChoiceField(Informant.choices)
    counts = serializers.ListField(child=serializers.IntegerField(), allow_null=True)


class GoalsSideOut(serializers.Serializer):
    """How far goals came in one side's view."""

    informant = serializers.ChoiceField(Informant.choices)
    people = serializers.IntegerField()
    scored = serializers.IntegerField()
    shown_as = serializers.ChoiceField(ShownAs.choices)
    reached = ends(child=serializers.IntegerField())
    mean = some()
    counts = serializers.DictField(child=serializers.IntegerField(), allow_null=True)


class GoalsOfProgramOut(serializers.Serializer):
    """Goals of a whole program: numbers alone, and none of fewer than five people."""

    set = serializers.IntegerField()
    people = serializers.IntegerField()
    sides = GoalsSideOut(many=True)


class ResultNumbersOut(serializers.Serializer):
    """What a worker made of a program's answers."""

    rates = ResultRateOut(many=True)
    scales = ResultScaleOut(many=True)
    silent = SilentOut(many=True)
    recommendation = RecommendationOut(many=True)
    goals = GoalsOfProgramOut()


class ResultsRunOut(serializers.Serializer):
    """The newest run, and how far it is."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(RunStatus.choices)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    steps_done = some(serializers.IntegerField)
    steps = serializers.IntegerField()


class ResultsOfProgramOut(serializers.Serializer):
    """A program's numbers, from when they are, and whether something has changed since."""

    run = ResultsRunOut(allow_null=True)
    worked_out_at = serializers.DateTimeField(allow_null=True)
    is_current = serializers.BooleanField()
    numbers = ResultNumbersOut(allow_null=True)


class OwnResults(OrganizationView):
    """One's own year."""

    @extend_schema(
        operation_id="results_read_own",
        summary="Read what a year changed for oneself, by one's own answers",
        responses={200: OwnResultsOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, participant):
        mine = own_or_404(request.membership, program, participant)
        found = _own(mine, request.membership.person_id)
        if found["sent_at"] and request.method == "GET":
            see(mine, What.CHANGE)
        return Response(found)


class FeedbackToMentor(OrganizationView):
    """Whether one's mentor reads along."""

    @extend_schema(
        operation_id="results_consent",
        summary="Let one's mentor read what one answered about the mentoring, or no longer",
        request=FeedbackConsentIn,
        responses={200: OwnResultsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def put(self, request, program, participant):
        mine = own_or_404(request.membership, program, participant)
        reads = accepted(FeedbackConsentIn, request.data)["mentor_reads"]
        pair = None if mine.is_mentor else own.partnership_of(mine)
        if pair is None:
            raise Conflict(_("There is no mentor who could read along."))
        if reads:
            with as_conflict(consenting.CannotConsent):
                consenting.give(pair, own.final_of(mine), by=request.membership)
        else:
            consenting.revoke(pair, by=request.membership)
        return Response(_own(mine, request.membership.person_id))


class Feedback(OrganizationView):
    """How one mentors."""

    @extend_schema(
        operation_id="results_feedback",
        summary="Read what mentees answered about one's mentoring, by consent or as a mean",
        responses={200: FeedbackOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        found = own.told_to_mentor()
        told = {"mentees": found["names"], "lines": found["lines"]}
        return Response(FeedbackOut(told).data)


class ResultsOfProgram(OrganizationView):
    """What the answers of a program say."""

    @extend_schema(
        operation_id="results_read",
        summary="Read a program's results by scale, informant and occasion",
        responses={200: ResultsOfProgramOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        return Response(_written(program_or_404(program)))

    @extend_schema(
        operation_id="results_work_out",
        summary="Have them worked out anew; a run that is at work already is that one",
        description="A worker does it; read the run until it is done.",
        request=None,
        responses={200: ResultsOfProgramOut, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        services.ask(program, by=request.membership)
        return Response(_written(program))


def _own(mine, person_id):
    final = own.final_of(mine)
    found = {"sent_at": final and final.submitted_at, "changes": [], "goals": [], "feedback": None}
    if final is None:
        return OwnResultsOut(found).data
    found["changes"] = own.changes_of(mine)
    pair = None if mine.is_mentor else own.partnership_of(mine)
    if pair is not None:
        found["goals"] = [goal_out(goal) for goal in own.own_goals(pair, person_id)]
        found["feedback"] = {
            "mentor": pair.mentor_person.name,
            "mentor_reads": pair.consents,
            "may_consent": consenting.may_consent(final),
        }
    return OwnResultsOut(found).data


def _written(program):
    return ResultsOfProgramOut(evaluations.results_of(program)).data
