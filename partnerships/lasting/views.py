"""Coordinators let a partnership rest, and go on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships import queries
from partnerships.lasting import services
from partnerships.lasting.forms import CoordinatorsPauseForm
from partnerships.lasting.queries import span_of
from partnerships.lifecycle import Status
from partnerships.refusals import CannotPause
from programs.queries import program_of


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def pause(request, program, partnership):
    """Say what a pause does, and begin one."""
    page = _page(request, program, partnership)
    form = CoordinatorsPauseForm(request.POST or None, initial={"reason": ""})
    if request.method == "POST" and form.is_valid():
        try:
            services.pause(page["partnership"], by=request.membership, **form.cleaned_data)
        except CannotPause as refusal:
            if refusal.rule != "ask_later":
                messages.warning(request, refusal.message)
                return _to_detail(request, page)
            form.add_error("ask_again_on", refusal.message)
        else:
            messages.success(request, _("The partnership is paused. Both get a mail."))
            return _to_detail(request, page)
    elif page["partnership"].status != Status.ACTIVE:
        return _to_detail(request, page)
    return render(request, "partnerships/lasting/pause.html", {**page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def resume(request, program, partnership):
    """Say until when it runs then, and let it go on."""
    page = _page(request, program, partnership)
    if request.method == "POST":
        try:
            services.resume(page["partnership"], by=request.membership)
        except CannotPause as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The partnership goes on. Both get a mail."))
        return _to_detail(request, page)
    if page["partnership"].status != Status.PAUSED:
        return _to_detail(request, page)
    return render(request, "partnerships/lasting/resume.html", page)


def _page(request, program, partnership):
    program = program_of(request, program)
    line = queries.line_or_404(program, partnership)
    found = line.partnership
    return {"program": program, "line": line, "partnership": found, "span": span_of(found)}


def _to_detail(request, page):
    place = (request.organization.slug, page["program"].slug, page["partnership"].pk)
    return redirect("partnerships:detail", *place)
