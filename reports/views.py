"""Coordinators' pages: the reports of a program, one as its readers see it, and exact figures."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_or_404
from reports import desk, queries, services
from reports.pages import file_of, kind_or_404, page_of


@require_safe
@organization_view(*STAFF)
def reports(request, program):
    program = program_or_404(program)
    return render(request, "reports/list.html", desk.list_page(request, program))


@require_safe
@organization_view(*STAFF)
def figures(request, program):
    program = program_or_404(program)
    return render(request, "reports/figures.html", desk.figures_page(request, program))


@require_safe
@organization_view(*STAFF)
def counts(request, program):
    program = program_or_404(program)
    return render(request, "reports/counted.html", desk.counts_page(request, program))


@require_POST
@organization_view(*STAFF)
def make(request, program):
    program = program_or_404(program)
    period = desk.period_at(program, request.POST.get("period", ""))
    if period is None:
        messages.warning(request, _("The dates of the program have changed since. Look again."))
    else:
        try:
            services.ask(program, period, by=request.membership)
        except services.CannotMake as refused:
            messages.warning(request, str(refused))
    return redirect("reports:list", request.organization.slug, program.slug)


@require_safe
@organization_view(*STAFF)
def progress(request, program, run_id):
    """The progress alone, for the page to swap in; a finished run brings the page again."""
    program = program_or_404(program)
    run = queries.run_or_404(program, run_id)
    page = {"program": program, **desk.progress_of(run)}
    response = render(request, "reports/progress.html", page)
    if not run.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@organization_view(*STAFF)
def report(request, program, snapshot_id):
    program = program_or_404(program)
    snapshot = queries.snapshot_or_404(snapshot_id, program=program)
    services.trace(snapshot, "page", by=request.membership)
    page = {"program": program, "snapshot": snapshot, **page_of(queries.published(snapshot))}
    return render(request, "reports/report.html", page)


@require_safe
@organization_view(*STAFF)
def download(request, program, snapshot_id, form):
    program = program_or_404(program)
    kind_or_404(form)
    snapshot = queries.snapshot_or_404(snapshot_id, program=program)
    services.trace(snapshot, form, by=request.membership)
    return file_of(queries.published(snapshot), form)
