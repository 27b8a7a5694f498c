"""Matching runs and the matches that they propose."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from matching import queries, services
from matching.decisions import AlternateState, Band, Decision
from matching.models import MOST_ALTERNATES
from mentoring.jobs.models import RunStatus
from organizations.roles import STAFF
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


class SomebodyOut(serializers.Serializer):
    """A participant in a few words."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="person.name")
    company = CompanyOut()


class PartsOut(serializers.Serializer):
    """The parts that add up to the score."""

    needs = serializers.IntegerField()
    path = serializers.IntegerField()
    ways_of_working = serializers.IntegerField()
    wishes = serializers.IntegerField()
    logistics = serializers.IntegerField()
    perspective = serializers.IntegerField()


class AlternateOut(serializers.Serializer):
    """Who is announced next if the match does not come to be."""

    rank = serializers.IntegerField()
    mentor = SomebodyOut()
    score = serializers.IntegerField()
    state = serializers.ChoiceField(AlternateState.choices)


class OptionOut(serializers.Serializer):
    """Another mentor who is possible, and what choosing them would cost the whole run."""

    mentor = serializers.UUIDField()
    score = serializers.IntegerField()
    matches = serializers.IntegerField(help_text="Matches lost.")
    points = serializers.IntegerField(help_text="Points lost.")
    free = serializers.IntegerField(help_text="Places left.")


class MatchOut(serializers.Serializer):
    """One proposed match."""

    id = serializers.UUIDField()
    mentee = SomebodyOut()
    mentor = SomebodyOut()
    score = serializers.IntegerField(help_text="0 to 10000 points.")
    parts = PartsOut()
    confidence = serializers.IntegerField(help_text="Percent.")
    band = serializers.ChoiceField(Band.choices)
    decision = serializers.ChoiceField(Decision.choices)
    decided_at = serializers.DateTimeField(allow_null=True)
    partnership = serializers.UUIDField(source="partnership_id", allow_null=True)
    alternates = AlternateOut(many=True)
    options = OptionOut(many=True)


class Approval(Strict):
    """Who comes next if the match does not come to be."""

    alternates = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=MOST_ALTERNATES,
        help_text="Ids of mentors among the match's options, the first first.",
    )


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


class Matches(OrganizationView):
    """The matches of a run."""

    @extend_schema(
        operation_id="matches_list",
        summary="List the matches of a run",
        parameters=[ListQuery],
        responses={200: page_of(MatchOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number):
        run = queries.run_or_404(program, number)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.matches_of(run), MatchOut)


class OneMatch(OrganizationView):
    """One match of a run."""

    @extend_schema(
        operation_id="matches_read",
        summary="Read a match",
        responses={200: MatchOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number, match):
        return Response(MatchOut(_match(program, number, match)).data)


class ApproveMatch(OrganizationView):
    """Approve a match."""

    @extend_schema(
        operation_id="matches_approve",
        summary="Approve a match",
        description="Approving again replaces the alternates.",
        request=Approval,
        responses={200: MatchOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number, match):
        found = _match(program, number, match)
        asked = accepted(Approval, request.data)
        try:
            services.approve(found, asked["alternates"], by=request.membership)
        except services.CannotDecide as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(MatchOut(_match(program, number, match)).data)


def _match(program, number, pk):
    return queries.match_or_404(queries.run_or_404(program, number), pk)
