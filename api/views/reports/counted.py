"""What sponsors have counted after the end of a program, as its coordinators read it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut
from organizations.roles import STAFF
from programs.queries import program_or_404
from reports.company_queries import NUMBERS
from reports.counting.page import blocks
from reports.models import FollowUp


class SaidCountsOut(serializers.Serializer):
    """So many people, and of them how many."""

    counted = serializers.IntegerField()
    stayed = serializers.IntegerField()
    promoted = serializers.IntegerField()
    larger_role = serializers.IntegerField()
    moved = serializers.IntegerField()


class SponsorCountsOut(serializers.Serializer):
    """A sponsor. `counts` is null before anybody has counted, and where it is about few people."""

    company = CompanyOut()
    counted_at = serializers.DateTimeField(allow_null=True)
    counts = SaidCountsOut(allow_null=True)
    group_words = serializers.CharField(allow_blank=True, help_text="Whom they compare them with.")
    group = SaidCountsOut(allow_null=True)
    asked_at = serializers.DateTimeField(allow_null=True, help_text="By the newest mail.")
    is_reachable = serializers.BooleanField(help_text="Somebody there can sign in and count.")


class CountedTotalOut(serializers.Serializer):
    """The sum; of those that are shown alone where all would give a gap away."""

    counts = SaidCountsOut(allow_null=True)
    is_of_all = serializers.BooleanField()


class CountedBlockOut(serializers.Serializer):
    """One occasion."""

    occasion = serializers.ChoiceField(FollowUp.choices)
    due_on = serializers.DateField()
    is_due = serializers.BooleanField()
    is_weak = serializers.BooleanField(help_text="Fewer than 60 percent of sponsors have counted.")
    total = CountedTotalOut()
    sponsors = SponsorCountsOut(many=True)


class CountsOfSponsorsOut(serializers.Serializer):
    """Both occasions, the earlier first."""

    results = CountedBlockOut(many=True)


class CountsOfProgram(OrganizationView):
    """What sponsors have counted."""

    @extend_schema(
        operation_id="counts_of_program",
        summary="Read what sponsors have counted half a year and a year after the end",
        responses={200: CountsOfSponsorsOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        program.organization = request.organization
        found = [_block(*one) for one in zip(FollowUp, blocks(program), strict=True)]
        return Response(CountsOfSponsorsOut({"results": found}).data)


def _block(occasion, block):
    facts = {name: getattr(block, name) for name in ("due_on", "is_due", "is_weak")}
    total = {"counts": _said(block.total.numbers), "is_of_all": block.total.is_of_all}
    sponsors = [_line(one) for one in block.lines]
    return {"occasion": occasion, **facts, "total": total, "sponsors": sponsors}


def _line(line):
    return {
        "company": line.sponsorship.company,
        "counted_at": line.counts and line.counts.at,
        "counts": _said(line.said),
        "group_words": line.counts.group_words if line.group else "",
        "group": _said(line.group),
        "asked_at": line.asked_at,
        "is_reachable": line.is_reachable,
    }


def _said(numbers):
    if numbers is None:
        return None
    return dict(zip(NUMBERS, (numbers.counted, *numbers.parts), strict=True))
