"""How a program is set up: its rules and texts; and a copy of it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import by_field, sensible_day
from organizations.roles import STAFF
from programs import cloning, services
from programs.queries import program_or_404

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
