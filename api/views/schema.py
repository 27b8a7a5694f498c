"""The description of this API."""

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from organizations.roles import STAFF


class Schema(OrganizationView):
    """OpenAPI 3, as JSON."""

    @extend_schema(exclude=True)
    @opened_to(*STAFF)
    def get(self, request):
        return Response(SchemaGenerator().get_schema(request=None, public=True))
