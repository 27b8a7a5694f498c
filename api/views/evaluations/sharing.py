"""Results that are shared with those who took part: read by them, written by coordinators."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.own import own_or_404
from api.refusals import as_conflict
from evaluations.seen.models import What
from evaluations.seen.services import see
from evaluations.sharing import queries, services
from evaluations.sharing.content import SIDES
from evaluations.sharing.models import MOST_OF_WORDS
from evaluations.sharing.services import CannotShare
from organizations.roles import STAFF, Role
from programs.queries import program_or_404

WHO = [(one.value, one.label) for one in SIDES]
MOST_EDITIONS = 1_000_000


class SharedRateOut(serializers.Serializer):
    """How many of one side have answered at the end."""

    who = serializers.ChoiceField(WHO)
    share = serializers.CharField()
    is_weak = serializers.BooleanField()


class SharedLineOut(serializers.Serializer):
    """One scale as its readers see it; `before` and `after` are empty where there are few."""

    label = serializers.CharField()
    n = serializers.IntegerField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    said = serializers.CharField()


class SharedGroupOut(serializers.Serializer):
    """The scales of one side."""

    who = serializers.ChoiceField(WHO)
    lines = SharedLineOut(many=True)


class SharedGoalsOut(serializers.Serializer):
    """How far goals came in one side's view."""

    who = serializers.ChoiceField(WHO)
    reached = serializers.CharField()
    scored = serializers.IntegerField()


class SharedContentOut(serializers.Serializer):
    """The page: words of the coordinators, numbers, and quotes without names."""

    program = serializers.CharField()
    organization = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    rates = SharedRateOut(many=True)
    groups = SharedGroupOut(many=True)
    goals = SharedGoalsOut(many=True)
    quotes = serializers.ListField(child=serializers.CharField())


class SharedOut(serializers.Serializer):
    """Of which program results are there."""

    participant = serializers.UUIDField()
    program = serializers.CharField()
    published_at = serializers.DateTimeField()


class ReadSharedOut(serializers.Serializer):
    """Both are null until they are published."""

    published_at = serializers.DateTimeField(allow_null=True)
    content = SharedContentOut(allow_null=True)


class SharedDraftOut(ReadSharedOut):
    """Before it is published, `content` is what its readers would see now, if there are numbers."""

    edition = serializers.IntegerField(help_text="0 before anything was written.")
    words = serializers.CharField(allow_blank=True)
    content_hash = serializers.CharField(allow_blank=True)
    is_over = serializers.BooleanField(help_text="The program is, so that it can be published.")
    run = serializers.UUIDField(allow_null=True, help_text="Whose numbers would be published.")


class SharedWordsIn(Strict):
    """The coordinators' own words, and the edition that was read."""

    words = serializers.CharField(max_length=MOST_OF_WORDS, allow_blank=True, trim_whitespace=False)
    edition = serializers.IntegerField(min_value=0, max_value=MOST_EDITIONS)


class PublishSharedIn(Strict):
    """What was looked at."""

    edition = serializers.IntegerField(min_value=0, max_value=MOST_EDITIONS)
    run = serializers.UUIDField()


class AllShared(OrganizationView):
    """Results of the programs that one took part in."""

    @extend_schema(
        operation_id="shared_results_list",
        summary="List programs of one's own whose results are published",
        parameters=[ListQuery],
        responses={200: page_of(SharedOut), **described(400)},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        found = queries.own(request.membership.person_id)
        return paged(request, found, SharedOut, _listed)


class Shared(OrganizationView):
    """Results of one program."""

    @extend_schema(
        operation_id="shared_results_read",
        summary="Read a program's results as they were published",
        responses={200: ReadSharedOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, participant):
        mine = own_or_404(request.membership, program, participant)
        _mine, row = queries.own_or_404(participant, request.membership.person_id)
        if row and request.method == "GET":
            see(mine, What.SHARED)
        content = queries.published(row) if row else None
        facts = {"published_at": row and row.published_at, "content": content}
        return Response(ReadSharedOut(facts).data)


class SharedOfProgram(OrganizationView):
    """The page with a program's results, for its coordinators."""

    @extend_schema(
        operation_id="shared_results_preview",
        summary="Read the page with a program's results as its readers (will) see it",
        responses={200: SharedDraftOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        return Response(_draft(program_or_404(program)))

    @extend_schema(
        operation_id="shared_results_write",
        summary="Write the coordinators' own words, until it is published",
        request=SharedWordsIn,
        responses={200: SharedDraftOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def put(self, request, program):
        program = program_or_404(program)
        given = accepted(SharedWordsIn, request.data)
        with as_conflict(CannotShare):
            services.write(program, by=request.membership, **given)
        return Response(_draft(program))


class PublishShared(OrganizationView):
    """For good."""

    @extend_schema(
        operation_id="shared_results_publish",
        summary="Publish a program's results as they were looked at; twice is once",
        request=PublishSharedIn,
        responses={200: SharedDraftOut, **described(400, 409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        given = accepted(PublishSharedIn, request.data)
        facts = {"edition": given["edition"], "run_id": given["run"]}
        with as_conflict(CannotShare):
            services.publish(program, by=request.membership, **facts)
        return Response(_draft(program))


def _listed(found):
    return [
        {
            "participant": mine.pk,
            "program": mine.program.slug,
            "published_at": row.published_at,
        }
        for mine, row in found
    ]


def _draft(program):
    row = queries.of_program(program)
    facts = {
        "edition": row.edition if row else 0,
        "words": row.words if row else "",
        "content_hash": row.content_hash if row else "",
        "published_at": row and row.published_at,
        "is_over": queries.is_over(program),
    }
    if row and row.published_at:
        return SharedDraftOut({**facts, "run": None, "content": queries.published(row)}).data
    run = queries.newest_numbers(program)
    content = queries.preview(program, row, run) if run else None
    return SharedDraftOut({**facts, "run": run and run.pk, "content": content}).data
