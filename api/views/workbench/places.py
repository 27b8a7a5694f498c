"""A mentee of a run: other mentors with their exact cost, why not somebody, and changes of it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import workbench
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict
from api.views.workbench.shapes import (
    CertificateOut,
    MoveOut,
    OutcomeOut,
    PriceOut,
    SomebodyOut,
)
from matching import queries
from matching.changes import pages, services
from matching.changes.models import Act
from matching.decisions import CannotDecide
from matching.rulings.models import LONGEST_REASON
from organizations.roles import STAFF

LONGEST_SIGN = 16


class OfferOut(PriceOut):
    """Another mentor: what choosing them costs, who else would move, and the sign of both."""

    mentor = SomebodyOut()
    score = serializers.IntegerField()
    free = serializers.IntegerField(help_text="Places that nobody has.")
    others = MoveOut(many=True)
    seen = serializers.CharField(
        allow_null=True, help_text="Goes back with the change; null: ask for the effect first."
    )


class WhyNobodyOut(serializers.Serializer):
    """Why a run has nobody for a mentee."""

    lead = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())


class PlaceOut(serializers.Serializer):
    """A mentee of a run, whom they have, and whom else they could have."""

    mentee = SomebodyOut()
    mentor = SomebodyOut(allow_null=True)
    match = serializers.UUIDField(allow_null=True)
    is_held = serializers.BooleanField(help_text="Decided about: take that back first.")
    is_pinned = serializers.BooleanField()
    options = OfferOut(many=True)
    nobody = WhyNobodyOut(allow_null=True)


class EffectOut(PriceOut):
    """A change before it is made."""

    moves = MoveOut(many=True)
    before = OutcomeOut()
    after = OutcomeOut()
    seen = serializers.CharField(help_text="Goes back with the change.")


class PreviewOut(serializers.Serializer):
    """A change before it is made, or why it cannot be."""

    effect = EffectOut(allow_null=True)
    refused = serializers.CharField(allow_blank=True)


class ChangeIn(Strict):
    """A change whose effect was read."""

    act = serializers.ChoiceField(Act.choices)
    other = serializers.UUIDField(help_text="A mentor; with swap another mentee.")
    seen = serializers.CharField(max_length=LONGEST_SIGN)
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_REASON,
        help_text="A veto needs it. Coordinators read this, nobody else.",
    )


class PairOut(serializers.Serializer):
    """Two people whom a change is about; without a mentor the mentee had none."""

    mentee = SomebodyOut()
    mentor = SomebodyOut(allow_null=True)


class MadeOut(PriceOut):
    """A change of a run, what it cost, and the proof that nothing better exists with it."""

    number = serializers.IntegerField()
    act = serializers.ChoiceField(Act.choices)
    pairs = PairOut(many=True)
    moves = MoveOut(many=True)
    outcome = OutcomeOut()
    certificate = CertificateOut()
    made_by = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    undone_by = serializers.SerializerMethodField()
    undone_at = serializers.DateTimeField(allow_null=True)

    def get_undone_by(self, change) -> str | None:
        return change["undone_by"] and change["undone_by"].name


class RuleOfPairOut(serializers.Serializer):
    """A hard rule of two people, and the facts behind it."""

    rule = serializers.CharField()
    passed = serializers.BooleanField()
    text = serializers.CharField()


class RulesOut(serializers.Serializer):
    """All rules that stand against two people, or those that they have passed."""

    mentee = SomebodyOut()
    mentor = SomebodyOut()
    is_possible = serializers.BooleanField()
    lines = RuleOfPairOut(many=True)


class Place(OrganizationView):
    """A mentee of a run."""

    @extend_schema(
        operation_id="places_read",
        summary="Read whom a mentee has in a run, whom else they could have, or why nobody",
        responses={200: PlaceOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number, participant_id):
        run = queries.done_or_404(program, number, with_problem=True)
        return Response(PlaceOut(workbench.place_of(run, participant_id)).data)


class Effect(OrganizationView):
    """What a change would do."""

    @extend_schema(
        operation_id="places_effect",
        summary="Read what a change would cost, and who would move",
        description="To choose, pin or veto a mentor, or to swap mentors with another mentee.",
        responses={200: PreviewOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number, participant_id, act, whom_id):
        run = queries.done_or_404(program, number, with_problem=True)
        return Response(PreviewOut(workbench.effect_of(run, participant_id, act, whom_id)).data)


class ChangePlace(OrganizationView):
    """Place somebody otherwise."""

    @extend_schema(
        operation_id="places_change",
        summary="Choose another mentor, pin, veto or swap, as it was seen",
        description="If it would cost or move something else by now, nothing is changed: 409.",
        request=ChangeIn,
        responses={200: MadeOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number, participant_id):
        run = queries.done_or_404(program, number, with_problem=True)
        pages.part_or_404(run, participant_id)
        asked = accepted(ChangeIn, request.data)
        with as_conflict(CannotDecide):
            change = services.apply(
                run,
                asked["act"],
                str(participant_id),
                str(asked["other"]),
                seen=asked["seen"],
                by=request.membership,
                reason=asked["reason"],
            )
        return Response(_made(run, change.number))


class Rules(OrganizationView):
    """Why not these two."""

    @extend_schema(
        operation_id="places_rules",
        summary="Read every rule of a mentee and a mentor of a run, with the facts",
        responses={200: RulesOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number, participant_id, mentor_id):
        run = queries.done_or_404(program, number, with_problem=True)
        return Response(RulesOut(pages.rules(run, str(participant_id), str(mentor_id))).data)


class Changes(OrganizationView):
    """The changes of a run."""

    @extend_schema(
        operation_id="changes_list",
        summary="List the changes of a run, the newest first, undone ones among them",
        parameters=[ListQuery],
        responses={200: page_of(MadeOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number):
        run = queries.done_or_404(program, number)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, workbench.changes_of(run), MadeOut, workbench.with_people)


class UndoChange(OrganizationView):
    """Take the last change back."""

    @extend_schema(
        operation_id="changes_undo",
        summary="Undo the last change of a run, once: everybody is placed as before",
        request=None,
        responses={200: MadeOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number, change):
        run = queries.done_or_404(program, number)
        queries.change_or_404(run, change)
        with as_conflict(CannotDecide):
            services.undo(run, change, by=request.membership)
        return Response(_made(run, change))


def _made(run, number):
    (written,) = workbench.with_people(workbench.changes_of(run).filter(number=number))
    return MadeOut(written).data
