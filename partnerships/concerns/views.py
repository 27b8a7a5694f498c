"""Coordinators' page of the calls that people ask for."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships.checks.pages import sections
from partnerships.concerns import queries, services
from partnerships.concerns.forms import CloseForm
from partnerships.concerns.services import CannotAsk
from programs.queries import program_of

PER_PAGE = 50
CLOSED_SHOWN = 20


@require_safe
@organization_view(*STAFF)
def calls(request, program):
    """Who waits for a call, and what became of the last ones."""
    program = program_of(request, program)
    page_obj = Paginator(queries.calls_in(program), PER_PAGE).get_page(request.GET.get("page"))
    page_obj.object_list = queries.opened(page_obj.object_list)
    page = {
        "program": program,
        "page_obj": page_obj,
        "outcomes": CloseForm().fields["outcome"].choices,
        "closed": list(queries.calls_in(program, is_open=False)[:CLOSED_SHOWN]),
        "sections": sections(request, "checks:calls", program),
    }
    return render(request, "partnerships/concerns/calls.html", page)


@require_POST
@organization_view(*STAFF)
def close(request, program, call):
    """Say what became of a call."""
    program = program_of(request, program)
    call = queries.call_or_404(program, call)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.warning(request, services.NO_OUTCOME)
    else:
        try:
            services.close_call(call, form.cleaned_data["outcome"], by=request.membership)
        except CannotAsk as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The call is closed."))
    return redirect("checks:calls", request.organization.slug, program.slug)
