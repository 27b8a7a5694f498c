"""Pages of imports: upload, progress, preview, result."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.jobs.running import Refused
from organizations.access import organization_view
from organizations.roles import STAFF
from participants import queries
from participants.forms import ConfirmForm, UploadForm
from participants.importing import runs
from participants.importing.reading import MOST_BYTES
from participants.importing.template import template_file
from participants.pages import import_row, line_tabs
from participants.roles import Side
from programs.queries import program_of

RUNS_PER_PAGE = 20
LINES_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def imports(request, program):
    program = program_of(request, program)
    form = UploadForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
    if form.is_valid():
        run = _ask(request, program, form)
        if run:
            return redirect("participants:import", request.organization.slug, program.slug, run.pk)
    page = Paginator(queries.imports_of(program), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    names = queries.staff_names({run.asked_by for run in page})
    context = {
        "program": program,
        "form": form,
        "page": page,
        "rows": [import_row(run, names) for run in page],
    }
    return render(request, "participants/imports.html", context)


def _ask(request, program, form):
    """The import of the file that was sent, or None with the reason at the field."""
    file = form.cleaned_data["file"]
    # One byte more than allowed is enough to be refused.
    content = file.read(MOST_BYTES + 1)
    try:
        return runs.ask(
            program, form.cleaned_data["side"], content, file.name, by=request.membership
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None


@require_safe
@organization_view(*STAFF)
def explain_columns(request, program, side):
    program, side = program_of(request, program), _side(side)
    context = {"program": program, "side": side, "columns": queries.column_help(side)}
    return render(request, "participants/columns.html", context)


@require_safe
@organization_view(*STAFF)
def template(request, program, side):
    program, side = program_of(request, program), _side(side)
    content = template_file(side, queries.first_company_name())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{side}s.csv"'
    return response


@require_safe
@organization_view(*STAFF)
def show_import(request, program, import_id):
    program = program_of(request, program)
    return _import_page(request, program, queries.import_or_404(program, import_id))


@require_safe
@organization_view(*STAFF)
def progress(request, program, import_id):
    run = queries.import_or_404(program_of(request, program), import_id)
    context = {"program": run.program, "run": run, "progress": queries.import_progress(run)}
    response = render(request, "participants/import_progress.html", context)
    if not run.is_open:
        response["HX-Refresh"] = "true"  # another part of the page comes next
    return response


@require_POST
@organization_view(*STAFF)
def confirm(request, program, import_id):
    program = program_of(request, program)
    run = queries.import_or_404(program, import_id)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _import_page(request, program, run, form)
    try:
        runs.confirm(run, by=request.membership, leave_out=form.cleaned_data["leave_out"])
    except runs.Overtaken:
        messages.info(request, _("Somebody has decided about this import already."))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _import_page(request, program, run, form)
    return redirect("participants:import", request.organization.slug, program.slug, run.pk)


@require_POST
@organization_view(*STAFF)
def check_again(request, program, import_id):
    program = program_of(request, program)
    run = queries.import_or_404(program, import_id)
    try:
        runs.check_again(run, by=request.membership)
    except runs.Overtaken:
        messages.info(request, _("This file is not kept any more. Upload it again."))
    return redirect("participants:import", request.organization.slug, program.slug, run.pk)


@require_POST
@organization_view(*STAFF)
def discard(request, program, import_id):
    program = program_of(request, program)
    run = queries.import_or_404(program, import_id)
    try:
        runs.discard(run, by=request.membership)
    except runs.Overtaken:
        messages.info(request, _("Somebody has decided about this import already."))
        return redirect("participants:import", request.organization.slug, program.slug, run.pk)
    messages.success(
        request, _("%(name)s is discarded. Nothing was written.") % {"name": run.filename}
    )
    return redirect("participants:imports", request.organization.slug, program.slug)


def _side(side):
    if side not in Side:
        raise Http404
    return Side(side)


def _import_page(request, program, run, form=None):
    counts = queries.line_counts(run)
    shown = request.GET.get("show", "")
    if not counts.get(shown):
        shown = next((name for name, count in counts.items() if count), "")
    lines = queries.lines_of(run, shown) if shown else []
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "program": program,
        "run": run,
        "progress": queries.import_progress(run),
        "form": form or ConfirmForm(),
        "tabs": line_tabs(counts, shown),
        "shown": shown,
        "page": page,
    }
    return render(request, "participants/import.html", context)
