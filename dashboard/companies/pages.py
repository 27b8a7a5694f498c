"""The list of companies: the page, and the same as a file."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from dashboard.companies import queries
from dashboard.companies.columns import COLUMNS
from dashboard.companies.filters import listing_of
from mentoring.ui import exports
from mentoring.ui.listing import SIZES, selects_of
from organizations import exporting, named, saved_views
from organizations.access import organization_view
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF
from programs.queries import program_menu


@require_safe
@organization_view(*STAFF)
def companies(request):
    views = saved_views.views_for(request.membership, ListPage.COMPANIES)
    if address := saved_views.opening_address(request, views):
        return redirect(request.path + address)
    listing = listing_in(request)
    page = listing.page_of(queries.in_order(listing), queries.found(listing).count())
    slug = request.organization.slug
    base, pick = reverse("companies:list", args=[slug]), _("Pick %(name)s")
    context = {
        "listing": listing,
        "page": page,
        "rows": [
            (line, f"{base}{line.company.pk}/", pick % {"name": line.company.name})
            for line in queries.lines_of(page)
        ],
        "selects": selects_of(listing),
        "sizes": SIZES,
        "menu": saved_views.menu_of(request, ListPage.COMPANIES, views, listing.asked),
        "exports": exports.links("companies:export", [slug], listing),
        "bulk_url": reverse("companies:regroup", args=[slug]),
        "acts": [
            ("put", _("Put into a group…"), "plus"),
            ("take", _("Take out of a group…"), "x"),
        ],
        "names_waiting": named.waiting().count(),
    }
    return render(request, "dashboard/companies/list.html", context)


def listing_in(request):
    """What the address asks of companies."""
    programs = {str(program.pk): program.name for program in program_menu(request)}
    return listing_of(request.GET, programs, queries.group_names())


@require_GET
@organization_view(*STAFF)
def export(request, kind):
    listing = listing_in(request)
    return exporting.answer(
        request,
        kind,
        listing,
        lambda: queries.lines_of(queries.in_order(listing)),
        COLUMNS,
        about=request.organization,
        verb="companies.exported",
        title=_("Companies"),
        words="companies",
    )
