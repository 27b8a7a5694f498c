"""What somebody should do next, in each of their programs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import own
from api.access import OrganizationView, opened_to
from api.errors import described
from organizations.roles import Role
from participants.roles import Side, Standing


class DueIs(models.TextChoices):
    """What the day or moment of a step means."""

    BEFORE = "before", _("Act before it")
    UNTIL = "until", _("Act until it")
    NEWS = "news", _("News come then")
    MATCHING = "matching", _("Matching opens")
    TRAINING = "training", _("Training opens")


class StepOut(serializers.Serializer):
    """One thing to do, in words. Of day and moment at most one is there."""

    title = serializers.CharField()
    text = serializers.CharField()
    action = serializers.CharField(help_text="The words of its button.")
    page = serializers.CharField(source="url", help_text="Where people do it.")
    about = serializers.CharField(help_text="Tells a match from others.")
    is_waiting = serializers.BooleanField(help_text="There is nothing to do but to wait.")
    due_is = serializers.ChoiceField(DueIs.choices)
    due_on = serializers.DateField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, step):
        due = {"due_on": None, "due_at": None} | {_key(step): step.due}
        return super().to_representation({**vars(step), "is_waiting": step.is_waiting, **due})


def _key(step):
    return "due_at" if step.has_time else "due_on"


class OwnPartOut(serializers.Serializer):
    """One's part in a program, and its steps, the most pressing first."""

    participant = serializers.UUIDField()
    program = serializers.SlugField()
    name = serializers.CharField(help_text="Of the program.")
    side = serializers.ChoiceField(Side.choices)
    standing = serializers.ChoiceField(Standing.choices)
    steps = StepOut(many=True)


class NextStepsOut(serializers.Serializer):
    """One's parts in programs; the most pressing first."""

    parts = OwnPartOut(many=True)


class NextSteps(OrganizationView):
    """One's own next steps."""

    @extend_schema(
        operation_id="next_steps_read",
        summary="Read what to do next in each of your programs",
        responses={200: NextStepsOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        parts = own.steps_of(request.membership, request.organization)
        return Response(NextStepsOut({"parts": parts}).data)
