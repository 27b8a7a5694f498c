"""The matches of a run, and what coordinators decide about them."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict
from api.views.workbench.shapes import SomebodyOut
from matching import queries, services, taking_back
from matching.decisions import AlternateState, Band, CannotDecide, Decision
from matching.models import MOST_ALTERNATES
from organizations.roles import STAFF


class PartsOut(serializers.Serializer):
    """The parts that add up to the score."""

    needs = serializers.IntegerField()
    path = serializers.IntegerField()
    ways_of_working = serializers.IntegerField()
    wishes = serializers.IntegerField()
    logistics = serializers.IntegerField()
    perspective = serializers.IntegerField()


class AlternateOut(serializers.Serializer):
    """Who is announced next if the match does not come to be."""

    rank = serializers.IntegerField()
    mentor = SomebodyOut()
    score = serializers.IntegerField()
    state = serializers.ChoiceField(AlternateState.choices)


class OptionOut(serializers.Serializer):
    """Another mentor who is possible, and what choosing them would cost the whole run."""

    mentor = serializers.UUIDField()
    score = serializers.IntegerField()
    matches = serializers.IntegerField(help_text="Matches lost.")
    points = serializers.IntegerField(help_text="Points lost.")
    free = serializers.IntegerField(help_text="Places left.")


class MatchOut(serializers.Serializer):
    """One proposed match."""

    id = serializers.UUIDField()
    mentee = SomebodyOut()
    mentor = SomebodyOut()
    score = serializers.IntegerField(help_text="0 to 10000 points.")
    parts = PartsOut()
    confidence = serializers.IntegerField(help_text="Percent.")
    band = serializers.ChoiceField(Band.choices)
    decision = serializers.ChoiceField(Decision.choices)
    decided_at = serializers.DateTimeField(allow_null=True)
    partnership = serializers.UUIDField(source="partnership_id", allow_null=True)
    alternates = AlternateOut(many=True)
    options = OptionOut(many=True)


class MatchesQuery(ListQuery):
    """What narrows the list of matches."""

    decision = serializers.ChoiceField(Decision.choices, required=False)
    band = serializers.ChoiceField(
        Band.choices, required=False, help_text="How closely to look at them."
    )


class Seen(Strict):
    """What was read of a match."""

    mentor = serializers.UUIDField(
        required=False, help_text="The mentor that was read: 409 if it is another one by now."
    )


class Approval(Seen):
    """Who comes next if the match does not come to be."""

    alternates = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=MOST_ALTERNATES,
        help_text="Ids of mentors among the match's options, the first first.",
    )


class ManyApproved(Strict):
    """Which matches, and how many alternates each gets: those that cost least."""

    matches = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=1000,
        help_text="Without it all sure ones. What is decided already is left as it is.",
    )
    alternates = serializers.IntegerField(
        required=False, default=MOST_ALTERNATES, min_value=0, max_value=MOST_ALTERNATES
    )


class ApprovedOut(serializers.Serializer):
    """How many matches were approved by it."""

    approved = serializers.IntegerField()


class TakeBackIn(Strict):
    """Whether the next alternate is announced instead, or the mentee is back in the pool."""

    goes_on = serializers.BooleanField(required=False, default=False)


class Matches(OrganizationView):
    """The matches of a run."""

    @extend_schema(
        operation_id="matches_list",
        summary="List the matches of a run",
        parameters=[MatchesQuery],
        responses={200: page_of(MatchOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number):
        run = queries.run_or_404(program, number)
        asked = accepted(MatchesQuery, request.query_params.dict())
        narrow = {name: asked[name] for name in ("decision", "band") if name in asked}
        return paged(request, queries.matches_of(run).filter(**narrow), MatchOut)


class OneMatch(OrganizationView):
    """One match of a run."""

    @extend_schema(
        operation_id="matches_read",
        summary="Read a match",
        responses={200: MatchOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number, match):
        return Response(MatchOut(_match(program, number, match)).data)


class ApproveMatch(OrganizationView):
    """Approve a match."""

    @extend_schema(
        operation_id="matches_approve",
        summary="Approve a match",
        description="Approving again replaces the alternates.",
        request=Approval,
        responses={200: MatchOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number, match):
        found = _match(program, number, match)
        asked = accepted(Approval, request.data)
        _refuse_other(found, asked)
        with as_conflict(CannotDecide):
            services.approve(found, asked["alternates"], by=request.membership)
        return Response(MatchOut(_match(program, number, match)).data)


class RejectMatch(OrganizationView):
    """Reject a match."""

    @extend_schema(
        operation_id="matches_reject",
        summary="Reject a match: no later run proposes these two; twice is once",
        request=Seen,
        responses={200: MatchOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number, match):
        found = _match(program, number, match)
        _refuse_other(found, accepted(Seen, request.data))
        if found.decision != Decision.REJECTED:
            with as_conflict(CannotDecide):
                services.reject(found, by=request.membership)
        return Response(MatchOut(_match(program, number, match)).data)


class ReopenMatch(OrganizationView):
    """A match that is to be decided anew."""

    @extend_schema(
        operation_id="matches_reopen",
        summary="Take the decision about a match back; twice changes nothing",
        request=None,
        responses={200: MatchOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number, match):
        found = _match(program, number, match)
        with as_conflict(CannotDecide):
            services.unapprove(found, by=request.membership)
        return Response(MatchOut(_match(program, number, match)).data)


class ApproveMany(OrganizationView):
    """Approve matches that wait for a decision."""

    @extend_schema(
        operation_id="matches_approve_many",
        summary="Approve all sure matches, or those that are named; what is decided stays",
        request=ManyApproved,
        responses={200: ApprovedOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number):
        run = queries.done_or_404(program, number)
        asked = accepted(ManyApproved, request.data)
        waiting = queries.matches_of(run)
        if "matches" in asked:
            waiting = waiting.filter(pk__in=asked["matches"])
            if len(waiting) < len(set(asked["matches"])):
                told = _("There is no such match in this run.")
                raise serializers.ValidationError({"matches": [told]})
        else:
            waiting = waiting.filter(band=Band.SURE)
        with as_conflict(CannotDecide):
            approved = services.approve_many(
                list(waiting), by=request.membership, alternates=asked["alternates"]
            )
        return Response({"approved": approved})


class TakeBackMatch(OrganizationView):
    """Take back what was announced."""

    @extend_schema(
        operation_id="matches_take_back",
        summary="Take back an announced match that not both have accepted, once",
        request=TakeBackIn,
        responses={200: MatchOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number, match):
        found = _match(program, number, match)
        asked = accepted(TakeBackIn, request.data)
        with as_conflict(CannotDecide):
            taking_back.take_back(found, by=request.membership, **asked)
        return Response(MatchOut(_match(program, number, match)).data)


def _refuse_other(match, asked):
    if asked.get("mentor", match.mentor_id) != match.mentor_id:
        raise Conflict(_("Somebody changed this match meanwhile. Look at it again."))


def _match(program, number, pk):
    return queries.match_or_404(queries.run_or_404(program, number), pk)
