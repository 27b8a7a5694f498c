"""Pages on which each of the two says how it goes."""

import contextlib

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.checks import queries, services
from partnerships.checks.forms import form_for
from partnerships.checks.kinds import Fit
from partnerships.checks.services import CannotAnswerCheck
from partnerships.concerns.services import CannotAsk, ask_call
from partnerships.queries import other_side


@require_safe
@organization_view(Role.PARTICIPANT)
def mine(request):
    """The person's checks in all their partnerships."""
    checks = queries.own_checks(request.membership.person_id)
    lines = [_line(check) for check in checks]
    return render(request, "partnerships/checks/mine.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def check(request, check):
    """Answer it while it is open; read what was sent for as long as it is kept."""
    check = queries.own_check_or_404(check, request.membership.person_id)
    form = form_for(check, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, check, form)
    try:
        services.answer(check, by=request.membership, **form.facts())
    except CannotAnswerCheck as refusal:
        form.add_error(None, refusal.message)
        return _page(request, check, form, status=409)
    if form.cleaned_data["call"]:
        with contextlib.suppress(CannotAsk):
            ask_call(check.partnership, by=request.membership)
    messages.success(request, _("Thank you. Your answer has been sent."))
    return redirect(request.path)


def _page(request, check, form, status=200):
    page = {
        **_line(check),
        "form": form,
        "opened": queries.opened(check),
        "does_not_fit": check.fit == Fit.NOT_A_FIT,
    }
    return render(request, "partnerships/checks/check.html", page, status=status)


def _line(check):
    """A check as its author sees it."""
    partnership = check.partnership
    partner = getattr(partnership, f"{other_side(check.participant.side)}_person")
    return {
        "check": check,
        "partnership": partnership,
        "partner": partner,
        "is_open": queries.is_open(check),
    }
