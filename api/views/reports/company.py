"""Reports of a company for its HR, and what HR counts of its people after the end."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries as known
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.files import FileView
from api.refusals import by_form
from api.views.reports.program import written
from api.views.reports.shapes import FILES, ReportOut, WholeReportOut
from organizations.roles import Role
from reports import company_queries, queries, services
from reports.forms import CountsForm
from reports.models import MOST_PEOPLE, FollowUp
from reports.pages import file_of, kind_or_404


def number(**more):
    return serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE, **more)


def of_group():
    return number(required=False, allow_null=True)


class CountsIn(Strict):
    """Own people, and a comparison group counted in the same way, or none at all."""

    counted = number(help_text="Who took part.")
    stayed = number()
    promoted = number()
    larger_role = number()
    moved = number(help_text="Inside the company.")
    group_words = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="Whom they are compared with."
    )
    group_counted = of_group()
    group_stayed = of_group()
    group_promoted = of_group()
    group_larger_role = of_group()
    group_moved = of_group()
    seen = serializers.UUIDField(
        required=False, allow_null=True, help_text="The id of the counts that were read, if any."
    )


class CountedOut(serializers.Serializer):
    """What was counted last."""

    id = serializers.UUIDField(help_text="Send it back as `seen` with a correction.")
    at = serializers.DateTimeField()
    counted = serializers.IntegerField()
    stayed = serializers.IntegerField()
    promoted = serializers.IntegerField()
    larger_role = serializers.IntegerField()
    moved = serializers.IntegerField()
    group_words = serializers.CharField(allow_blank=True)
    group_counted = serializers.IntegerField(allow_null=True)
    group_stayed = serializers.IntegerField(allow_null=True)
    group_promoted = serializers.IntegerField(allow_null=True)
    group_larger_role = serializers.IntegerField(allow_null=True)
    group_moved = serializers.IntegerField(allow_null=True)


class FollowUpOut(serializers.Serializer):
    """An occasion on which HR counts; `counts` is null before anybody has."""

    program = serializers.CharField(source="program.slug")
    occasion = serializers.ChoiceField(FollowUp.choices)
    due_on = serializers.DateField(help_text="From this day on it can be counted.")
    is_due = serializers.BooleanField()
    counts = CountedOut(allow_null=True)


class CompanyReports(OrganizationView):
    """The reports of one's own company."""

    @extend_schema(
        operation_id="company_reports_list",
        summary="List the published reports of one's own company, the newest first",
        parameters=[ListQuery],
        responses={200: page_of(ReportOut), **described(400)},
    )
    @opened_to(Role.HR)
    def get(self, request, company):
        known.company_for_or_404(request.membership, company)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.snapshots(), ReportOut)


class CompanyReport(OrganizationView):
    """One report."""

    @extend_schema(
        operation_id="company_reports_read",
        summary="Read a report of one's own company; that leaves a trace",
        responses={200: WholeReportOut, **described()},
    )
    @opened_to(Role.HR)
    def get(self, request, company, snapshot_id):
        known.company_for_or_404(request.membership, company)
        snapshot = queries.snapshot_or_404(snapshot_id)
        services.trace_as_hr(snapshot, "page")
        return Response(written(snapshot))


class CompanyReportFile(FileView):
    """One report as a file."""

    @extend_schema(
        operation_id="company_reports_file",
        summary="Get a report of one's own company as pdf, xlsx or csv; that leaves a trace",
        responses={**{(200, one): OpenApiTypes.BINARY for one in FILES}, **described()},
    )
    @opened_to(Role.HR)
    def get(self, request, company, snapshot_id, form):
        known.company_for_or_404(request.membership, company)
        kind_or_404(form)
        snapshot = queries.snapshot_or_404(snapshot_id)
        services.trace_as_hr(snapshot, form)
        return file_of(queries.published(snapshot), form)


class AllCounts(OrganizationView):
    """What HR counts, in all programs."""

    @extend_schema(
        operation_id="counts_list",
        summary="List what there is to count by now, and what was counted last",
        parameters=[ListQuery],
        responses={200: page_of(FollowUpOut), **described(400)},
    )
    @opened_to(Role.HR)
    def get(self, request, company):
        known.company_for_or_404(request.membership, company)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, company_queries.follow_ups(request.organization), FollowUpOut)


class OneCount(OrganizationView):
    """One occasion in one program."""

    @extend_schema(
        operation_id="counts_read",
        summary="Read what was counted on one occasion",
        responses={200: FollowUpOut, **described()},
    )
    @opened_to(Role.HR)
    def get(self, request, program, company, occasion):
        return Response(FollowUpOut(_follow_up(request, program, company, occasion)).data)

    @extend_schema(
        operation_id="counts_save",
        summary="Count one's people, or correct what was counted",
        description="The same numbers twice are once. Counts that are not those that were read, "
        "by `seen`, are not overwritten.",
        request=CountsIn,
        responses={200: FollowUpOut, **described(400, 409, 413)},
    )
    @opened_to(Role.HR)
    def put(self, request, program, company, occasion):
        found = _follow_up(request, program, company, occasion)
        sent = accepted(CountsIn, request.data)
        form = CountsForm({**sent, "seen": str(sent.get("seen") or "")})
        given = by_form(form)
        if not found.is_due:
            raise Conflict(_("The time to count has not come yet."))
        try:
            services.count(found.program, company, occasion, form.numbers, seen=given["seen"])
        except services.CountedMeanwhile as other:
            raise Conflict(_("A colleague has counted meanwhile. Read it again.")) from other
        return Response(FollowUpOut(_follow_up(request, program, company, occasion)).data)


def _follow_up(request, program, company, occasion):
    known.company_for_or_404(request.membership, company)
    return company_queries.follow_up_or_404(request.organization, program, occasion)
