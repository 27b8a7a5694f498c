"""Coordinators' pages: how it goes in a program, and one answer."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from participants.roles import Side
from partnerships.checks import pages, queries, services
from programs.queries import program_of

PER_PAGE = 50


@require_safe
@organization_view(*STAFF)
def overview(request, program):
    """How many have answered, and who says what in numbers."""
    program = program_of(request, program)
    chosen = pages.narrowing(request.GET)
    rows = queries.listed(program, **chosen)
    rates = queries.rates(program)
    page = {
        "program": program,
        "rates": rates,
        "groups": pages.grouped(rates),
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": pages.tabs(request, chosen["state"]),
        "sections": pages.sections(request, "checks:overview", program),
        "occasions": pages.occasions(chosen["occasion"]),
        "sides": pages.choices(Side.choices, chosen["side"]),
        **chosen,
        "is_narrowed": any(chosen.values()),
    }
    return render(request, "partnerships/checks/overview.html", page)


@require_safe
@organization_view(*STAFF)
def check(request, program, check):
    """One answer; opening it leaves a trace."""
    program = program_of(request, program)
    check = queries.check_or_404(program, check)
    page = {"program": program, "opened": services.read(check, by=request.membership)}
    page |= {"check": check, "partnership": check.partnership}
    return render(request, "partnerships/checks/answer.html", page)
