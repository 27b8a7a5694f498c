"""Pins and vetoes of a program, made before a run and lifted again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.decisions import CannotDecide
from matching.rulings import queries, services
from matching.rulings.forms import RulingForm
from matching.rulings.models import Kind
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def home(request, program):
    program = program_of(request, program)
    mentees, mentors = queries.choices(program)
    data = request.POST if request.method == "POST" else None
    form = RulingForm(data, mentees=mentees, mentors=mentors)
    if form.is_valid() and _write(form, program, request.membership):
        messages.success(request, _("Noted. Every run from now on follows it."))
        return redirect("matching:rulings", request.organization.slug, program.slug)
    page = {
        "program": program,
        "form": form,
        "can_choose": mentees and mentors,
        "page": queries.paged(program, request.GET.get("page")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "matching/rulings.html", page, status=status)


def _write(form, program, by):
    """Make the ruling; what stands against it is told at the form."""
    chosen = form.cleaned_data
    mentee, mentor = queries.people_of(program, chosen["mentee"], chosen["mentor"])
    make = services.pin if chosen["kind"] == Kind.PIN else services.veto
    try:
        make(program, mentee, mentor, by=by, reason=chosen["reason"])
    except CannotDecide as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


@require_POST
@organization_view(*STAFF)
def lift(request, program, ruling_id):
    program = program_of(request, program)
    services.lift(queries.ruling_or_404(program, ruling_id), by=request.membership)
    messages.success(request, _("Lifted. The next run is free to decide."))
    return redirect("matching:rulings", request.organization.slug, program.slug)
