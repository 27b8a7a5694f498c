"""Calls that people ask the coordinators for; their partner knows nothing of them."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict
from organizations.roles import STAFF, Role
from partnerships.concerns import queries, services
from partnerships.concerns.kinds import OUTCOMES, Outcome
from partnerships.writing.queries import pair_or_404
from programs.queries import program_or_404


class CallOut(serializers.Serializer):
    """Somebody who asks for a call, and how they can be reached if they said so."""

    id = serializers.UUIDField()
    person = serializers.UUIDField()
    name = serializers.CharField()
    partnership = serializers.UUIDField()
    reach = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField()


class OwnCallOut(serializers.Serializer):
    """One's own call, and what became of it."""

    id = serializers.UUIDField()
    asked_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(Outcome.choices, allow_null=True)


class CallIn(Strict):
    """A number or a time, if any."""

    reach = serializers.CharField(
        allow_blank=True, max_length=services.LONGEST_REACH, default="", trim_whitespace=True
    )


class OutcomeIn(Strict):
    """What became of a call."""

    outcome = serializers.ChoiceField([(one.value, one.label) for one in OUTCOMES])


class Calls(OrganizationView):
    """The calls of a program that nobody has closed."""

    @extend_schema(
        operation_id="calls_list",
        summary="List who waits for a call, the longest first",
        parameters=[ListQuery],
        responses={200: page_of(CallOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.calls_in(program), CallOut, _rows)


class AskCall(OrganizationView):
    """One's own wish to be called."""

    @extend_schema(
        operation_id="calls_ask",
        summary="Ask the coordinators for a call; asking again is the same call",
        request=CallIn,
        responses={200: OwnCallOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        pair = pair_or_404(partnership, request.membership.person_id)
        if pair.partnership.program.slug != program:
            raise Http404
        values = accepted(CallIn, request.data)
        with as_conflict(services.CannotAsk):
            call = services.ask_call(pair.partnership, by=request.membership, **values)
        return Response(_own(call))


class CloseCall(OrganizationView):
    """Close a call."""

    @extend_schema(
        operation_id="calls_close",
        summary="Say what became of a call",
        request=OutcomeIn,
        responses={200: OwnCallOut, **described(400, 409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, call):
        call = queries.call_or_404(program_or_404(program), call)
        values = accepted(OutcomeIn, request.data)
        with as_conflict(services.CannotAsk):
            closed = services.close_call(call, values["outcome"], by=request.membership)
        return Response(_own(closed))


def _rows(calls):
    return [
        {
            "id": call.row.pk,
            "person": call.row.person_id,
            "name": call.row.person.name,
            "partnership": call.row.partnership_id,
            "reach": call.reach,
            "asked_at": call.row.asked_at,
        }
        for call in queries.opened(calls)
    ]


def _own(call):
    facts = {name: getattr(call, name) for name in ("id", "asked_at", "closed_at")}
    return OwnCallOut({**facts, "outcome": call.outcome or None}).data
