"""Could everybody be matched today, and who is short of mentors."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from matching import readiness, readiness_pages
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_or_404


@require_safe
@organization_view(*STAFF)
def home(request, program):
    program = program_or_404(program)
    return render(request, "matching/readiness.html", readiness_pages.home(program))


@require_safe
@organization_view(*STAFF)
def progress(request, program):
    """The progress alone, for the page to swap in; a finished run brings the page again."""
    page = readiness_pages.progress_of(program_or_404(program))
    response = render(request, "matching/readiness_progress.html", page)
    if not page["is_open"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@organization_view(*STAFF)
def start(request, program):
    program = program_or_404(program)
    readiness.ask(program, by=request.membership)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("matching:readiness", request.organization.slug, program.slug)
