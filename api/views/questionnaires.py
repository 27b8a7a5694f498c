"""Questionnaires of a program: who has answered and when, never what; open and closed by hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, accepted, page_of, paged
from api.refusals import as_conflict
from instruments import services
from instruments.kinds import Occasion
from instruments.queries import SENT, STARTED, UNOPENED, respondents, stage_or_404
from instruments.stages import State, stages_for
from organizations.roles import STAFF, Role
from participants.roles import Side
from programs.queries import program_or_404


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


class RateOut(serializers.Serializer):
    """How many of one side are asked, and how far they are."""

    side = serializers.ChoiceField(Side.choices)
    asked = serializers.IntegerField()
    sent = serializers.IntegerField()
    started = serializers.IntegerField(help_text="Begun and not sent.")
    is_weak = serializers.BooleanField(help_text="Fewer than 60 percent have sent.")


class StageOut(serializers.Serializer):
    """A questionnaire of a program, whether it is open, and how many have answered."""

    occasion = serializers.ChoiceField(Occasion.choices)
    label = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    why = serializers.CharField(help_text="In a sentence, why it stands so.")
    due = serializers.DateField(allow_null=True, help_text="The last day to answer, if it is open.")
    rates = RateOut(many=True)


class PeopleRemindedOut(serializers.Serializer):
    """How many people get a reminder now."""

    reminded = serializers.IntegerField()


class RespondentsQuery(ListQuery):
    """What narrows the list."""

    side = serializers.ChoiceField(Side.choices, required=False)
    state = serializers.ChoiceField(ResponseState.choices, required=False)


class Questionnaires(OrganizationView):
    """The questionnaires of a program."""

    @extend_schema(
        operation_id="questionnaires_list",
        summary="List a program's questionnaires and how many have answered",
        parameters=[ListQuery],
        responses={200: page_of(StageOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, stages_for(program), StageOut, queries.with_rates)


class Questionnaire(OrganizationView):
    """How far those are who are asked; for a participant, they themselves."""

    @extend_schema(
        operation_id="questionnaires_status",
        summary="List who has answered a questionnaire",
        parameters=[RespondentsQuery],
        responses={200: page_of(RespondentOut), **described(400)},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program, occasion):
        membership = request.membership
        program = queries.program_for_or_404(membership, program)
        stage = stage_or_404(program, occasion)
        asked = accepted(RespondentsQuery, request.query_params.dict())
        narrow = {name: asked.get(name, "") for name in ("side", "state")}
        rows = queries.own_people(respondents(stage, **narrow), membership)
        return paged(request, rows, RespondentOut, list)


class RemindRespondents(OrganizationView):
    """Remind those who have not answered."""

    @extend_schema(
        operation_id="questionnaires_remind",
        summary="Remind, once, whoever has not answered a questionnaire",
        request=None,
        responses={200: PeopleRemindedOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, occasion):
        program = program_or_404(program)
        stage_or_404(program, occasion)
        with as_conflict(services.CannotChange):
            people = services.remind(program, occasion, by=request.membership)
        return Response({"reminded": people})


class CloseQuestionnaire(OrganizationView):
    """Close a questionnaire."""

    @extend_schema(
        operation_id="questionnaires_close",
        summary="Close a questionnaire now; twice changes nothing",
        description="Nothing more is accepted, and what was not sent is not read.",
        request=None,
        responses={200: StageOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, occasion):
        return _changed(request, program, occasion, services.close)


class ReopenQuestionnaire(OrganizationView):
    """Open a questionnaire by hand."""

    @extend_schema(
        operation_id="questionnaires_reopen",
        summary="Open a questionnaire until it is closed by hand; twice changes nothing",
        description="A baseline that comes before matches stays closed once one was announced.",
        request=None,
        responses={200: StageOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, occasion):
        return _changed(request, program, occasion, services.reopen)


def _changed(request, program, occasion, change):
    program = program_or_404(program)
    stage_or_404(program, occasion)
    with as_conflict(services.CannotChange):
        change(program, occasion, by=request.membership)
    (written,) = queries.with_rates([stage_or_404(program, occasion)])
    return Response(StageOut(written).data)
