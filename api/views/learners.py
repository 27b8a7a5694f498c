"""How far the people of a program are with their training: that, when, how long, how well."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, accepted, page_of, paged
from organizations.roles import STAFF
from participants.roles import Side
from programs.queries import program_or_404
from training.modules import overview

STATES = [
    ("finished", _("Finished")),
    ("under_way", _("Under way")),
    ("new", _("Not begun")),
    ("late", _("Late")),
]


class LearnerOut(serializers.Serializer):
    """A participant, and how far they are."""

    participant = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="person.name")
    company = CompanyOut()
    side = serializers.ChoiceField(Side.choices)
    required = serializers.IntegerField(help_text="Modules that their side has to finish.")
    left = serializers.IntegerField(help_text="Of these, not finished yet.")
    is_begun = serializers.BooleanField()
    finished = serializers.IntegerField(source="done", help_text="Modules, voluntary ones as well.")
    minutes = serializers.IntegerField(allow_null=True)
    score = serializers.IntegerField(allow_null=True, help_text="First answers that were right.")
    questions = serializers.IntegerField(allow_null=True)
    last_finished_at = serializers.DateTimeField(source="last", allow_null=True)


class LearnersQuery(ListQuery):
    """What narrows the list."""

    side = serializers.ChoiceField(Side.choices, required=False)
    state = serializers.ChoiceField(STATES, required=False)
    search = serializers.CharField(required=False, max_length=100, help_text="Parts of the name.")


class Learners(OrganizationView):
    """People of a program and their training."""

    @extend_schema(
        operation_id="training_progress_list",
        summary="List how far everybody is with their training",
        parameters=[LearnersQuery],
        responses={200: page_of(LearnerOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        asked = accepted(LearnersQuery, request.query_params.dict())
        narrow = {"side": asked.get("side", ""), "state": asked.get("state", "")}
        _due, is_late = overview.due_on(program)
        rows = overview.learners(program, text=asked.get("search", ""), is_late=is_late, **narrow)
        return paged(request, rows, LearnerOut)
