"""What one of a pair has shared with the coordinators, on the coordinators' pages."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships import queries
from partnerships.writing import sharing
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def shared(request, program, partnership, copy):
    """One copy; that it was read stands in the trail."""
    program = program_of(request, program)
    line = queries.line_or_404(program, partnership)
    page = {
        "program": program,
        "partnership": line.partnership,
        "shared": sharing.read(line.partnership, copy, by=request.membership),
    }
    return render(request, "partnerships/writing/shared.html", page)
