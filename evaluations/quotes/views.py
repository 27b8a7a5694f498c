"""Coordinators' pages: the quotes of a program, and what they say to each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import navigation
from evaluations.quotes import queries, services
from evaluations.quotes.forms import ReasonForm
from evaluations.quotes.models import State
from evaluations.quotes.services import CannotQuote
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of

PER_PAGE = 20
SHOWN = (State.WAITING, State.ACCEPTED, State.RETURNED)


@require_safe
@organization_view(*STAFF)
def overview(request, program):
    """Those that wait for a look first; names that the machine finds are marked."""
    program = program_of(request, program)
    state = request.GET.get("state")
    state = State(state) if state in SHOWN else State.WAITING
    counts = queries.counts(program)
    pages = Paginator(queries.quotes_of(program, state), PER_PAGE)
    pages.count = counts[state]
    rows = pages.get_page(request.GET.get("page"))
    page = {
        "program": program,
        "state": state,
        "page_obj": rows,
        "quotes": queries.read(rows, is_marked=state == State.WAITING),
        "eligible": state == State.ACCEPTED and queries.eligible_authors(program),
        "fewest": {"quotes": queries.FEWEST_QUOTES, "authors": queries.FEWEST_AUTHORS},
        "states": _states(state, counts),
        "sections": navigation.tabs(request.organization, program, "quotes"),
    }
    return render(request, "evaluations/quotes/overview.html", page)


@require_POST
@organization_view(*STAFF)
def accept(request, program, quote):
    program = program_of(request, program)
    row = queries.quote_or_404(program, quote)
    edition = request.POST.get("edition", "")
    try:
        services.accept(row, edition=_number(edition), by=request.membership)
    except CannotQuote as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Accepted. It can be used where its author lets it be read."))
    return redirect("quotes:overview", request.organization.slug, program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def send_back(request, program, quote):
    """Ask the author for other words, and say why."""
    program = program_of(request, program)
    row = queries.quote_or_404(program, quote)
    if row.state == State.WITHDRAWN:
        return redirect("quotes:overview", request.organization.slug, program.slug)
    form = ReasonForm(request.POST or None, initial={"edition": row.edition})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back(row, by=request.membership, **form.cleaned_data)
        except CannotQuote as refusal:
            form.add_error(None, refusal.message)
            status = 409
        else:
            messages.success(request, _("The author gets a mail, and reads your reason here."))
            return redirect("quotes:overview", request.organization.slug, program.slug)
    quote = queries.read([row], is_marked=True)[0]
    page = {"program": program, "quote": quote, "form": form}
    return render(request, "evaluations/quotes/send_back.html", page, status=status)


def _states(current, counts):
    words = {
        State.WAITING: _("To look at"),
        State.ACCEPTED: _("Accepted"),
        State.RETURNED: _("Sent back"),
    }
    return [
        {"label": label, "url": f"?state={one}", "current": one == current, "count": counts[one]}
        for one, label in words.items()
    ]


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
