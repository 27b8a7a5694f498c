"""Coordinators' pages: who was asked and answered, applications, and what has to be settled."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from participants.nominating import applying, asking, pages, queries, settling
from participants.nominating.forms import AcceptForm, InviteForm, SettleForm
from participants.services import IllegalStanding
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def sponsors(request, program):
    """Seats of each sponsor, and its people by how far they are."""
    program = program_of(request, program)
    page = {"lines": queries.sponsor_lines(program), "gate": pages.gate_of(program)}
    return _page(request, program, "sponsors", page)


@require_safe
@organization_view(*STAFF)
def people(request, program):
    """Who has not answered, and who said no or did not answer in time."""
    program = program_of(request, program)
    found = queries.asked_people(program, request.GET.get("page"))
    rows = [pages.asked_row(row) for row in found]
    return _page(request, program, "people", {"found": found, "rows": rows})


@require_POST
@organization_view(*STAFF)
def remind(request, program, participant):
    program = program_of(request, program)
    participant = queries.participant_or_404(program, participant)
    if asking.remind(participant, by=request.membership):
        messages.success(request, _("%(name)s is reminded.") % {"name": participant.person.name})
    else:
        messages.warning(request, _("There is an answer already."))
    return _back(request, program, "people")


@require_POST
@organization_view(*STAFF)
def remind_all(request, program):
    program = program_of(request, program)
    waiting = queries.waiting_people(program)
    for participant in waiting:
        asking.remind(participant, by=request.membership)
    said = ngettext("One person is reminded.", "%(n)d people are reminded.", len(waiting))
    messages.success(request, said % {"n": len(waiting)})
    return _back(request, program, "people")


@require_POST
@organization_view(*STAFF)
def reopen(request, program, participant):
    """Ask somebody once more."""
    program = program_of(request, program)
    participant = queries.participant_or_404(program, participant)
    try:
        asking.reopen(participant, by=request.membership)
    except IllegalStanding as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _("%(name)s is asked once more, and has two weeks to answer at least.")
        messages.success(request, said % {"name": participant.person.name})
    return _back(request, program, "people")


@require_safe
@organization_view(*STAFF)
def settle(request, program):
    """Nominations that two companies, or two sides, make unclear."""
    program = program_of(request, program)
    rows = [pages.unsettled_row(row) for row in queries.unsettled(program)]
    return _page(request, program, "settle", {"rows": rows})


@require_POST
@organization_view(*STAFF)
def decide(request, program, nomination):
    program = program_of(request, program)
    nomination = queries.nomination_or_404(program, nomination)
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what is to be done, and write the day as a date."))
        return _back(request, program, "settle")
    try:
        settling.settle(nomination, by=request.membership, **form.cleaned_data)
    except settling.CannotSettle as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is settled.") % {"name": nomination.name})
    return _back(request, program, "settle")


@require_safe
@organization_view(*STAFF)
def applications(request, program):
    """Who applied, and the link by which they do."""
    program = program_of(request, program)
    found = queries.applications_of(program, request.GET.get("page"))
    companies = queries.sponsoring_companies(program) if found.object_list else []
    opened = queries.link_of(program)
    page = {
        "found": found,
        "rows": [pages.application_row(row, companies) for row in applying.with_why(list(found))],
        "companies": companies,
        "link": pages.link_address(opened),
        "is_over": opened is not None and opened.is_over,
    }
    return _page(request, program, "applications", page)


@require_POST
@organization_view(*STAFF)
def link(request, program):
    """Open, renew or close the link to apply by."""
    program, wish = program_of(request, program), request.POST.get("wish")
    if wish not in ("open", "renew", "close"):
        messages.error(request, _("Choose one of the buttons."))
    else:
        is_open = wish != "close"
        applying.set_link(program, is_open=is_open, renew=wish == "renew", by=request.membership)
        said = _("The link is open.") if is_open else _("The link is closed.")
        messages.success(request, said)
    return _back(request, program, "applications")


@require_POST
@organization_view(*STAFF)
def accept(request, program, application):
    program = program_of(request, program)
    application = queries.application_or_404(program, application)
    form = AcceptForm(request.POST, companies=pages.companies_to_choose(program))
    if not form.is_valid():
        messages.error(request, _("Choose the company they work for."))
        return _back(request, program, "applications")
    try:
        applying.accept(application, form.cleaned_data["company"], by=request.membership)
    except applying.CannotDecide as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _("%(name)s gets a mail and answers for themselves.")
        messages.success(request, said % {"name": application.name})
    return _back(request, program, "applications")


@require_POST
@organization_view(*STAFF)
def decline(request, program, application):
    program = program_of(request, program)
    application = queries.application_or_404(program, application)
    try:
        applying.decline(application, by=request.membership)
    except applying.CannotDecide as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _("The application of %(name)s is declined. No mail is sent.")
        messages.success(request, said % {"name": application.name})
    return _back(request, program, "applications")


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def invite(request, program):
    """Several people at once: each gets a mail, reads, and answers."""
    program = program_of(request, program)
    form = InviteForm(request.POST or None, companies=pages.companies_to_choose(program))
    if request.method == "POST" and form.is_valid():
        told, refused = pages.invite(program, by=request.membership, **form.cleaned_data)
        for text in refused:
            messages.warning(request, text)
        if told:
            messages.success(request, told)
        return _back(request, program, "people")
    return _page(request, program, "invite", {"form": form})


def _page(request, program, shown, page):
    context = {"program": program, "tabs": pages.tabs(request, program, shown), **page}
    return render(request, f"participants/nominations_{shown}.html", context)


def _back(request, program, shown):
    return redirect(f"nominations:{shown}", request.organization.slug, program.slug)
