"""Coordinators' page of what of a program's quality its data shows, and the pack of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_or_404
from reports.quality import packing, pages, services


@require_safe
@organization_view(*STAFF)
def program(request, program):
    program = program_or_404(program)
    return render(request, "reports/quality/program.html", pages.program_page(request, program))


@require_safe
@organization_view(*STAFF)
def pack(request, program):
    program = program_or_404(program)
    program.organization = request.organization
    made = packing.make(program)
    services.trace(program, made, by=request.membership)
    response = HttpResponse(made.content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
