"""The list of everybody known to an organization: the page, and the same as a file."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from dashboard.people.listed import queries
from dashboard.people.listed.columns import columns
from dashboard.people.listed.filters import listing_contradicts, listing_of
from mentoring.ui import exports, marks
from mentoring.ui.listing import SIZES, selects_of
from organizations import exporting, saved_views
from organizations.access import organization_view
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF
from participants.pages import standing_tone
from participants.roles import Side, Standing
from programs.queries import program_menu


@require_safe
@organization_view(*STAFF)
def people(request):
    views = saved_views.views_for(request.membership, ListPage.PEOPLE)
    if address := saved_views.opening_address(request, views):
        return redirect(request.path + address)
    listing = listing_in(request)
    page = listing.page_of(queries.in_order(listing), queries.found(listing).count())
    context = {
        "listing": listing,
        "page": page,
        "rows": rows_of(request, queries.lines_of(page)),
        "selects": selects_of(listing),
        "contradicts": listing_contradicts(listing),
        "sizes": SIZES,
        "menu": saved_views.menu_of(request, ListPage.PEOPLE, views, listing.asked),
        "exports": exports.links("people:export", [request.organization.slug], listing),
        "bulk_url": reverse("people:remind", args=[request.organization.slug]),
        "acts": [("remind", _("Remind to answer…"), "mail")],
    }
    return render(request, "dashboard/people/list.html", context)


def listing_in(request):
    """What the address asks of people."""
    programs = {str(program.pk): program.name for program in program_menu(request)}
    return listing_of(request.GET, programs, queries.company_names())


@dataclass(frozen=True)
class Place:
    """A participation in words, with the address of its page."""

    url: str
    side: str
    program: str
    standing: SafeString


@dataclass(frozen=True)
class Row:
    """One person of the list in words; ``who`` is a link to their page."""

    line: queries.Line
    pick: str
    who: SafeString
    places: list[Place]


def rows_of(request, lines):
    """A ``Row`` for each ``Line``; what they share is translated once."""
    slug = request.organization.slug
    base, programs = reverse("people:list", args=[slug]), reverse("programs:list", args=[slug])
    sides = {value: str(label) for value, label in Side.choices}
    standings = {
        value: marks.status(standing_tone(value), str(label)) for value, label in Standing.choices
    }
    pick = _("Pick %(name)s")
    return [
        Row(
            line=line,
            pick=pick % {"name": line.person.name},
            who=marks.person(
                line.person.name, line.person.email, "", "small", f"{base}{line.person.pk}/"
            ),
            places=[
                Place(
                    f"{programs}{part.program_slug}/participants/{part.id}/",
                    sides[part.side],
                    part.program,
                    standings[part.standing],
                )
                for part in line.parts
            ],
        )
        for line in lines
    ]


@require_GET
@organization_view(*STAFF)
def export(request, kind):
    listing = listing_in(request)
    return exporting.answer(
        request,
        kind,
        listing,
        lambda: queries.lines_of(queries.in_order(listing)),
        columns(),
        about=request.organization,
        verb="people.exported",
        title=_("People"),
        words="people",
    )
