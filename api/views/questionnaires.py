"""Who has answered a questionnaire, and when; never what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, accepted, page_of, paged
from instruments.queries import SENT, STARTED, UNOPENED, respondents, stage_or_404
from organizations.roles import STAFF, Role
from participants.roles import Side


class ResponseState(models.TextChoices):
    """How far somebody is."""

    SENT = SENT, _("Sent")
    STARTED = STARTED, _("Begun")
    UNOPENED = UNOPENED, _("Not begun")


class RespondentOut(serializers.Serializer):
    """Somebody who is asked, and how far they are."""

    participant = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="person.name")
    side = serializers.ChoiceField(Side.choices)
    state = serializers.ChoiceField(ResponseState.choices)
    sent_at = serializers.DateTimeField(allow_null=True)


class Questionnaire(OrganizationView):
    """How far those are who are asked; for a participant, they themselves."""

    @extend_schema(
        operation_id="questionnaires_status",
        summary="List who has answered a questionnaire",
        parameters=[ListQuery],
        responses={200: page_of(RespondentOut), **described(400)},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program, occasion):
        membership = request.membership
        program = queries.program_for_or_404(membership, program)
        stage_or_404(program, occasion)
        accepted(ListQuery, request.query_params.dict())
        rows = queries.own_people(respondents(program, occasion), membership)
        return paged(request, rows, RespondentOut, list)
