"""Coordinators' pages: a program's results, and one scale of one informant."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from evaluations.results import pages, services
from evaluations.results.work import sent_finals
from organizations.access import organization_view
from organizations.roles import STAFF
from participants.roles import Side
from programs.queries import program_of

PER_PAGE = 25


@require_safe
@organization_view(*STAFF)
def program(request, program):
    """What the year brought, by scale and informant."""
    program = program_of(request, program)
    page = pages.home(program, request.organization)
    return render(request, "evaluations/results/program.html", page)


@require_safe
@organization_view(*STAFF)
def progress(request, program):
    """The progress alone, for the page to swap in; a finished run brings the page again."""
    page = pages.progress_of(program_of(request, program))
    response = render(request, "evaluations/results/_progress.html", page)
    if not page["is_open"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@organization_view(*STAFF)
def start(request, program):
    program = program_of(request, program)
    services.ask(program, by=request.membership)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("results:program", request.organization.slug, program.slug)


@require_safe
@organization_view(*STAFF)
def scale(request, program, informant, dimension):
    """One scale on all occasions, and the people whose answers are behind it."""
    program = program_of(request, program)
    _newest, done = services.runs_of(program)
    found = pages.scale(done.found, informant, dimension) if done else None
    if found is None:
        raise Http404
    page = found | {"program": program, "done": done}
    if informant in Side.values:
        people = sent_finals(program, informant)
        page["page_obj"] = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "evaluations/results/scale.html", page)
