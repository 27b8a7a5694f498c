"""Sliders with their effect on the people who wait, shown before anything is saved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import services
from matching.decisions import CannotDecide
from matching.tuning import pages
from matching.tuning.forms import TuningForm
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of
from programs.services import change_settings


@require_safe
@organization_view(*STAFF)
def home(request, program):
    program = program_of(request, program)
    page = pages.home(program, TuningForm(request.GET, program=program))
    return render(request, "matching/tuning.html", page)


@require_safe
@organization_view(*STAFF)
def effect(request, program):
    """The effect alone, for the page to swap in while sliders move."""
    program = program_of(request, program)
    page = pages.home(program, TuningForm(request.GET, program=program))
    return render(request, "matching/tuning_effect.html", page)


@require_POST
@organization_view(*STAFF)
def save(request, program):
    program = program_of(request, program)
    form = TuningForm(request.POST, program=program)
    if not form.is_valid():
        return render(request, "matching/tuning.html", pages.home(program, form), status=422)
    try:
        change_settings(program, by=request.membership, **form.chosen)
        if "start" in request.POST:
            run = services.start_run(
                program, by=request.membership, floor=form.cleaned_data["floor"]
            )
            return redirect("matching:run", request.organization.slug, program.slug, run.number)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return render(request, "matching/tuning.html", pages.home(program, form), status=422)
    except CannotDecide as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The weights are saved. The next run follows them."))
    return redirect("matching:tuning", request.organization.slug, program.slug)
