"""The criteria of a program's quality, each with what the data shows of it, and the pack of it."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.files import FileView
from organizations.roles import STAFF
from programs.queries import program_or_404
from reports.quality import packing, services, words
from reports.quality.criteria import Theme
from reports.quality.evidence import State
from reports.quality.judging import assess

ZIP = "application/zip"


class EvidenceLineOut(serializers.Serializer):
    """One figure: `of` beside a share alone; both numbers are null where nothing may be said."""

    label = serializers.CharField()
    text = serializers.CharField()
    number = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)


class CriterionOut(serializers.Serializer):
    """What frames of good mentoring ask for, in our words. No state says that it is met."""

    key = serializers.SlugField(source="criterion.key")
    theme = serializers.ChoiceField(Theme.choices, source="criterion.theme")
    name = serializers.CharField(source="criterion.name")
    looks_at = serializers.CharField(source="criterion.looks_at")
    asked_by = serializers.ListField(child=serializers.CharField(), source="criterion.asks")
    state = serializers.ChoiceField(State.choices)
    evidence = EvidenceLineOut(many=True, source="evidence.lines")


class QualityOut(serializers.Serializer):
    """A program beside the criteria: preparation, not accreditation, as `caution` says."""

    as_of = serializers.DateField()
    caution = serializers.CharField()
    results = CriterionOut(many=True)


class Quality(OrganizationView):
    """The criteria of a program."""

    @extend_schema(
        operation_id="reports_quality",
        summary="Read how far the data of a program shows what good programs are asked for",
        responses={200: QualityOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        program.organization = request.organization
        facts, judged = assess(program)
        caution = ". ".join(words.caution())
        shown = {"as_of": facts.today, "caution": caution, "results": judged}
        return Response(QualityOut(shown).data)


class QualityPack(FileView):
    """The same with the texts in force as one file."""

    @extend_schema(
        operation_id="reports_quality_pack",
        summary="Get criteria, figures and texts in force as one ZIP file; that leaves a trace",
        responses={(200, ZIP): OpenApiTypes.BINARY, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        program.organization = request.organization
        made = packing.make(program)
        services.trace(program, made, by=request.membership)
        return self.file(made.content, ZIP, made.name)
