"""Who is invited to a session: read, invited by hand, taken off the list."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries as reads
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict
from api.views.training import CountsOut
from organizations.roles import STAFF
from programs.queries import program_or_404
from training import queries, services
from training.roles import Answer, Attendance


class InvitedOut(serializers.Serializer):
    """Somebody invited: a participant, or a contact at a sponsor."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    participant = serializers.UUIDField(source="participant_id", allow_null=True)
    answer = serializers.ChoiceField(Answer.choices, allow_blank=True)
    attendance = serializers.ChoiceField(Attendance.choices, allow_blank=True)


class InviteIn(Strict):
    """People who take part in the program."""

    participants = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=services.MOST_PICKED
    )


class InviteOut(serializers.Serializer):
    """The numbers of the session as they are now."""

    counts = CountsOut()


class Invited(OrganizationView):
    """Everybody invited to a session."""

    @extend_schema(
        operation_id="sessions_invited",
        summary="List who is invited to a session, answers and attendance",
        parameters=[ListQuery],
        responses={200: page_of(InvitedOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program, session_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.ordered(queries.invitations_of(session)), InvitedOut)

    @extend_schema(
        operation_id="sessions_invite",
        summary="Invite people to a session by hand",
        description="They get a mail. Who is on the list already stays on it, and who was taken "
        "off is on it again.",
        request=InviteIn,
        responses={200: InviteOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, session_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        wanted = set(accepted(InviteIn, request.data)["participants"])
        if len(reads.participants_among(session.program_id, wanted)) < len(wanted):
            told = _("Not everybody here takes part in this program. Nobody was invited.")
            raise serializers.ValidationError({"participants": [told]})
        with as_conflict():
            services.invite_people(session, wanted, by=request.membership)
        return Response(InviteOut({"counts": queries.counts_of([session])[session.pk]}).data)


class Withdraw(OrganizationView):
    """Take somebody off the list."""

    @extend_schema(
        operation_id="sessions_withdraw",
        summary="Take somebody off a session's list",
        description="Nobody invites them again but by hand. Who is off the list is not found.",
        request=None,
        responses={204: None, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, program, session_id, invited_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        invitation = queries.invitation_or_404(session, invited_id)
        services.withdraw_invitation(invitation, by=request.membership)
        return Response(status=status.HTTP_204_NO_CONTENT)
