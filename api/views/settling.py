"""Nominations that two companies, or two sides, make unclear, and what a coordinator decides."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, sensible_day
from organizations.roles import STAFF
from participants.nominating import settling
from participants.nominating.queries import nomination_or_404, unsettled
from participants.nominating.settling import Decision
from participants.nominating.words import Outcome
from programs.queries import program_or_404


class UnsettledOut(serializers.Serializer):
    """A nomination that waits for a coordinator's decision."""

    nomination = serializers.UUIDField(source="nomination.pk")
    company = CompanyOut(source="nomination.company")
    side = serializers.CharField(source="nomination.side")
    name = serializers.CharField(source="nomination.name")
    email = serializers.EmailField(source="nomination.email")
    doubt = serializers.CharField(help_text="Why it waits, in words.")
    employer = serializers.CharField(help_text="Where the person works, as far as is known.")
    decisions = serializers.ListField(
        child=serializers.ChoiceField(Decision.choices), help_text="What can be decided."
    )


class DecisionIn(Strict):
    """What to do about a nomination, one of its `decisions`."""

    decision = serializers.ChoiceField(Decision.choices)
    day = serializers.DateField(
        required=False,
        validators=[sensible_day],
        help_text="When the new job began, for `move`; today unless told.",
    )


class SettledOut(serializers.Serializer):
    """What became of a nomination; `outcome` is null while a worker looks at it anew."""

    nomination = serializers.UUIDField()
    outcome = serializers.ChoiceField(Outcome.choices, allow_null=True)
    participant = serializers.UUIDField(allow_null=True)


class ToSettle(OrganizationView):
    """Nominations about which a coordinator has to decide."""

    @extend_schema(
        operation_id="nominations_to_settle",
        summary="List nominations that wait to be settled",
        parameters=[ListQuery],
        responses={200: page_of(UnsettledOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, unsettled(program, most=None), UnsettledOut)


class Settle(OrganizationView):
    """Decide about a nomination."""

    @extend_schema(
        operation_id="nominations_settle",
        summary="Decide about a nomination that waits",
        description="It is decided once; afterwards the answer is 409.",
        request=DecisionIn,
        responses={200: SettledOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, nomination):
        found = nomination_or_404(program_or_404(program), nomination)
        wanted = accepted(DecisionIn, request.data)
        with as_conflict(settling.CannotSettle):
            settling.settle(found, by=request.membership, **wanted)
        return Response(SettledOut(queries.settled(found)).data)
