"""The people of a program: read them, add them, change them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Cell, CompanyOut, ListQuery, Strict, accepted, page_of, paged
from organizations.roles import STAFF, Role
from participants.columns import columns
from participants.profiles import profile
from participants.queries import participant_or_404, people, texts_of
from participants.roles import Side, Standing
from participants.services import save_participant
from programs.queries import program_or_404

FOR_READING = (*STAFF, Role.PARTICIPANT)


class ParticipantOut(serializers.Serializer):
    """One person in a program."""

    id = serializers.UUIDField()
    side = serializers.ChoiceField(Side.choices)
    standing = serializers.ChoiceField(Standing.choices)
    name = serializers.CharField(source="person.name")
    email = serializers.EmailField(source="person.email")
    title = serializers.CharField()
    company = CompanyOut()


class ParticipantsQuery(ListQuery):
    """What narrows the list of participants."""

    side = serializers.ChoiceField(Side.choices, required=False)
    standing = serializers.ChoiceField(Standing.choices, required=False)
    company = serializers.UUIDField(required=False)
    search = serializers.CharField(
        required=False, max_length=100, help_text="Parts of the name or the mail address."
    )


def _cells(side):
    """A field for each column of a side, with the words that explain the column."""
    return {
        column.name: Cell(
            required=False, label=str(column.label), help_text=f"{column.help} ({column.label})"
        )
        for column in columns(side)
    }


def _shape(name, base, fields):
    return type(name, (base,), {"__doc__": base.__doc__, **fields})


class _Change(Strict):
    """Columns to change, in the notation of the files; what is absent stays."""


class _New(Strict):
    """A person by columns, in the notation of the files. The same address is the same person."""


SIDE = {"side": serializers.ChoiceField(Side.choices)}
NEW = {side: _shape(f"New{side.title()}", _New, {**SIDE, **_cells(side)}) for side in Side}
CHANGES = {side: _shape(f"{side.title()}Change", _Change, _cells(side)) for side in Side}


def _either(name, shapes):
    return PolymorphicProxySerializer(
        component_name=name, serializers=list(shapes.values()), resource_type_field_name=None
    )


class ParticipantDetailOut(ParticipantOut):
    """One person in a program with all of their data."""

    profile = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        help_text="By column, in the notation of the files.",
    )


class Participants(OrganizationView):
    """The people of a program; for a participant, their own participation."""

    @extend_schema(
        operation_id="participants_list",
        summary="List participants",
        parameters=[ParticipantsQuery],
        responses={200: page_of(ParticipantOut), **described(400)},
    )
    @opened_to(*FOR_READING)
    def get(self, request, program):
        program = queries.program_for_or_404(request.membership, program)
        asked = accepted(ParticipantsQuery, request.query_params.dict())
        rows = people(
            program,
            side=asked.get("side", ""),
            standing=asked.get("standing", ""),
            company=asked.get("company", ""),
            text=asked.get("search", ""),
        )
        return paged(request, queries.own_people(rows, request.membership), ParticipantOut)

    @extend_schema(
        operation_id="participants_save",
        summary="Add a participant",
        description="Known by the address, the person is changed instead, like an import does.",
        request=_either("NewParticipant", NEW),
        responses={
            200: ParticipantDetailOut,
            201: ParticipantDetailOut,
            **described(400, 413),
        },
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        data = request.data if isinstance(request.data, dict) else {}
        side = data.get("side")
        if side not in Side.values:
            raise serializers.ValidationError({"side": [_("Write mentee or mentor.")]})
        cells = dict(accepted(NEW[side], data))
        del cells["side"]
        outcome = _save(program, side, cells, by=request.membership)
        saved = queries.participant_by_address(program, side, _address(side, cells))
        code = status.HTTP_201_CREATED if outcome == "created" else status.HTTP_200_OK
        return Response(_written(saved), status=code)


class OneParticipant(OrganizationView):
    """One person of a program."""

    @extend_schema(
        operation_id="participants_read",
        summary="Read a participant",
        responses={200: ParticipantDetailOut, **described()},
    )
    @opened_to(*FOR_READING)
    def get(self, request, program, participant):
        program = queries.program_for_or_404(request.membership, program)
        found = participant_or_404(program, participant)
        return Response(_written(queries.own_or_404(found, request.membership)))

    @extend_schema(
        operation_id="participants_change",
        summary="Change a participant",
        request=_either("ParticipantChange", CHANGES),
        responses={200: ParticipantDetailOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def patch(self, request, program, participant):
        found = participant_or_404(program_or_404(program), participant)
        cells = accepted(CHANGES[found.side], request.data)
        stored = texts_of(found)
        if _address(found.side, {**stored, **cells}) != found.person.email.lower():
            told = _("The address says who it is and cannot be changed here.")
            raise serializers.ValidationError({"email": [told]})
        needed = {
            column.name: stored[column.name] for column in columns(found.side) if column.is_required
        }
        _save(found.program, found.side, {**needed, **cells}, by=request.membership)
        return Response(_written(participant_or_404(found.program, found.pk)))


def _save(program, side, cells, *, by):
    try:
        outcome, _differences = save_participant(program, side, cells, by=by)
    except ValidationError as error:
        raise serializers.ValidationError(error.message_dict) from error
    return outcome


def _address(side, cells):
    """The address as it is stored, however it was written."""
    return profile.read(side, {"email": cells.get("email", "")}, None).values.get("email")


def _written(participant):
    participant.profile = texts_of(participant)
    return ParticipantDetailOut(participant).data
