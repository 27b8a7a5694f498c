"""The list of cases: the page of the morning, what is done with several at once, and the file."""

from dataclasses import dataclass, field
from itertools import groupby

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from mentoring import clock
from mentoring.ui import exports, formats, marks
from mentoring.ui.listing import SIZES, selects_of
from organizations import exporting, saved_views
from organizations.access import organization_view
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF
from partnerships.cases import offered
from partnerships.cases.kinds import CaseStatus, Severity, Signal
from partnerships.cases.listed import queries
from partnerships.cases.listed.columns import COLUMNS
from partnerships.cases.listed.filters import (
    CLOSED,
    NOBODY,
    OVERDUE,
    SNOOZED,
    TABS,
    TODAY,
    due_options,
    group_of,
    show_options,
)
from partnerships.cases.subjects import subject_of
from programs.queries import program_menu

TONES = {OVERDUE: "error", TODAY: "warning"}


@require_safe
@organization_view(*STAFF)
def cases(request):
    """Everything that a coordinator has to look after, what is due first."""
    views = saved_views.views_for(request.membership, ListPage.CASES)
    if address := saved_views.opening_address(request, views):
        return redirect(request.path + address)
    viewer = request.membership
    listing = queries.listing_for(request.GET, viewer, program_menu(request))
    counts = queries.tab_counts(listing, viewer)
    tab = listing.chosen.get("show", "")
    page = listing.page_of(queries.ids_in_order(listing, viewer), counts[tab])
    base = reverse("cases:list", args=[request.organization.slug])
    context = {
        "listing": listing,
        "tab": tab,
        "counts": counts,
        "page": page,
        "groups": groups_of(rows_of(queries.cases_of(page), base), listing, tab),
        "tabs": _tabs(listing, counts),
        "selects": selects_of(listing, but=("show",)),
        "sizes": SIZES,
        "menu": saved_views.menu_of(request, ListPage.CASES, views, listing.asked),
        "exports": exports.links("cases:export", [request.organization.slug], listing),
        "offered": offered.offers(_owners(listing)),
        "may_act": tab != CLOSED,
    }
    return render(request, "partnerships/cases/list.html", context)


def _owners(listing):
    people = listing.filters["owner"].options
    return {pk: name for pk, name in people.items() if pk != NOBODY}


@dataclass(frozen=True)
class Row:
    """One case of the list in words; ``what`` is a link to its page."""

    case: object
    what: SafeString
    who: str
    pick: str
    due: SafeString
    owner: str
    program: str
    since: str
    group: str = ""

    @property
    def is_urgent(self):
        return self.case.severity == Severity.HIGH


@dataclass(frozen=True)
class Group:
    """Rows below one heading, with the tone of it."""

    label: str = ""
    tone: str = ""
    rows: list = field(default_factory=list)


def rows_of(cases, base):
    """A ``Row`` for each case, its page found below ``base``."""
    today, nobody = clock.today(), _("Nobody")
    signals = {value: str(label) for value, label in Signal.choices}
    pick = _("Pick: %(what)s, %(who)s")
    found = []
    for case in cases:
        who, what = subject_of(case), signals[case.signal]
        found.append(
            Row(
                case=case,
                what=marks.link(f"{base}{case.pk}/", what),
                who=who,
                pick=pick % {"what": what, "who": who},
                due=due_mark(case, today),
                owner=case.owner.name if case.owner else nobody,
                program=case.program.name,
                since=formats.written_day(case.since.astimezone(formats.as_zone(None)).date()),
                group=group_of(case, today),
            )
        )
    return found


def due_mark(case, today):
    """When a case is due, in words: a day, how late it is, or that it is over."""
    if case.status == CaseStatus.CLOSED:
        return marks.status("", case.get_outcome_display(), long=True)
    if case.snoozed_until and case.snoozed_until > today:
        until = _("Put off until %(day)s") % {"day": formats.written_day(case.snoozed_until)}
        return marks.status("", until, long=True)
    return marks.status(*due_words(case.due_on, today), long=True)


def due_words(due_on, today):
    """A tone and words for the day on which something is due."""
    late = (today - due_on).days
    if late > 0:
        return "error", ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
    return ("warning", _("Today")) if late == 0 else ("", formats.written_day(due_on))


def groups_of(rows, listing, tab):
    """The rows divided by when they are due, or by how pressing they are, as they are ordered."""
    sort = listing.sort.removeprefix("-")
    if tab in (CLOSED, SNOOZED) or sort not in ("due", "severity"):
        return [Group(rows=rows)] if rows else []
    if sort == "severity":
        labels = {value: str(label) for value, label in Severity.choices}
        parts = groupby(rows, lambda row: row.case.severity)
        return [Group(labels[value], rows=list(some)) for value, some in parts]
    labels = due_options()
    parts = groupby(rows, lambda row: row.group)
    return [Group(labels[value], TONES.get(value, ""), list(some)) for value, some in parts]


def _tabs(listing, counts):
    labels = {"": _("All"), **show_options()}
    chosen = listing.chosen.get("show", "")
    return [
        {
            "label": labels[value],
            # `show=` is said aloud: an address that says nothing opens one's default view.
            "url": listing.address(show=value, sort=None) if value else listing.saying("show"),
            "current": value == chosen,
            "count": counts[value],
        }
        for value in TABS
    ]


@require_GET
@organization_view(*STAFF)
def export(request, kind):
    """The same rows as a file: who, what about and since when, never what was said."""
    viewer = request.membership
    listing = queries.listing_for(request.GET, viewer, program_menu(request))
    return exporting.answer(
        request,
        kind,
        listing,
        lambda: list(queries.in_order(listing, viewer)),
        COLUMNS,
        about=request.organization,
        verb="cases.exported",
        title=_("Cases"),
        words="cases",
    )
