"""Programs: which there are, and one of them."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, accepted, page_of, paged
from organizations.roles import STAFF, Role

EVERYBODY = (*STAFF, Role.HR, Role.PARTICIPANT)


class ProgramOut(serializers.Serializer):
    """One program."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    answer_days = serializers.IntegerField(help_text="Days to answer a match.")
    meeting_every_days = serializers.IntegerField()


class Programs(OrganizationView):
    """The programs that one may know."""

    @extend_schema(
        operation_id="programs_list",
        summary="List programs",
        parameters=[ListQuery],
        responses={200: page_of(ProgramOut), **described(400)},
    )
    @opened_to(*EVERYBODY)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.programs_for(request.membership), ProgramOut)


class OneProgram(OrganizationView):
    """A program by its slug."""

    @extend_schema(
        operation_id="programs_read",
        summary="Read a program",
        responses={200: ProgramOut, **described()},
    )
    @opened_to(*EVERYBODY)
    def get(self, request, program):
        return Response(ProgramOut(queries.program_for_or_404(request.membership, program)).data)
