"""Stages before a match: which are open today, and a coordinator's hand on their doors."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from organizations.roles import STAFF
from programs import gates
from programs.models import Door
from programs.queries import program_or_404


class GateOut(serializers.Serializer):
    """A stage before a match, whether it is open, and in words why or why not."""

    key = serializers.CharField(source="row.key")
    label = serializers.CharField()
    is_open = serializers.BooleanField()
    door = serializers.ChoiceField(
        Door.choices, source="row.door", help_text="Empty: its dates decide."
    )
    why = serializers.CharField(help_text="Goes on after the word “open” or “closed”.")
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Sponsors that have not stated their competitors."
    )


class DoorIn(Strict):
    """Open or closed by hand, or empty to let the dates decide."""

    door = serializers.ChoiceField(Door.choices)


class Gates(OrganizationView):
    """Which stages before a match are open today."""

    @extend_schema(
        operation_id="gates_list",
        summary="List a program's stages and whether they are open",
        parameters=[ListQuery],
        responses={200: page_of(GateOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, gates.gates_of(program), GateOut)


class OneGate(OrganizationView):
    """One stage before a match."""

    @extend_schema(
        operation_id="gates_read",
        summary="Read whether a stage is open, and why",
        responses={200: GateOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, key):
        return Response(GateOut(_gate_or_404(program_or_404(program), key)).data)

    @extend_schema(
        operation_id="gates_set_door",
        summary="Open or close a stage by hand, or let its dates decide",
        description="Opening does not lift what the stage waits for. Twice changes nothing.",
        request=DoorIn,
        responses={200: GateOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def put(self, request, program, key):
        program = program_or_404(program)
        _gate_or_404(program, key)
        wanted = accepted(DoorIn, request.data)
        gates.set_door(program, key, wanted["door"], by=request.membership)
        return Response(GateOut(_gate_or_404(program, key)).data)


def _gate_or_404(program, key):
    found = next((gate for gate in gates.gates_of(program) if gate.row.key == key), None)
    if found is None:
        raise Http404
    return found
