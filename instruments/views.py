"""Coordinators' pages: who has answered, what was answered, and what is asked."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from instruments import building, pages, queries, services
from instruments.bank import pages as asked_pages
from instruments.comparing import questions_of
from instruments.forms import OwnItemForm
from instruments.services import CannotChange
from instruments.stages import stages_for
from organizations.access import organization_view
from organizations.roles import STAFF
from participants.roles import Side
from programs.queries import program_of

PER_PAGE = 50


@require_safe
@organization_view(*STAFF)
def overview(request, program):
    """How many of each side have answered, and who has not."""
    program = program_of(request, program)
    stages = stages_for(program)
    stage = pages.chosen(stages, request.GET.get("occasion"))
    page = {"program": program, "stages": stages, "stage": stage}
    if stage:
        side, state = pages.narrowing(request.GET)
        found = queries.respondents(stage, side=side, state=state)
        rates = queries.rates_of(stage)
        page |= {
            "rates": rates,
            "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "tabs": pages.tabs(request, rates, state),
            "sides": pages.sides(stage, side),
            "occasions": pages.occasions(stages, stage),
            "side": side,
            "state": state,
            "missing": sum(rate.missing for rate in rates),
            "is_weak": stage.is_closed and any(rate.is_weak for rate in rates),
        }
    return render(request, "instruments/overview.html", page)


@require_POST
@organization_view(*STAFF)
def remind(request, program, occasion):
    def act(program):
        people = services.remind(program, occasion, by=request.membership)
        if not people:
            return _("Everybody who has not answered was reminded before.")
        return ngettext(
            "%(people)s person gets a reminder.", "%(people)s people get a reminder.", people
        ) % {"people": people}

    return _change(request, program, occasion, act)


@require_POST
@organization_view(*STAFF)
def close(request, program, occasion):
    def act(program):
        services.close(program, occasion, by=request.membership)
        return _("It is closed. Nothing more is accepted, and what was not sent is not read.")

    return _change(request, program, occasion, act)


@require_POST
@organization_view(*STAFF)
def reopen(request, program, occasion):
    def act(program):
        services.reopen(program, occasion, by=request.membership)
        return _("It is open again, until you close it.")

    return _change(request, program, occasion, act)


@require_safe
@organization_view(*STAFF)
def answers(request, program, response):
    """What one person sent; opening it leaves a trace."""
    program = program_of(request, program)
    response = queries.response_or_404(program, response)
    sheet = services.read_answers(response, by=request.membership)
    page = {"program": program, "response": response, "sheet": sheet}
    return render(request, "instruments/answers.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def questions(request, program, occasion, side):
    """What one side is asked, and a question of one's own."""
    program = program_of(request, program)
    stages = stages_for(program)
    stage = next((one for one in stages if one.occasion == occasion), None)
    if stage is None or side not in Side.values or not asked_pages(side, occasion):
        raise Http404
    posted = request.method == "POST" and not stage.is_look_back
    form = OwnItemForm(request.POST if posted else None)
    if form.is_valid():
        try:
            building.add_item(side, occasion, by=request.membership, **form.facts())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Whoever begins from now on is asked this too."))
            return redirect(request.path)
    page = {"program": program, "stage": stage, "side": side, "form": form}
    page |= {"asked": questions_of(side, occasion), "tabs": pages.side_tabs(request, side)}
    page["occasions"] = pages.question_tabs(request, stages, side)
    return render(request, "instruments/questions.html", page)


def _change(request, program, occasion, act):
    """Do it, say how it went, and show how it stands."""
    program = program_of(request, program)
    queries.stage_or_404(program, occasion)
    try:
        messages.success(request, act(program))
    except CannotChange as refusal:
        messages.warning(request, refusal.message)
    page = reverse("instruments:overview", args=[request.organization.slug, program.slug])
    return redirect(f"{page}?{urlencode({'occasion': occasion})}")
