"""The list of a program's matches and partnerships: the page, and the same as a file."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from mentoring.ui import exports, formats, marks
from mentoring.ui.listing import SIZES, selects_of
from organizations import saved_views
from organizations.access import organization_view
from organizations.audit import record
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF
from partnerships.lifecycle import Status
from partnerships.listed import queries
from partnerships.listed.columns import COLUMNS
from partnerships.listed.filters import LOOK, listing_of, show_options
from partnerships.queries import Line, lines_of
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def partnerships(request, program):
    """Every match and partnership of the program, by where it stands."""
    program = program_of(request, program)
    views = saved_views.views_for(request.membership, ListPage.PARTNERSHIPS)
    if address := saved_views.opening_address(request, views):
        return redirect(request.path + address)
    listing = listing_of(request.GET, queries.company_names(program))
    counts = queries.group_counts(program, listing)
    group = listing.chosen.get("show", "")
    page = listing.page_of(queries.in_order(program, listing), counts[group])
    lines = lines_of(page, may_look=counts[LOOK] > 0)
    context = {
        "program": program,
        "listing": listing,
        "group": group,
        "page": page,
        "rows": rows_of(lines, _base(request, program)),
        "tabs": _tabs(listing, counts),
        "selects": selects_of(listing, but=("show",)),
        "sizes": SIZES,
        "menu": saved_views.menu_of(request, ListPage.PARTNERSHIPS, views, listing.asked),
        "exports": exports.links(
            "partnerships:export", [request.organization.slug, program.slug], listing
        ),
    }
    return render(request, "partnerships/list.html", context)


@dataclass(frozen=True)
class Answered:
    """One side's answer in words; ``is_open`` is shown softer."""

    text: str
    is_open: bool


@dataclass(frozen=True)
class Row:
    """One match or partnership of the list in words; ``answer_by`` is empty when none waits."""

    line: Line
    url: str
    status: str
    answers: tuple[Answered, Answered]
    answer_by: SafeString


def rows_of(lines, base):
    """A ``Row`` for each ``Line``, found below ``base``; what they share is translated once."""
    statuses = {value: str(label) for value, label in Status.choices}
    sides = {"mentee": _("Mentee: %(answer)s"), "mentor": _("Mentor: %(answer)s")}
    words = {"declined": _("declined"), "accepted": _("accepted")}
    words |= {"open": _("not yet"), "none": _("no answer")}
    moments = {line.partnership.answer_by for line in lines if line.may_be_withdrawn}
    days = {moment: _day(moment) for moment in moments}
    return [
        Row(
            line=line,
            url=f"{base}{line.partnership.pk}/",
            status=statuses[line.partnership.status],
            answers=tuple(_answered(one, line, sides, words) for one in (line.mentee, line.mentor)),
            answer_by=days[line.partnership.answer_by] if line.may_be_withdrawn else "",
        )
        for line in lines
    ]


def _answered(answer, line, sides, words):
    if answer.has_declined or answer.accepted_at:
        said = "declined" if answer.has_declined else "accepted"
    else:
        said = "open" if line.may_be_withdrawn else "none"
    return Answered(sides[answer.side] % {"answer": words[said]}, said in ("open", "none"))


def _day(moment):
    zone = formats.city(formats.as_zone(None))
    return marks.local_time(moment, formats.written_time(moment), zone)


def _base(request, program):
    return reverse("partnerships:list", args=[request.organization.slug, program.slug])


def _tabs(listing, counts):
    labels = {"": _("All"), **show_options()}
    chosen = listing.chosen.get("show", "")
    return [
        {
            "label": label,
            # `show=` is said aloud: an address that says nothing opens one's default view.
            "url": listing.address(show=value) if value else listing.saying("show"),
            "current": value == chosen,
            "count": counts[value],
        }
        for value, label in labels.items()
        if value != LOOK or counts[LOOK] or chosen == LOOK
    ]


@require_GET
@organization_view(*STAFF)
def export(request, program, kind):
    """The same rows as a file: who, where it stands and since when, never what is said."""
    program = program_of(request, program)
    if kind not in exports.KINDS:
        raise Http404
    listing = listing_of(request.GET, queries.company_names(program))
    lines = lines_of(queries.in_order(program, listing))
    record(
        "partnerships.exported",
        program,
        by=request.membership,
        kind=kind,
        rows=len(lines),
        filters=sorted(listing.chosen),
        is_searched=bool(listing.text),
    )
    title, words = _("Partnerships"), f"{program.slug}-partnerships"
    return exports.download(kind, COLUMNS, lines, title=title, words=words)
