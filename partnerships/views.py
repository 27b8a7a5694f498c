"""The coordinators' pages of matches and partnerships: how they stand, never what is said."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships import queries, services
from partnerships.agreements.queries import agreements_of
from partnerships.agreements.words import seen
from partnerships.cases.brief import open_of
from partnerships.checks.queries import facts_of
from partnerships.endings.queries import said_after
from partnerships.refusals import CannotWithdraw
from partnerships.writing import sharing
from programs.queries import program_of


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
        "shared": list(sharing.shared_in(line.partnership)),
        "next_said": said_after(line.partnership),
        "cases": open_of(line.partnership),
        "checks": facts_of(line.partnership),
        "agreements": seen(line.partnership, agreements_of(line.partnership)),
    }
