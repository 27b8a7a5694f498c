"""Matching runs: started, read with their certificates, and cancelled."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import workbench
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, by_form
from api.views.workbench.shapes import CertificateOut, OutcomeOut, SomebodyOut
from matching import queries, services
from matching.decisions import CannotDecide
from matching.forms import StartForm
from matching.nobody import told_of
from matching.quotas.limits import HIGHEST, Limit
from mentoring.jobs.models import RunStatus
from organizations.roles import STAFF
from participants.roles import Side
from programs.queries import program_or_404


class RunOut(serializers.Serializer):
    """One matching run; numbers are 0 until it is done."""

    number = serializers.IntegerField()
    status = serializers.ChoiceField(RunStatus.choices)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    mentees = serializers.IntegerField()
    mentors = serializers.IntegerField()
    places = serializers.IntegerField()
    approved = serializers.IntegerField()
    announced = serializers.IntegerField()


class ProgressOut(serializers.Serializer):
    """How far a run is."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    label = serializers.CharField(allow_blank=True)


class QuotaOut(serializers.Serializer):
    """So many matches of a sponsor's mentees, or at its mentors; null is no limit."""

    company = serializers.UUIDField(source="company_id")
    side = serializers.ChoiceField(Side.choices)
    least = serializers.IntegerField()
    most = serializers.IntegerField(allow_null=True)


class RunDetailOut(RunOut):
    """A run with what it reached and the proof that nothing better exists.

    `outcome` follows the changes of coordinators, each proven for itself; `baseline` is what taking
    the best pair first, again and again, would have reached.
    """

    floor = serializers.IntegerField(help_text="No match below, in points.")
    holds = serializers.BooleanField(help_text="The last run's matches were held still.")
    quotas = QuotaOut(many=True, help_text="Of sponsors, as they were asked for.")
    failure = serializers.CharField(
        source="error", allow_blank=True, help_text="Why it failed; empty if it did not."
    )
    is_newest = serializers.BooleanField(help_text="The newest that is done: decided about here.")
    is_announcing = serializers.BooleanField()
    progress = ProgressOut(allow_null=True)
    engine_version = serializers.CharField(allow_blank=True)
    outcome = OutcomeOut(allow_null=True)
    baseline = OutcomeOut(allow_null=True)
    certificate = CertificateOut(allow_null=True)


class QuotaIn(Strict):
    """So many matches of a sponsor's mentees, or at its mentors, at least and at most."""

    company = serializers.UUIDField()
    side = serializers.ChoiceField(Side.choices)
    least = serializers.IntegerField(required=False, default=0, min_value=0, max_value=HIGHEST)
    most = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=0, max_value=HIGHEST
    )


class StartIn(Strict):
    """What the run is to keep to."""

    floor = serializers.IntegerField(
        required=False, help_text="The worst-off match gets at least so many points, 0 to 10000."
    )
    holds = serializers.BooleanField(
        required=False, default=False, help_text="Hold the last run's matches still."
    )
    quotas = QuotaIn(
        many=True,
        required=False,
        help_text="One a company and side. Without it a run that holds keeps those of the last.",
    )

    def validate_quotas(self, quotas):
        if len({(row["company"], row["side"]) for row in quotas}) < len(quotas):
            raise serializers.ValidationError(_("Give each company one quota a side."))
        return [Limit(row.pop("company"), **row) for row in quotas]


class NobodyOut(serializers.Serializer):
    """A mentee for whom a run has nobody, and why."""

    participant = SomebodyOut()
    lead = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())
    can_be_placed = serializers.BooleanField(help_text="Was among the people of the run.")


class Runs(OrganizationView):
    """The matching runs of a program."""

    @extend_schema(
        operation_id="runs_list",
        summary="List matching runs",
        parameters=[ListQuery],
        responses={200: page_of(RunOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.runs_of(program), RunOut)

    @extend_schema(
        operation_id="runs_start",
        summary="Start a matching run of everybody who stands for a match now",
        description="A worker does it; read the run until it is done. One at a time.",
        request=StartIn,
        responses={201: RunDetailOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        asked = accepted(StartIn, request.data)
        wanted = by_form(StartForm(asked)) | {"quotas": asked.get("quotas")}
        with as_conflict(CannotDecide):
            run = services.start_run(program, by=request.membership, **wanted)
        return Response(_written(program.slug, run.number), status=status.HTTP_201_CREATED)


class OneRun(OrganizationView):
    """A matching run."""

    @extend_schema(
        operation_id="runs_read",
        summary="Read a matching run with its certificate",
        responses={200: RunDetailOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number):
        return Response(_written(program, number))


class CancelRun(OrganizationView):
    """Stop a run."""

    @extend_schema(
        operation_id="runs_cancel",
        summary="Cancel a run that waits or works, once",
        request=None,
        responses={200: RunDetailOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number):
        run = queries.run_or_404(program, number)
        with as_conflict(CannotDecide):
            services.cancel_run(run, by=request.membership)
        return Response(_written(program, number))


class Nobody(OrganizationView):
    """Mentees for whom a run has nobody."""

    @extend_schema(
        operation_id="runs_nobody",
        summary="List who has nobody in a run, and why",
        parameters=[ListQuery],
        responses={200: page_of(NobodyOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number):
        run = queries.done_or_404(program, number)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.unmatched_of(run), NobodyOut, told_of)


def _written(program, number):
    return RunDetailOut(workbench.run_of(program, number)).data
