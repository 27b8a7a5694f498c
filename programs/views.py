"""Pages of a program: how it stands, its timetable, sponsors and settings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import semantic
from mentoring.ui import timeline
from mentoring.ui.formats import written_day
from organizations.access import organization_view
from organizations.queries import company_or_404
from organizations.roles import STAFF
from programs import gates, queries, services
from programs.forms import (
    ProgramForm,
    SeatsForm,
    SettingsForm,
    SponsorForm,
    StartForm,
    TimetableForm,
)
from programs.next_steps import next_steps

SPONSORS_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def create(request):
    form = ProgramForm(_posted(request))
    if form.is_valid():
        try:
            program = services.create_program(by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(
                request, _("%(name)s is set up. Check its timetable.") % {"name": program.name}
            )
            return redirect("programs:timetable", request.organization.slug, program.slug)
    return render(request, "programs/create.html", {"form": form})


@require_safe
@organization_view(*STAFF)
def detail(request, program):
    program = queries.program_of(request, program)
    counts = queries.counts_of([program])
    stage = queries.stage_of(program)
    page = {
        "counts": counts[program.pk],
        "stage": stage,
        "steps": next_steps([program], counts, request.organization)[program.pk],
        "months": timeline.months(program.starts_on, stage.today, count=min(stage.length, 36)),
    }
    return _page(request, program, "detail", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def timetable(request, program):
    program = queries.program_of(request, program)
    form = TimetableForm(_posted(request), timetable=queries.timetable_of(program))
    if form.is_valid():
        try:
            services.set_dates(program, form.spans(), by=request.membership)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The timetable is saved."))
            return redirect("programs:detail", request.organization.slug, program.slug)
    return _timetable(request, program, form=form)


@require_POST
@organization_view(*STAFF)
def move(request, program):
    program = queries.program_of(request, program)
    form = StartForm(request.POST)
    if form.is_valid():
        try:
            program = services.shift_start(
                program, form.cleaned_data["starts_on"], by=request.membership
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            day = written_day(program.starts_on)
            messages.success(
                request,
                _("The program starts on %(day)s. Every date moved with it.") % {"day": day},
            )
            return redirect("programs:timetable", request.organization.slug, program.slug)
    return _timetable(request, program, start=form)


def _timetable(request, program, form=None, start=None):
    page = {
        "form": form or TimetableForm(timetable=queries.timetable_of(program)),
        "start": start or StartForm(initial={"starts_on": program.starts_on}),
        "gates": gates.gates_of(program),
    }
    return _page(request, program, "timetable", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def settings(request, program):
    program = queries.program_of(request, program)
    form = SettingsForm(_posted(request), program=program)
    if form.is_valid():
        try:
            services.change_settings(program, by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("programs:settings", request.organization.slug, program.slug)
    page = {"form": form, "stories_are_read": semantic.is_available()}
    return _page(request, program, "settings", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def sponsors(request, program):
    program = queries.program_of(request, program)
    every, page = _sponsors_of(request, program)
    form = SeatsForm(_posted(request), sponsors=page.object_list)
    if form.is_valid():
        services.set_seats(program, form.seats(), by=request.membership)
        messages.success(request, _("The seats are saved."))
        return _to_sponsors(request, program, page.number)
    return _sponsors(request, program, every, page, form=form)


@require_POST
@organization_view(*STAFF)
def add_sponsor(request, program):
    program = queries.program_of(request, program)
    form = SponsorForm(request.POST, program=program)
    if form.is_valid():
        services.sponsor(program, by=request.membership, **form.cleaned_data)
        name = form.cleaned_data["company"].name
        messages.success(request, _("%(name)s sponsors this program.") % {"name": name})
        return _to_sponsors(request, program)
    return _sponsors(request, program, *_sponsors_of(request, program), adding=form)


@require_POST
@organization_view(*STAFF)
def stop_sponsoring(request, program, company_id):
    program = queries.program_of(request, program)
    company = company_or_404(company_id)
    try:
        services.stop_sponsoring(program, company, by=request.membership)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(
            request, _("%(name)s no longer sponsors this program.") % {"name": company.name}
        )
    return _to_sponsors(request, program)


def _to_sponsors(request, program, number=1):
    address = reverse("programs:sponsors", args=[request.organization.slug, program.slug])
    return redirect(address if number == 1 else f"{address}?page={number}")


def _sponsors_of(request, program):
    """All sponsors of a program, and the page of them that is asked for."""
    every = queries.sponsors_of(program)
    return every, Paginator(every, SPONSORS_SHOWN).get_page(request.GET.get("page"))


def _sponsors(request, program, every, shown, form=None, adding=None):
    page = {
        "form": form or SeatsForm(sponsors=shown.object_list),
        "shown": shown,
        "adding": adding or SponsorForm(program=program),
        "total": queries.totals(every),
    }
    return _page(request, program, "sponsors", page)


def _page(request, program, name, page):
    """A page of one program: its tabs and what the page itself shows."""
    pages = {
        "detail": _("Overview"),
        "timetable": _("Timetable"),
        "sponsors": _("Sponsors"),
        "settings": _("Settings"),
    }
    tabs = [
        {
            "label": label,
            "url": reverse(f"programs:{page_name}", args=[request.organization.slug, program.slug]),
            "current": page_name == name,
        }
        for page_name, label in pages.items()
    ]
    return render(request, f"programs/{name}.html", {"program": program, "tabs": tabs, **page})


def _posted(request):
    """What was sent, even if it is nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
