"""Reports of a program for its coordinators: what is published, what can be made, and figures."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.files import FileView
from api.refusals import as_conflict
from api.views.reports.shapes import (
    FILES,
    ReportContentOut,
    ReportOfProgramOut,
    ReportOut,
    ReportTableOut,
    WholeReportOut,
)
from mentoring.jobs import progress
from mentoring.jobs.models import RunStatus
from organizations.roles import STAFF
from programs.queries import program_or_404
from reports import desk, queries, services
from reports.gathering import program_figures
from reports.models import KINDS
from reports.pages import file_of, kind_or_404


class PeriodOut(serializers.Serializer):
    """Closed days that reports are about, and how they stand."""

    kind = serializers.ChoiceField(KINDS, source="period.kind")
    first = serializers.DateField(source="period.first")
    last = serializers.DateField(source="period.last")
    due_on = serializers.DateField(
        source="period.due_on", help_text="From when they are made by themselves."
    )
    is_closed = serializers.BooleanField()
    is_published = serializers.BooleanField()
    may_be_made = serializers.BooleanField()


class MakeReportsIn(Strict):
    """A period by its kind and its last day."""

    kind = serializers.ChoiceField(KINDS)
    last = serializers.DateField()


class ReportRunOut(serializers.Serializer):
    """Reports of a period at work, or made: `made` is how many were published."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(RunStatus.choices)
    kind = serializers.ChoiceField(KINDS)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    made = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    done = serializers.IntegerField(allow_null=True, help_text="Steps of `total`, at work.")
    total = serializers.IntegerField(allow_null=True)


class FiguresOut(serializers.Serializer):
    """Tables of exact figures, for the organization alone."""

    results = ReportTableOut(many=True)


class ReportsOfProgram(OrganizationView):
    """What was published of a program."""

    @extend_schema(
        operation_id="reports_list",
        summary="List a program's published reports, the newest first",
        parameters=[ListQuery],
        responses={200: page_of(ReportOfProgramOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        rows = queries.snapshots().filter(program=program).select_related("program", "company")
        return paged(request, rows, ReportOfProgramOut)


class Periods(OrganizationView):
    """What reports a program gets."""

    @extend_schema(
        operation_id="reports_periods",
        summary="List the periods of a program, and whether their reports are published",
        parameters=[ListQuery],
        responses={200: page_of(PeriodOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.periods(program), PeriodOut)


class MakeReports(OrganizationView):
    """Now, without waiting for the day."""

    @extend_schema(
        operation_id="reports_make",
        summary="Have the reports of a period made; while they are at work it is that run",
        description="A worker does it; read the run until it is done. What was published stays.",
        request=MakeReportsIn,
        responses={200: ReportRunOut, **described(400, 409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        wanted = accepted(MakeReportsIn, request.data)
        period = desk.period_at(program, f"{wanted['kind']}:{wanted['last'].isoformat()}")
        if period is None:
            raise Conflict(_("The program has no such period (any more)."))
        with as_conflict(services.CannotMake):
            run = services.ask(program, period, by=request.membership)
        return Response(_run(run))


class OneReportRun(OrganizationView):
    """Reports of a period at work."""

    @extend_schema(
        operation_id="reports_run",
        summary="Read how far the reports of a period are",
        responses={200: ReportRunOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, run_id):
        return Response(_run(queries.run_or_404(program_or_404(program), run_id)))


class ReportOfProgram(OrganizationView):
    """One report."""

    @extend_schema(
        operation_id="reports_read",
        summary="Read a report as its readers see it; the look leaves a trace",
        responses={200: WholeReportOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, snapshot_id):
        snapshot = queries.snapshot_or_404(snapshot_id, program=program_or_404(program))
        services.trace(snapshot, "page", by=request.membership)
        return Response(written(snapshot))


class ReportFile(FileView):
    """One report as a file."""

    @extend_schema(
        operation_id="reports_file",
        summary="Get a report as pdf, xlsx or csv; that leaves a trace",
        responses={**{(200, one): OpenApiTypes.BINARY for one in FILES}, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, snapshot_id, form):
        kind_or_404(form)
        snapshot = queries.snapshot_or_404(snapshot_id, program=program_or_404(program))
        services.trace(snapshot, form, by=request.membership)
        return file_of(queries.published(snapshot), form)


class Figures(OrganizationView):
    """A program in numbers."""

    @extend_schema(
        operation_id="reports_figures",
        summary="Read a program in exact numbers, for its organization alone",
        responses={200: FiguresOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        groups = program_figures.groups(program_or_404(program))
        tables = [table for group in groups for table in group.section.tables]
        return Response(FiguresOut({"results": tables}).data)


def written(snapshot):
    """A report with its content, for whoever may read it."""
    content = queries.published(snapshot).content
    return {**ReportOut(snapshot).data, "content": ReportContentOut(content).data}


def _run(run):
    told = progress.read(run.pk) if run.is_open else None
    run.done, run.total = told and told["done"], told and told["total"]
    return ReportRunOut(run).data
