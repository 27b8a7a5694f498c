"""The list of an organization's programs: the page, and the same as a file."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from mentoring.ui import exports
from mentoring.ui.listing import SIZES, selects_of
from organizations import exporting, saved_views
from organizations.access import organization_view
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF
from programs import queries
from programs.listed.columns import COLUMNS
from programs.listed.due import Due, due_of
from programs.listed.filters import DUE, SOONEST, fits, listing_of
from programs.models import Program
from programs.next_steps import next_steps


@dataclass(frozen=True)
class Line:
    """One program of the list: where it stands, how many are in it, and what is due."""

    program: Program
    stage: queries.Stage
    counts: queries.Counts
    due: Due


@require_safe
@organization_view(*STAFF)
def programs(request):
    views = saved_views.views_for(request.membership, ListPage.PROGRAMS)
    if address := saved_views.opening_address(request, views):
        return redirect(request.path + address)
    request.programs = queries.programs_list(request.membership)
    listing = listing_of(request.GET, request.programs)
    lines = lines_of(request.programs, listing, request.organization)
    page = listing.page_of(lines, len(lines))
    slug = request.organization.slug
    base = reverse("programs:list", args=[slug])
    context = {
        "listing": listing,
        "page": page,
        "rows": [(line, f"{base}{line.program.slug}/") for line in page],
        "selects": selects_of(listing),
        "sizes": SIZES,
        "menu": saved_views.menu_of(request, ListPage.PROGRAMS, views, listing.asked),
        "exports": exports.links("programs:export", [slug], listing),
    }
    return render(request, "programs/list.html", context)


def lines_of(found, listing, organization):
    """A ``Line`` for each of these programs that the listing leaves, in the order asked for."""
    counts = queries.counts_of(found)
    stages = {one.pk: queries.stage_of(one) for one in found}
    current = [one for one in found if not stages[one.pk].is_over]
    steps = next_steps(current, counts, organization)
    lines = [
        Line(one, stages[one.pk], counts[one.pk], due_of(stages[one.pk], steps.get(one.pk, ())))
        for one in found
    ]
    return _in_order([line for line in lines if fits(line, listing)], listing)


def _in_order(lines, listing):
    name, falls = listing.sort.removeprefix("-"), listing.sort.startswith("-")
    if name == SOONEST:
        return lines[::-1] if falls else lines
    if name == DUE:
        return sorted(lines, key=lambda line: line.due.urgency, reverse=falls)
    fields, falls = listing.ordering
    return sorted(lines, key=lambda line: _keys(line.program, fields), reverse=falls)


def _keys(program, fields):
    values = (getattr(program, name) for name in fields)
    return [value.casefold() if isinstance(value, str) else value for value in values]


@require_GET
@organization_view(*STAFF)
def export(request, kind):
    found = queries.programs_list()
    listing = listing_of(request.GET, found)
    return exporting.answer(
        request,
        kind,
        listing,
        lambda: lines_of(found, listing, request.organization),
        COLUMNS,
        about=request.organization,
        verb="programs.exported",
        title=_("Programs"),
        words="programs",
    )
