"""Coordinators write the page with a program's results, look at it, and publish it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import navigation
from evaluations.sharing import queries, services
from evaluations.sharing.forms import WordsForm
from evaluations.sharing.services import CannotShare
from mentoring.tenancy.keys import as_id
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def overview(request, program):
    """The page as its readers will see it, and a form for one's own words; then as it was."""
    program = program_of(request, program)
    row = queries.of_program(program)
    page = {"program": program, "row": row}
    page["sections"] = navigation.tabs(request.organization, program, "sharing")
    if row and row.published_at:
        if request.method == "POST":
            messages.warning(request, services.PUBLISHED)
        page["content"] = queries.published(row)
        return render(request, "evaluations/sharing/overview.html", page)
    edition = row.edition if row else 0
    initial = {"words": row.words if row else "", "edition": edition}
    form, status = WordsForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.write(program, by=request.membership, **form.cleaned_data)
        except CannotShare as refusal:
            form, status = _again(form, edition, refusal), 409
        else:
            messages.success(request, _("Kept. Below is the page as its readers will see it."))
            return redirect(request.path)
    run = queries.newest_numbers(program)
    page |= {"form": form, "edition": edition, "run": run, "is_over": queries.is_over(program)}
    page["content"] = queries.preview(program, row, run) if run else None
    return render(request, "evaluations/sharing/overview.html", page, status=status)


@require_POST
@organization_view(*STAFF)
def publish(request, program):
    program = program_of(request, program)
    edition, run_id = request.POST.get("edition", ""), request.POST.get("run", "")
    try:
        services.publish(
            program, edition=_number(edition), run_id=as_id(run_id), by=request.membership
        )
    except CannotShare as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Published. Everybody who took part gets a mail."))
    return redirect("sharing:overview", request.organization.slug, program.slug)


def _again(form, edition, refusal):
    """What was typed, to be kept over what somebody else wrote meanwhile, if it should."""
    data = form.data.copy()
    data["edition"] = str(edition)
    again = WordsForm(data)
    again.is_valid()
    again.errors.clear()
    again.add_error(None, refusal.message)
    return again


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else -1
