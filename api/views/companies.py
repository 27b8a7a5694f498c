"""What HR may read of its own people."""

from dataclasses import replace

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, accepted, page_of, paged
from mentoring.tenancy import context
from organizations.roles import STAFF, Role


class RosterOut(serializers.Serializer):
    """Somebody whom the company has in a program, and their stage."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    title = serializers.CharField()
    side = serializers.CharField()
    program = serializers.UUIDField(source="program_id")
    stage = serializers.CharField()


class RosterQuery(ListQuery):
    """What narrows the roster."""

    search = serializers.CharField(required=False, max_length=100)


class Roster(OrganizationView):
    """The people of one company in all programs."""

    @extend_schema(
        operation_id="roster_list",
        summary="List a company's people and their stages",
        parameters=[RosterQuery],
        responses={200: page_of(RosterOut), **described(400)},
    )
    @opened_to(Role.HR, *STAFF)
    def get(self, request, company):
        company = queries.company_for_or_404(request.membership, company)
        asked = accepted(RosterQuery, request.query_params.dict())
        # The database's view answers for the company in force.
        with context.enter(replace(context.current(), company_id=company.pk)):
            return paged(request, queries.roster(asked.get("search", "")), RosterOut)
