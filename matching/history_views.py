"""The runs of a program: all of them, one started again, two compared."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from matching import history, queries, services
from matching.quotas.limits import limits_of
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def runs(request, program):
    program = program_of(request, program)
    return render(request, "matching/runs.html", history.runs(program, request.GET.get("page")))


@require_safe
@organization_view(*STAFF)
def compare(request, program, number, other):
    run = queries.done_or_404(program, number)
    page = history.comparison(run, queries.run_or_404(program, other))
    return render(request, "matching/compare.html", page)


@require_POST
@organization_view(*STAFF)
def again(request, program, number):
    """Start a run with the options of one that failed or was cancelled."""
    old = queries.run_or_404(program, number)
    try:
        run = services.start_run(
            old.program,
            by=request.membership,
            floor=old.floor,
            holds=old.holds,
            quotas=limits_of(old),
        )
    except services.CannotDecide as refused:
        messages.error(request, str(refused))
        run = old
    return redirect("matching:run", request.organization.slug, old.program.slug, run.number)
