"""The list of a program's people: the page, its filters, and the same as a file."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from mentoring.ui import exports, marks
from mentoring.ui.listing import SIZES, options
from organizations import exporting, saved_views
from organizations.access import organization_view
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF
from participants.listed import columns, queries
from participants.listed.filters import NONE, listing_of, match_options
from participants.models import Participant
from participants.pages import standing_tone
from participants.roles import Side, Standing
from programs.queries import program_of

# The file that the import of one side reads back.
TO_IMPORT = "import"


@require_safe
@organization_view(*STAFF)
def people(request, program):
    program = program_of(request, program)
    views = saved_views.views_for(request.membership, ListPage.PARTICIPANTS)
    if address := saved_views.opening_address(request, views):
        return redirect(request.path + address)
    overview = queries.overview_of(program, request.GET.get("company", ""))
    listing = listing_of(request.GET, overview.companies)
    cells = queries.cells_of(program, listing)
    page = listing.page_of(queries.ids_in_order(program, listing), cells.total)
    context = {
        "program": program,
        "listing": listing,
        "cells": cells,
        "mentees": cells.of_side(Side.MENTEE),
        "mentors": cells.of_side(Side.MENTOR),
        "everybody": overview.everybody,
        "page": page,
        "rows": rows_of(queries.lines_of(list(page.object_list)), _address(request, program)),
        "tabs": side_tabs(listing, cells),
        "standings": options(listing, "standing", _standings(cells)),
        "sizes": SIZES,
        "menu": saved_views.menu_of(request, ListPage.PARTICIPANTS, views, listing.asked),
        "exports": _exports(request, program, listing),
        "own_waiting": overview.own_waiting,
    }
    return render(request, "participants/list.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list in words; ``who`` is their name and address, a link to their page."""

    participant: Participant
    pick: str
    who: SafeString
    company: str
    title: str
    level: int | str
    standing: SafeString
    side: str
    missing: str
    match: str
    is_matched: bool


def rows_of(lines, base):
    """A ``Row`` for each ``Line``, whose pages are below ``base``.

    A page has up to 200: what they share is translated and written once.
    """
    standings = {
        value: marks.status(standing_tone(value), str(label)) for value, label in Standing.choices
    }
    matches, pick, missing = match_options(), _("Pick %(name)s"), _("Missing: %(names)s")
    return [
        Row(
            participant=one,
            pick=pick % {"name": one.person.name},
            who=marks.person(
                one.person.name, one.person.email, one.side, "small", f"{base}{one.pk}/"
            ),
            company=one.company.name,
            title=one.title,
            level="–" if one.level is None else one.level,
            standing=standings[one.standing],
            side=_side_in_words(one.side, one.capacity),
            missing=missing % {"names": ", ".join(line.missing)} if line.missing else "",
            match=matches[line.match],
            is_matched=line.match != NONE,
        )
        for line in lines
        for one in [line.participant]
    ]


def _side_in_words(side, capacity):
    if side == Side.MENTEE:
        return str(Side.MENTEE.label)
    return ngettext("Mentor, %(count)d place", "Mentor, %(count)d places", capacity) % {
        "count": capacity
    }


def _standings(cells):
    return {value: cells.of_standing(value) for value in Standing.values}


def side_tabs(listing, cells):
    """Tabs of the list: everybody, mentees, mentors, each with how many fit."""
    labels = {"": _("Everybody"), Side.MENTEE.value: _("Mentees"), Side.MENTOR.value: _("Mentors")}
    return [
        {
            "label": label,
            # `side=` is said aloud: an address that says nothing opens one's default view.
            "url": listing.address(side=value) if value else listing.saying("side"),
            "current": listing.chosen.get("side", "") == value,
            "count": cells.of_side(value),
        }
        for value, label in labels.items()
    ]


@require_safe
@organization_view(*STAFF)
def filters(request, program):
    program = program_of(request, program)
    listing = listing_of(request.GET, queries.company_names(program))
    counted = queries.options_of(program, listing)
    context = {
        "program": program,
        "listing": listing,
        "found": counted.found,
        "filters": [
            (one, options(listing, name, counted.counts.get(name)))
            for name, one in listing.filters.items()
        ],
    }
    return render(request, "participants/filters.html", context)


def _exports(request, program, listing):
    """The files that this list can be had as; of one side, the one that the import reads too."""
    slugs = [request.organization.slug, program.slug]
    kinds = exports.links("participants:export", slugs, listing)
    if "side" in listing.chosen:
        address = reverse("participants:export", args=[*slugs, TO_IMPORT]) + listing.address()
        hint = _("Whole profiles, as the import reads them")
        kinds.append((_("CSV to edit and import"), hint, address))
    return kinds


@require_GET
@organization_view(*STAFF)
def export(request, program, kind):
    program = program_of(request, program)
    listing = listing_of(request.GET, queries.company_names(program))
    side = listing.chosen.get("side")
    facts = {"about": program, "verb": "participants.exported"}
    words = {"title": _("People"), "words": f"{program.slug}-{side or 'people'}"}

    def read():
        return queries.records_of(program, listing)

    if kind == TO_IMPORT and side:
        addresses = [record.email for record in read()]
        shown, rows = columns.to_import(program, side, addresses)
        exporting.trace(request, kind, listing, rows, **facts)
        return exports.download("csv", shown, rows, **words)
    return exporting.answer(request, kind, listing, read, columns.shown(), **facts, **words)


def back_to(request, program, query):
    """The address of the list with this query."""
    return f"{_address(request, program)}?{query or 'side='}"


def _address(request, program):
    return reverse("participants:list", args=[request.organization.slug, program.slug])
