"""Two runs of a program side by side: whom they treat differently."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.views.workbench.shapes import OutcomeOut, SomebodyOut
from matching import history, queries
from organizations.roles import STAFF

KINDS = ("moved", "gained", "lost")


class ComparedRunOut(serializers.Serializer):
    """One of the two runs, as it stands with the changes of coordinators."""

    number = serializers.IntegerField()
    mentees = serializers.IntegerField()
    outcome = OutcomeOut()


class DifferencesOut(serializers.Serializer):
    """How many mentees there are of each kind."""

    moved = serializers.IntegerField(help_text="Have another mentor.")
    gained = serializers.IntegerField(help_text="Have one in this run alone.")
    lost = serializers.IntegerField(help_text="Had one in the other run alone.")


class DifferingOut(serializers.Serializer):
    """A mentee whom two runs treat differently; null is nobody."""

    mentee = SomebodyOut()
    before = SomebodyOut(allow_null=True)
    after = SomebodyOut(allow_null=True)
    score_before = serializers.IntegerField(allow_null=True)
    score_after = serializers.IntegerField(allow_null=True)


class ComparisonOut(serializers.Serializer):
    """What changed from one run to another."""

    run = ComparedRunOut()
    other = ComparedRunOut()
    same_weights = serializers.BooleanField(
        help_text="If not, points measure something else: compare who is matched."
    )
    kept = serializers.IntegerField(help_text="Mentees with the same mentor in both.")
    counts = DifferencesOut()
    moved = DifferingOut(many=True)
    gained = DifferingOut(many=True)
    lost = DifferingOut(many=True)


class Compared(OrganizationView):
    """What a run does otherwise than another."""

    @extend_schema(
        operation_id="runs_compare",
        summary="Compare a run with another one of its program",
        description=f"From `other` to the run named first. `counts` are of all; at most "
        f"{history.SHOWN} of each kind are written. 404 unless both are done.",
        responses={200: ComparisonOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number, other):
        run = queries.done_or_404(program, number)
        found = history.comparison(run, queries.run_or_404(program, other))
        kinds = {kind: [_written(row) for row in found["groups"][kind]] for kind in KINDS}
        return Response(ComparisonOut(found | kinds).data)


def _written(row):
    before, after = row.scores
    return vars(row) | {"score_before": before, "score_after": after}
