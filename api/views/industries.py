"""The classification of industries."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, accepted, page_of, paged
from organizations.industries import registry, search
from organizations.roles import STAFF

LONGEST_SEARCH = 200


class IndustryOut(serializers.Serializer):
    """A line of NAICS 2022, with two digits (a sector) to six."""

    code = serializers.CharField()
    title = serializers.CharField()


class IndustriesQuery(ListQuery):
    """What narrows the list of industries."""

    search = serializers.CharField(
        required=False,
        max_length=LONGEST_SEARCH,
        help_text="Words of the title, or the first digits; the best answers.",
    )


class Industries(OrganizationView):
    """Codes that companies can have."""

    @extend_schema(
        operation_id="industries_list",
        summary="List or find industry codes",
        parameters=[IndustriesQuery],
        responses={200: page_of(IndustryOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(IndustriesQuery, request.query_params.dict())
        rows = search(asked["search"]) if "search" in asked else list(registry().values())
        return paged(request, rows, IndustryOut)
