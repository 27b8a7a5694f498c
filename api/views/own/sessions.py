"""One's own invitations to sessions: a participant's, and an HR contact's briefings."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from organizations.roles import Role
from training import hr, services
from training.queries import own_invitation_or_404
from training.roles import Answer, SessionStatus

REFUSALS = {
    "full": _("Every place is taken by now."),
    "over": _("This session is over or was cancelled, so no answer is needed."),
}


class OwnSessionOut(serializers.Serializer):
    """An invitation with its session; the next one first, then those that are over."""

    id = serializers.UUIDField(help_text="Of the invitation.")
    session = serializers.UUIDField()
    program = serializers.CharField(help_text="Its name.")
    title = serializers.CharField()
    description = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    time_zone = serializers.CharField()
    place = serializers.CharField()
    link = serializers.CharField()
    status = serializers.ChoiceField(SessionStatus.choices)
    answer = serializers.ChoiceField(Answer.choices, allow_blank=True)
    is_full = serializers.BooleanField()


class AnswerIn(Strict):
    """Whether one comes."""

    answer = serializers.ChoiceField(Answer.choices)


class AnswerOut(serializers.Serializer):
    """What was answered."""

    answer = serializers.ChoiceField(Answer.choices)


class OwnSessions(OrganizationView):
    """Sessions to which one is invited."""

    @extend_schema(
        operation_id="own_sessions_list",
        summary="List one's own invitations to sessions",
        parameters=[ListQuery],
        responses={200: page_of(OwnSessionOut), **described(400)},
    )
    @opened_to(Role.PARTICIPANT, Role.HR)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.own_sessions(request.membership), OwnSessionOut)


class AnswerSession(OrganizationView):
    """Say whether one comes."""

    @extend_schema(
        operation_id="own_sessions_answer",
        summary="Answer an invitation to a session",
        request=AnswerIn,
        responses={200: AnswerOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT, Role.HR)
    def post(self, request, invited_id):
        answer = _answer_of_contact if request.membership.role == Role.HR else _answer_of_person
        return Response({"answer": answer(request, invited_id)})


def _answer_of_contact(request, invited_id):
    invitation = hr.briefing_or_404(invited_id)
    given = accepted(AnswerIn, request.data)["answer"]
    try:
        hr.answer(invitation.pk, given)
    except hr.Refused as refused:
        raise Conflict(str(REFUSALS[str(refused)])) from refused
    return given


def _answer_of_person(request, invited_id):
    invitation = own_invitation_or_404(request.membership.person_id, invited_id)
    given = accepted(AnswerIn, request.data)["answer"]
    try:
        services.answer(invitation, given, by=request.membership)
    except services.CannotAnswer as refused:
        raise Conflict(str(refused)) from refused
    return given
