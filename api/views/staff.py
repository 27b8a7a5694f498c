"""Who may act in the organization, and who is invited to."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import by_field
from organizations import invitations, staff_queries
from organizations.models.invitations import InvitationStatus
from organizations.queries import company_with_id
from organizations.roles import STAFF, Role

ROLES = [(role.value, role.label) for role in staff_queries.ROLES]


class StaffRoleOut(serializers.Serializer):
    """A role that somebody holds; HR's names the company."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(source="user.email")
    role = serializers.ChoiceField(ROLES)
    company = CompanyOut(allow_null=True)


class InvitationOut(serializers.Serializer):
    """A role that is offered and not accepted yet."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.ChoiceField(ROLES)
    company = CompanyOut(allow_null=True)
    status = serializers.ChoiceField(InvitationStatus.choices)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class InvitationIn(Strict):
    """Whom to invite; a company for HR, and for nobody else."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    role = serializers.ChoiceField(ROLES)
    company = serializers.UUIDField(required=False, allow_null=True, default=None)

    def validate(self, attrs):
        company = company_with_id(attrs["company"]) if attrs["company"] else None
        is_hr = attrs["role"] == Role.HR
        if is_hr and company is None:
            told = _("Choose the company whose contact this is.")
            raise serializers.ValidationError({"company": [told]})
        if not is_hr and attrs["company"]:
            raise serializers.ValidationError({"company": [_("Only HR speaks for a company.")]})
        return {**attrs, "company": company}


class StaffRoles(OrganizationView):
    """Administrators, coordinators and contacts of companies."""

    @extend_schema(
        operation_id="staff_list",
        summary="List who may act in the organization",
        parameters=[ListQuery],
        responses={200: page_of(StaffRoleOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        return paged(request, staff_queries.staff(), StaffRoleOut)


class Invitations(OrganizationView):
    """Roles that are offered and wait for an answer."""

    @extend_schema(
        operation_id="invitations_list",
        summary="List invitations that wait for an answer",
        parameters=[ListQuery],
        responses={200: page_of(InvitationOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        return paged(request, staff_queries.unanswered_invitations(), InvitationOut)

    @extend_schema(
        operation_id="invitations_send",
        summary="Invite somebody to a role",
        description="Administrators only. The mail goes out by itself.",
        request=InvitationIn,
        responses={201: InvitationOut, **described(400, 413)},
    )
    @opened_to(Role.ADMINISTRATOR)
    def post(self, request):
        wanted = accepted(InvitationIn, request.data)
        with by_field():
            sent = invitations.invite(by=request.membership, **wanted)
        return Response(InvitationOut(sent).data, status=status.HTTP_201_CREATED)
