"""Mentee and mentor let their partnership rest, go on, and last longer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.lasting import extending, services
from partnerships.lasting.forms import AskForm, ExtendForm, PauseForm
from partnerships.lasting.queries import span_of
from partnerships.lifecycle import Status
from partnerships.refusals import CannotExtend, CannotPause
from portal import queries

# What is said at the field of the day, where the other refusals leave the page.
ABOUT_THE_DAY = ("ask_later", "later", "too_far")


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def pause(request, partnership):
    """Say what a pause means, and begin one."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    form = PauseForm(request.POST or None, initial={"reason": ""})
    if request.method == "POST" and form.is_valid():
        said = _("Your partnership is paused.")
        if _took(request, services.pause, partnership, said, form, **form.cleaned_data):
            return _to_match(request, partnership)
    elif partnership.status != Status.ACTIVE:
        return _to_match(request, partnership)
    return _show(request, "pause", partnership, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def resume(request, partnership):
    """Let it go on, or be asked again on another day."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    wants_day = request.POST.get("do") == "ask"
    form = AskForm(request.POST if wants_day else None)
    if wants_day and form.is_valid():
        said = _("We ask both of you again on that day.")
        if _took(request, services.ask_again, partnership, said, form, **form.cleaned_data):
            return _to_match(request, partnership)
    elif request.method == "POST" and not wants_day:
        _took(request, services.resume, partnership, _("Your partnership goes on."))
        return _to_match(request, partnership)
    elif partnership.status != Status.PAUSED:
        return _to_match(request, partnership)
    return _show(request, "resume", partnership, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def extend(request, partnership):
    """Propose a later last day, or answer what the partner proposes."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    span = span_of(partnership)
    if request.method == "POST" and request.POST.get("do") in ANSWERS:
        return _answer(request, partnership, span)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _("Your proposal is sent. The last day moves when your partner says yes.")
        if _took(request, extending.propose, partnership, said, form, **form.cleaned_data):
            return _to_match(request, partnership)
    elif partnership.status != Status.ACTIVE:
        return _to_match(request, partnership)
    elif span and not form.is_bound:
        form.initial = {"to_ends_on": span.suggested}
    return _show(request, "extend", partnership, form=form, span=span)


def _answer(request, partnership, span):
    """Yes, no or back, about the proposal that the form was drawn for and about no other."""
    extension = span and span.extension
    if extension is None or str(extension.pk) != request.POST.get("extension"):
        messages.warning(request, _("This has changed since. Look at how it stands now."))
        return redirect("portal:extend", request.organization.slug, partnership.pk)
    act, facts, said = ANSWERS[request.POST["do"]]
    _took(request, act, extension, said, **facts)
    return _to_match(request, partnership)


ANSWERS = {
    "yes": (extending.answer, {"agrees": True}, gettext_lazy("You both go on for longer.")),
    "no": (extending.answer, {"agrees": False}, gettext_lazy("It ends as planned.")),
    "back": (extending.take_back, {}, gettext_lazy("You have taken your proposal back.")),
}


def _took(request, act, subject, said, form=None, **facts):
    """Whether the page is left: ``act`` has done it, or refused what no field can put right."""
    try:
        act(subject, by=request.membership, **facts)
    except (CannotPause, CannotExtend) as refusal:
        if form is None or refusal.rule not in ABOUT_THE_DAY:
            messages.warning(request, refusal.message)
            return True
        form.add_error([*form.fields][-1], refusal.message)
        return False
    messages.success(request, said)
    return True


def _show(request, name, partnership, *, span=None, **page):
    known = queries.match_page(partnership, request.membership.person_id)
    page |= {"span": span or span_of(partnership), "partnership": partnership}
    return render(request, f"portal/lasting/{name}.html", {**known, **page})


def _to_match(request, partnership):
    return redirect("portal:match", request.organization.slug, partnership.pk)
