"""Who is calling: the roles that a login has here, each to be named in the header `Acting-As`."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from organizations.roles import Role


class OwnRoleOut(serializers.Serializer):
    """A role that one has. `company` is the one that HR speaks for."""

    id = serializers.UUIDField(help_text="For the header `Acting-As`.")
    role = serializers.ChoiceField(Role.choices)
    name = serializers.CharField(help_text="As others here know you.")
    company = serializers.UUIDField(source="company_id", allow_null=True)
    person = serializers.UUIDField(source="person_id", allow_null=True)


class MeOut(serializers.Serializer):
    """The login's address, and its roles in this organization."""

    email = serializers.EmailField()
    organization = serializers.CharField(help_text="Its name.")
    roles = OwnRoleOut(many=True)


class Me(OrganizationView):
    """One's own roles."""

    @extend_schema(
        operation_id="me_read",
        summary="Read one's own roles in this organization",
        description="Answers before one of several roles was chosen, too.",
        responses={200: MeOut, **described()},
    )
    @opened_to(*Role, choosing=True)
    def get(self, request):
        me = {"email": request.user.email, "organization": request.organization.name}
        return Response(MeOut({**me, "roles": request.memberships}).data)
