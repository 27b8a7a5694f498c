"""Coordinators' pages: whose observers have answered, what they say once it was read."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.observers import queries, services
from evaluations.observers.kinds import OCCASIONS
from evaluations.observers.models import READ_FIRST_FOR
from instruments.kinds import Occasion
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of

PER_PAGE = 50


@require_safe
@organization_view(*STAFF)
def overview(request, program):
    """Who was asked about whom, on which occasion, and how it stands."""
    program = program_of(request, program)
    found = Paginator(queries.of_program(program), PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "program": program,
        "page_obj": found,
        "rates": [(Occasion(one).label, *queries.counts(program, one)) for one in OCCASIONS],
        "days": READ_FIRST_FOR.days,
    }
    return render(request, "evaluations/observers/overview.html", page)


@require_safe
@organization_view(*STAFF)
def answers(request, program, invitation):
    """What one observer says of a mentee; that it was opened is on record."""
    program = program_of(request, program)
    invitation = queries.sent_or_404(program, invitation)
    page = {
        "program": program,
        "invitation": invitation,
        "sheet": {"pages": services.read_answers(invitation, by=request.membership)},
    }
    return render(request, "evaluations/observers/said.html", page)
