"""Pages on which people answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from instruments import queries, services
from instruments.asked import partners_of
from instruments.forms import SectionForm
from instruments.kinds import STAGES
from instruments.queries import Line
from instruments.services import CannotAnswer
from instruments.stages import own_stage_and_pairs, own_stage_of
from instruments.waiting import tasks_of
from mentoring import clock
from organizations.access import organization_view
from organizations.roles import Role
from participants.roles import Standing


@require_safe
@organization_view(Role.PARTICIPANT)
def mine(request):
    """What the person has to answer, and what they have answered."""
    page = {"tasks": tasks_of(request.membership.person_id)}
    return render(request, "instruments/mine.html", page)


@require_POST
@organization_view(Role.PARTICIPANT)
def start(request, participant, occasion):
    if occasion not in STAGES:
        raise Http404
    participant = queries.own_participant_or_404(
        participant, request.membership.person_id, occasion
    )
    try:
        response = services.start(participant, occasion, by=request.membership)
    except CannotAnswer as refusal:
        messages.warning(request, refusal.message)
        return redirect("portal:questionnaires:mine", request.organization.slug)
    return redirect("portal:questionnaires:resume", request.organization.slug, response.pk)


@require_safe
@organization_view(Role.PARTICIPANT)
def resume(request, response):
    """Where the person stopped, on whatever device that was."""
    response = queries.own_response_or_404(response, request.membership.person_id)
    number = None if response.submitted_at else queries.sheet(response).resume_at
    return _to_page(request, response, number)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def section(request, response, number):
    """One page of questions; what is sent from it is kept before anything else is said."""
    response = queries.own_response_or_404(response, request.membership.person_id)
    sheet = queries.sheet(response)
    page = sheet.page(number)
    stage, pairs = own_stage_and_pairs(response.participant, response.occasion)
    takes_part = response.participant.standing == Standing.IN
    is_open = takes_part and stage is not None and stage.takes_what_was_begun
    if response.submitted_at or not is_open:
        if request.method == "POST":
            messages.warning(request, services.NOT_KEPT)
        return _to_page(request, response, None)
    form = SectionForm(request.POST if request.method == "POST" else None, lines=page.lines)
    if request.method == "POST":
        valid = form.is_valid()
        services.save_answers(response, form.changes(), by=request.membership, section=number)
        if valid:
            return _go(request, sheet, number)
    shown = {"sheet": sheet, "page": page, "form": form, "stage": stage}
    if page.is_about_two:
        shown["partners"] = partners_of(response.participant, stage, pairs)
    return render(request, "instruments/section.html", shown)


@require_POST
@organization_view(Role.PARTICIPANT)
def save(request, response, item):
    """One answer as it is given; says in a line that it is kept, or why not."""
    response = queries.own_response_or_404(response, request.membership.person_id)
    item = queries.item_or_404(response, item)
    form = SectionForm(request.POST, lines=[Line(item, "")])
    said = {"at": clock.now(), "item": item}
    if form.is_valid():
        try:
            services.save_answers(response, form.values(), by=request.membership)
        except CannotAnswer as refusal:
            said["refusal"] = refusal.message
    else:
        said["refusal"] = form.errors[item.key][0]
    return render(request, "instruments/_saved.html", said)


@require_safe
@organization_view(Role.PARTICIPANT)
def review(request, response):
    """All answers on one page, to be sent, or as they were sent."""
    response = queries.own_response_or_404(response, request.membership.person_id)
    stage = own_stage_of(response.participant, response.occasion)
    page = {"sheet": queries.sheet(response), "stage": stage, "response": response}
    page["may_send"] = (
        not response.submitted_at and stage is not None and stage.takes_what_was_begun
    )
    page["look_back"] = queries.look_back_of(response, stage)
    return render(request, "instruments/review.html", page)


@require_POST
@organization_view(Role.PARTICIPANT)
def send(request, response):
    response = queries.own_response_or_404(response, request.membership.person_id)
    try:
        services.submit(response, by=request.membership)
    except CannotAnswer as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Thank you. Your answers have been sent."))
    return _to_page(request, response, None)


def _go(request, sheet, number):
    """To the page that the pressed button names."""
    if request.POST.get("go") == "later":
        messages.success(request, _("Your answers are kept. Go on whenever it suits you."))
        return redirect("portal:questionnaires:mine", request.organization.slug)
    number += -1 if request.POST.get("go") == "back" else 1
    is_page = 1 <= number <= len(sheet.pages)
    return _to_page(request, sheet.response, number if is_page else None)


def _to_page(request, response, number):
    """To a page of questions, or without a number to all answers."""
    slug = request.organization.slug
    if number is None:
        return redirect("portal:questionnaires:review", slug, response.pk)
    return redirect("portal:questionnaires:section", slug, response.pk, number)
