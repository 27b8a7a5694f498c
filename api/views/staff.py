"""Who may act in the organization, and who is invited to."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, by_field
from organizations import invitations, staff, staff_queries
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


class RoleIn(Strict):
    """A role; with a company for HR, and for nobody else."""

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


class InvitationIn(RoleIn):
    """Whom to invite; a company for HR, and for nobody else."""

    email = serializers.EmailField(max_length=254)


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


class OneRole(OrganizationView):
    """A role that somebody holds."""

    @extend_schema(
        operation_id="staff_read",
        summary="Read a role",
        responses={200: StaffRoleOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, membership_id):
        return Response(StaffRoleOut(staff_queries.staff_or_404(membership_id)).data)

    @extend_schema(
        operation_id="staff_change",
        summary="Give somebody another role in place of this one",
        description="Administrators only. Another role or company is a new row with a new id; the "
        "one in the address has ended then. There is always an administrator.",
        request=RoleIn,
        responses={200: StaffRoleOut, **described(400, 413)},
    )
    @opened_to(Role.ADMINISTRATOR)
    def put(self, request, membership_id):
        held = staff_queries.staff_or_404(membership_id)
        wanted = accepted(RoleIn, request.data)
        with by_field():
            granted = staff.change_role(held, by=request.membership, **wanted)
        return Response(StaffRoleOut(granted).data)


class EndRole(OrganizationView):
    """End a role."""

    @extend_schema(
        operation_id="staff_end",
        summary="End a role at once",
        description="Administrators only. The last administrator's role does not end; a role that "
        "has ended is not found any more.",
        request=None,
        responses={204: None, **described(409)},
    )
    @opened_to(Role.ADMINISTRATOR)
    def post(self, request, membership_id):
        held = staff_queries.staff_or_404(membership_id)
        with as_conflict():
            staff.end_role(held, by=request.membership)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SendAgain(OrganizationView):
    """Send an invitation once more."""

    @extend_schema(
        operation_id="invitations_send_again",
        summary="Mail a new link for another 14 days",
        description="Administrators only. The earlier link opens nothing any more.",
        request=None,
        responses={200: InvitationOut, **described(409)},
    )
    @opened_to(Role.ADMINISTRATOR)
    def post(self, request, invitation_id):
        invitation = staff_queries.invitation_or_404(invitation_id)
        with as_conflict():
            sent = invitations.send_again(invitation, by=request.membership)
        return Response(InvitationOut(sent).data)


class TakeBackInvitation(OrganizationView):
    """Take an invitation back."""

    @extend_schema(
        operation_id="invitations_take_back",
        summary="Take an invitation back; twice changes nothing",
        description="Administrators only.",
        request=None,
        responses={200: InvitationOut, **described(409)},
    )
    @opened_to(Role.ADMINISTRATOR)
    def post(self, request, invitation_id):
        invitation = staff_queries.invitation_or_404(invitation_id)
        with as_conflict():
            closed = invitations.take_back(invitation, by=request.membership)
        return Response(InvitationOut(closed).data)
