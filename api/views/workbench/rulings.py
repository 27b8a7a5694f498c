"""Pins and vetoes of a program: these two for certain, or never, in every run until lifted."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, by_form
from api.views.workbench.shapes import SomebodyOut
from matching.decisions import CannotDecide
from matching.queries import participants_by_id
from matching.rulings import queries, services
from matching.rulings.forms import RulingForm
from matching.rulings.models import Kind
from organizations.roles import STAFF
from programs.queries import program_or_404


class RulingOut(serializers.Serializer):
    """A pin or a veto; it holds until it is lifted."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Kind.choices)
    mentee = SomebodyOut()
    mentor = SomebodyOut()
    reason = serializers.CharField(allow_blank=True)
    made_by = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True)


class RulingIn(Strict):
    """Two people of the program, and why."""

    kind = serializers.ChoiceField(Kind.choices)
    mentee = serializers.UUIDField()
    mentor = serializers.UUIDField()
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="A veto needs it. Coordinators read this, nobody else.",
    )


class Rulings(OrganizationView):
    """Pins and vetoes that hold."""

    @extend_schema(
        operation_id="rulings_list",
        summary="List pins and vetoes of a program that hold",
        parameters=[ListQuery],
        responses={200: page_of(RulingOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        rows = queries.standing(program).select_related("made_by")
        return paged(request, rows, RulingOut, _with_people)

    @extend_schema(
        operation_id="rulings_make",
        summary="Pin or veto two people, once, in every run from now on",
        description="A pin against a hard rule is refused with all rules and their facts.",
        request=RulingIn,
        responses={201: RulingOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        sent = accepted(RulingIn, request.data)
        mentees, mentors = queries.choices(program)
        wanted = by_form(RulingForm(sent, mentees=mentees, mentors=mentors))
        mentee, mentor = queries.people_of(program, wanted["mentee"], wanted["mentor"])
        make = services.pin if wanted["kind"] == Kind.PIN else services.veto
        with as_conflict(CannotDecide):
            made = make(program, mentee, mentor, by=request.membership, reason=wanted["reason"])
        return Response(RulingOut(made).data, status=status.HTTP_201_CREATED)


class LiftRuling(OrganizationView):
    """The end of a pin or a veto."""

    @extend_schema(
        operation_id="rulings_lift",
        summary="Lift a pin or a veto; twice changes nothing",
        request=None,
        responses={200: RulingOut, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, program, ruling_id):
        ruling = queries.ruling_or_404(program_or_404(program), ruling_id)
        lifted = services.lift(ruling, by=request.membership)
        return Response(RulingOut(_with_people([lifted])[0]).data)


def _with_people(rulings):
    rulings = list(rulings)
    people = participants_by_id({pk for row in rulings for pk in (row.mentee_id, row.mentor_id)})
    for row in rulings:
        row.mentee, row.mentor = people[str(row.mentee_id)], people[str(row.mentor_id)]
    return rulings
