"""How a program is set up: its rules and texts, its timetable and stages; and a copy of it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import by_field, sensible_day
from organizations.roles import STAFF
from programs import cloning, gates, services
from programs.models import Door
from programs.queries import in_order, program_or_404

LONGEST_NAME = 120


def _settings(*, required):
    """A field for each setting, within the limits that its service has."""
    texts = {"required": required, "allow_blank": True, "max_length": services.LONGEST_TEXT}
    return {
        **{key: serializers.CharField(**texts) for key in services.TEXTS},
        **{
            key: serializers.IntegerField(required=required, min_value=least, max_value=most)
            for key, (least, most) in services.LIMITS.items()
        },
        **{key: serializers.BooleanField(required=required) for key in services.FLAGS},
    }


class _Known(serializers.Serializer):
    """Everything that is set of a program. The six weights add up to 100."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    cloned_from = serializers.UUIDField(source="cloned_from_id", allow_null=True)


class _Change(Strict):
    """Settings to change; what is absent stays, and so does the address."""

    name = serializers.CharField(required=False, max_length=LONGEST_NAME)


SettingsOut = type(
    "SettingsOut", (_Known,), {"__doc__": _Known.__doc__, **_settings(required=True)}
)
SettingsChange = type(
    "SettingsChange", (_Change,), {"__doc__": _Change.__doc__, **_settings(required=False)}
)


class DateOut(serializers.Serializer):
    """One row of a timetable."""

    key = serializers.CharField()
    label = serializers.CharField(source="get_key_display")
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


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


class CloneIn(Strict):
    """The copy's name and start; every date keeps its distance from it."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    starts_on = serializers.DateField(validators=[sensible_day])
    with_sponsors = serializers.BooleanField(default=False)


class Settings(OrganizationView):
    """What is set of a program."""

    @extend_schema(
        operation_id="settings_read",
        summary="Read a program's settings and texts",
        responses={200: SettingsOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        return Response(SettingsOut(program_or_404(program)).data)

    @extend_schema(
        operation_id="settings_change",
        summary="Change a program's settings and texts",
        request=SettingsChange,
        responses={200: SettingsOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def patch(self, request, program):
        program = program_or_404(program)
        wanted = accepted(SettingsChange, request.data)
        with by_field():
            program = services.change_settings(program, by=request.membership, **wanted)
        return Response(SettingsOut(program).data)


class Timetable(OrganizationView):
    """The days of a program."""

    @extend_schema(
        operation_id="timetable_list",
        summary="List a program's dates",
        parameters=[ListQuery],
        responses={200: page_of(DateOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, in_order(program.dates.all()), DateOut)


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


class Clone(OrganizationView):
    """A copy of a program: rules, texts, dates and, if wished, sponsors; never people."""

    @extend_schema(
        operation_id="programs_clone",
        summary="Clone a program",
        request=CloneIn,
        responses={201: SettingsOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        source = program_or_404(program)
        wanted = accepted(CloneIn, request.data)
        with by_field():
            copy = cloning.clone_program(source, by=request.membership, **wanted)
        return Response(SettingsOut(copy).data, status=status.HTTP_201_CREATED)
