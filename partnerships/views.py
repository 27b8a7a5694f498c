"""The coordinators' pages of matches and partnerships: how they stand, never what is said."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from mentoring.ui import exports
from organizations.access import organization_view
from organizations.audit import record
from organizations.roles import STAFF
from partnerships import queries, services
from partnerships.listed import COLUMNS, listing_of
from partnerships.refusals import CannotWithdraw
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def partnerships(request, program):
    """Every match and partnership of the program, by where it stands."""
    program = program_of(request, program)
    listing = listing_of(request.GET)
    group = listing.chosen.get("show", "")
    counts = queries.group_counts(program)
    rows = queries.partnerships_in(program, group, listing.text)
    # Without a text the number is known already: not asked for again.
    found = listing.page_of(rows, rows.count() if listing.text else counts[group])
    page = {
        "program": program,
        "tabs": _tabs(request, program, group, counts),
        "group": group,
        "listing": listing,
        "page_obj": found,
        "lines": queries.lines_of(found),
        "exports": _exports(request, program, listing),
    }
    return render(request, "partnerships/list.html", page)


@require_GET
@organization_view(*STAFF)
def export(request, program, kind):
    """The same rows as a file: who, where it stands and since when, never what is said."""
    program = program_of(request, program)
    if kind not in exports.KINDS:
        raise Http404
    listing = listing_of(request.GET)
    rows = queries.partnerships_in(program, listing.chosen.get("show", ""), listing.text)
    lines = queries.lines_of(rows)
    facts = {"kind": kind, "rows": len(lines), "filters": sorted(listing.chosen)}
    record(
        "partnerships.exported",
        program,
        by=request.membership,
        is_searched=bool(listing.text),
        **facts,
    )
    title, words = _("Partnerships"), f"{program.slug}-partnerships"
    return exports.download(kind, COLUMNS, lines, title=title, words=words)


def _exports(request, program, listing):
    hint, slug = _("What is shown, all pages"), request.organization.slug
    return [
        (
            label,
            hint,
            reverse("partnerships:export", args=[slug, program.slug, kind]) + listing.address(),
        )
        for kind, label in (("xlsx", _("Excel")), ("csv", _("CSV")))
    ]


@require_safe
@organization_view(*STAFF)
def detail(request, program, partnership):
    """Who answered and when, and every step so far."""
    return render(request, "partnerships/detail.html", _page(request, program, partnership))


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def withdraw(request, program, partnership):
    """Say what taking back does, and do it."""
    page = _page(request, program, partnership)
    row = page["line"].partnership
    here = ("partnerships:detail", request.organization.slug, row.program.slug, row.pk)
    if request.method == "POST":
        try:
            services.withdraw(row, by=request.membership)
        except CannotWithdraw as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The match is taken back. Both get a mail."))
        return redirect(*here)
    if not page["line"].may_be_withdrawn:
        return redirect(*here)
    return render(request, "partnerships/withdraw.html", page)


def _page(request, program, partnership):
    program = program_of(request, program)
    line = queries.line_or_404(program, partnership)
    return {
        "program": program,
        "line": line,
        "partnership": line.partnership,
        "history": queries.history_of(line.partnership),
    }


def _tabs(request, program, group, counts):
    address = reverse("partnerships:list", args=[request.organization.slug, program.slug])
    labels = {
        "": _("All"),
        "waiting": _("Waiting for answers"),
        "accepted": _("Accepted"),
        "over": _("Over"),
    }
    if counts[queries.LOOK] or group == queries.LOOK:
        labels[queries.LOOK] = _("Needs a look")
    return [
        {
            "label": label,
            "url": f"{address}?show={key}" if key else address,
            "current": key == group,
            "count": counts[key],
        }
        for key, label in labels.items()
    ]
