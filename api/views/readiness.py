"""Could everybody be matched today, and who is short of mentors: as a worker found it last."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from matching import readiness, readiness_pages
from mentoring.jobs.models import RunStatus
from organizations.roles import STAFF
from programs.queries import program_or_404


class RuleOut(serializers.Serializer):
    """A rule between a group and the places elsewhere."""

    label = serializers.CharField()
    share = serializers.CharField()
    alone = serializers.CharField(allow_blank=True)


class ShortGroupOut(serializers.Serializer):
    """Mentees who share too few places, in words."""

    title = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())
    rules = RuleOut(many=True)


class WorthOut(serializers.Serializer):
    """A mentor who is not there yet, and matches that one, two or five of them would add."""

    label = serializers.CharField()
    who = serializers.CharField()
    one = serializers.IntegerField()
    two = serializers.IntegerField()
    five = serializers.IntegerField()


class FoundOut(serializers.Serializer):
    """The newest answer."""

    mentees = serializers.IntegerField()
    mentors = serializers.IntegerField()
    places = serializers.IntegerField()
    matched = serializers.IntegerField(help_text="Mentees who could be matched.")
    headline = serializers.CharField()
    groups = ShortGroupOut(many=True)
    more_groups = serializers.IntegerField()
    offers = WorthOut(many=True)


class ReadinessOut(serializers.Serializer):
    """How far the newest run is, and what the last finished one found."""

    status = serializers.ChoiceField(RunStatus.choices, allow_null=True)
    worked_out_at = serializers.DateTimeField(allow_null=True)
    is_current = serializers.BooleanField(help_text="Nothing has changed since.")
    found = FoundOut(allow_null=True)


class Readiness(OrganizationView):
    """How many mentees of a program could be matched today."""

    @extend_schema(
        operation_id="readiness_read",
        summary="Read a program's readiness",
        responses={200: ReadinessOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        return Response(_written(program_or_404(program)))

    @extend_schema(
        operation_id="readiness_ask",
        summary="Ask a worker for a program's readiness",
        request=None,
        responses={200: ReadinessOut, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        readiness.ask(program, by=request.membership)
        return Response(_written(program))


def _written(program):
    page = readiness_pages.home(program)
    newest, done = page["newest"], page["done"]
    found = None
    if done:
        numbers = {key: done.found[key] for key in ("mentees", "mentors", "places", "matched")}
        found = {
            **numbers,
            "headline": page["headline"],
            "groups": [*page["without"], *page["sharing"]],
            "more_groups": done.found["more_groups"],
            "offers": page["offers"],
        }
    body = {
        "status": newest.status if newest else None,
        "worked_out_at": done.finished_at if done else None,
        "is_current": page["is_current"],
        "found": found,
    }
    return ReadinessOut(body).data
