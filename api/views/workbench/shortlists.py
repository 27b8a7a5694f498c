"""The newest shortlist round of a program, and its lists with the ranks of both sides."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, accepted, page_of, paged
from api.views.workbench.shapes import SomebodyOut
from matching.shortlists import queries
from mentoring.jobs.models import RunStatus
from organizations.roles import STAFF


class AnsweredOut(serializers.Serializer):
    """How many stand on a list, and how many of them have answered."""

    mentees = serializers.IntegerField()
    mentors = serializers.IntegerField()
    mentees_answered = serializers.IntegerField()
    mentors_answered = serializers.IntegerField()
    none = serializers.IntegerField(help_text="Said that none of these suits them.")


class ShortlistOut(serializers.Serializer):
    """A shortlist round: found by a worker, read, published, ranked by both sides, and closed."""

    status = serializers.ChoiceField(RunStatus.choices)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    failure = serializers.CharField(
        source="error", allow_blank=True, help_text="Why it failed; empty if it did not."
    )
    most = serializers.IntegerField(help_text="Candidates for each mentee, at most.")
    lists = serializers.IntegerField(help_text="Lists that a mentor stands on, at most.")
    waiting = serializers.IntegerField(help_text="Mentees who stood for a match.")
    reached = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Mentees with at least one candidate, at least two, and so on.",
    )
    points = serializers.IntegerField()
    digest = serializers.CharField(
        allow_blank=True, help_text="SHA-256 of the problem that the lists are proven for."
    )
    published_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    answered = AnsweredOut()


class CandidateOut(serializers.Serializer):
    """A mentor on a list, and where each of the two has ranked the other; null if not."""

    mentor = SomebodyOut()
    score = serializers.IntegerField()
    mentee_rank = serializers.IntegerField(allow_null=True)
    mentor_rank = serializers.IntegerField(allow_null=True)


class ListOut(serializers.Serializer):
    """A mentee's list, the best score first."""

    mentee = SomebodyOut()
    has_answered = serializers.BooleanField()
    is_none = serializers.BooleanField(help_text="Said that none of these suits them.")
    candidates = CandidateOut(many=True)


class Newest(OrganizationView):
    """How the shortlist of a program stands."""

    @extend_schema(
        operation_id="shortlists_read",
        summary="Read the newest shortlist round",
        responses={200: ShortlistOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        round_ = _newest_or_404(program)
        round_.answered = queries.numbers_of(round_)
        return Response(ShortlistOut(round_).data)


class Lists(OrganizationView):
    """Everybody's list of the newest round."""

    @extend_schema(
        operation_id="shortlists_lists",
        summary="List the mentees of the newest shortlist round with their candidates",
        parameters=[ListQuery],
        responses={200: page_of(ListOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        round_ = _newest_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(
            request,
            queries.on_lists(round_),
            ListOut,
            lambda mentees: [_written(line) for line in queries.lines_of(round_, list(mentees))],
        )


def _newest_or_404(program):
    round_ = queries.newest_at(program)
    if round_ is None:
        raise Http404
    return round_


def _written(line):
    names = ("mentor", "score", "mentee_rank", "mentor_rank")
    return {
        "mentee": line.mentee,
        "has_answered": line.has_answered,
        "is_none": line.is_none,
        "candidates": [dict(zip(names, found, strict=True)) for found in line.candidates],
    }
