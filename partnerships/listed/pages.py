"""The list of a program's matches and partnerships: the page, and the same as a file."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from mentoring.ui import exports, formats, marks
from mentoring.ui.listing import SIZES, selects_of
from organizations import exporting, saved_views
from organizations.access import organization_view
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
    may_look = counts[LOOK] > 0
    found = queries.in_order(program, listing, may_look=may_look)
    page = listing.page_of(found, counts[group])
    lines = lines_of(page, may_look=may_look)
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
class Row:
    """One match or partnership of the list in words; ``answer_by`` is empty when none waits.

    ``mentee`` is a link to the page of both.
    """

    line: Line
    mentee: SafeString
    mentor: SafeString
    status: SafeString
    answers: SafeString
    answer_by: SafeString
    meetings: SafeString | str


def rows_of(lines, base):
    """A ``Row`` for each ``Line``, found below ``base``; what they share is written once."""
    labels = {value: str(label) for value, label in Status.choices}
    places = {(line.tone, line.partnership.status) for line in lines}
    statuses = {place: marks.status(place[0], labels[place[1]]) for place in places}
    answers = _answers()
    moments = {line.partnership.answer_by for line in lines if line.may_be_withdrawn}
    days = {moment: _day(moment) for moment in moments}
    return [
        Row(
            line=line,
            mentee=_person(line.mentee, f"{base}{line.partnership.pk}/"),
            mentor=_person(line.mentor),
            status=statuses[line.tone, line.partnership.status],
            answers=answers[_said(line.mentee, line), _said(line.mentor, line)],
            answer_by=days[line.partnership.answer_by] if line.may_be_withdrawn else "",
            meetings=_meetings(line.partnership),
        )
        for line in lines
    ]


def _person(answer, url=""):
    return marks.person(answer.name, answer.company, answer.side, "small", url)


def _answers():
    """``{(what the mentee said, what the mentor said): that in words}``; no answer is softer."""
    plain, soft = "<span>{}</span>", '<span class="muted">{}</span>'
    words = {
        "declined": (plain, _("declined")),
        "accepted": (plain, _("accepted")),
        "open": (soft, _("not yet")),
        "none": (soft, _("no answer")),
    }
    mentee, mentor = (
        {said: format_html(html, text % {"answer": word}) for said, (html, word) in words.items()}
        for text in (_("Mentee: %(answer)s"), _("Mentor: %(answer)s"))
    )
    return {
        (one, other): format_html("{}<br>{}", mentee[one], mentor[other])
        for one in words
        for other in words
    }


def _said(answer, line):
    if answer.has_declined or answer.accepted_at:
        return "declined" if answer.has_declined else "accepted"
    return "open" if line.may_be_withdrawn else "none"


def _meetings(partnership):
    """How many they held, and the day of the last; nothing before they are introduced."""
    if not partnership.meetings_held:
        return ""
    last = partnership.last_meeting_at
    day = marks.local_time(last, formats.written_day(last.astimezone(formats.as_zone(None)).date()))
    words = ngettext("%(n)s held", "%(n)s held", partnership.meetings_held)
    held = words % {"n": partnership.meetings_held}
    return format_html('<span>{}</span><br><span class="muted">{}</span>', held, day)


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
    listing = listing_of(request.GET, queries.company_names(program))
    return exporting.answer(
        request,
        kind,
        listing,
        lambda: lines_of(queries.in_order(program, listing)),
        COLUMNS,
        about=program,
        verb="partnerships.exported",
        title=_("Partnerships"),
        words=f"{program.slug}-partnerships",
    )
