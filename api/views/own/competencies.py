"""The competencies that needs and offers name."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, accepted, page_of, paged
from organizations.roles import STAFF, Role
from participants.profiles.own import listed
from portal.profiles.search import LONGEST_QUERY, find


class CompetencyOut(serializers.Serializer):
    """Something one can want to learn or offer to teach; either of code and label names it."""

    code = serializers.CharField()
    label = serializers.CharField()
    theme = serializers.CharField(help_text="Empty for one in somebody's own words.")


class CompetenciesQuery(ListQuery):
    """What narrows the list."""

    search = serializers.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        help_text="Words of the label or the theme; the best dozen answers.",
    )


class Competencies(OrganizationView):
    """The organization's list of competencies."""

    @extend_schema(
        operation_id="competencies_list",
        summary="List or find competencies",
        parameters=[CompetenciesQuery],
        responses={200: page_of(CompetencyOut), **described(400)},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request):
        asked = accepted(CompetenciesQuery, request.query_params.dict())
        rows = find(asked["search"]).entries if "search" in asked else listed().entries
        return paged(request, rows, CompetencyOut)
