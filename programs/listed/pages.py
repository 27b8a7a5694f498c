"""The list of an organization's programs: the page, and the same as a file."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from mentoring.ui import exports
from mentoring.ui.listing import SIZES, selects_of
from organizations import saved_views
from organizations.access import organization_view
from organizations.audit import record
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF
from programs import queries
from programs.listed.columns import COLUMNS
from programs.listed.filters import SOONEST, listing_of
from programs.models import Program


@dataclass(frozen=True)
class Line:
    """One program of the list, where it stands, and how many are in it."""

    program: Program
    stage: queries.Stage
    counts: queries.Counts


@require_safe
@organization_view(*STAFF)
def programs(request):
    views = saved_views.views_for(request.membership, ListPage.PROGRAMS)
    if address := saved_views.opening_address(request, views):
        return redirect(request.path + address)
    listing = listing_of(request.GET, queries.program_menu(request))
    found = _found(listing)
    page = listing.page_of(found, len(found))
    slug = request.organization.slug
    base = reverse("programs:list", args=[slug])
    context = {
        "listing": listing,
        "page": page,
        "rows": [(line, f"{base}{line.program.slug}/") for line in _lines_of(list(page))],
        "selects": selects_of(listing),
        "sizes": SIZES,
        "menu": saved_views.menu_of(request, ListPage.PROGRAMS, views, listing.asked),
        "exports": exports.links("programs:export", [slug], listing),
    }
    return render(request, "programs/list.html", context)


def _found(listing):
    """Programs that the listing leaves, in the order asked for: there are few, so all at once."""
    rows = queries.programs_matching(listing.condition(), listing.text)
    name = listing.sort.removeprefix("-")
    if name == SOONEST:
        return rows[::-1] if listing.sort.startswith("-") else rows
    fields, falls = listing.ordering
    return sorted(rows, key=lambda one: _keys(one, fields), reverse=falls)


def _keys(program, fields):
    values = (getattr(program, name) for name in fields)
    return [value.casefold() if isinstance(value, str) else value for value in values]


def _lines_of(found):
    counts = queries.counts_of(found)
    return [Line(one, queries.stage_of(one), counts[one.pk]) for one in found]


@require_GET
@organization_view(*STAFF)
def export(request, kind):
    if kind not in exports.KINDS:
        raise Http404
    listing = listing_of(request.GET, queries.program_menu(request))
    lines = _lines_of(_found(listing))
    record(
        "programs.exported",
        request.organization,
        by=request.membership,
        kind=kind,
        rows=len(lines),
        filters=sorted(listing.chosen),
        is_searched=bool(listing.text),
    )
    return exports.download(kind, COLUMNS, lines, title=_("Programs"), words="programs")
