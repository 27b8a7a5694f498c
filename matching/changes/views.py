"""Placing somebody otherwise on a finished run, and taking a change back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching import queries
from matching.changes import pages, services
from matching.changes.forms import ChangeForm, LookForm
from matching.changes.models import Act
from matching.changes.words import DONE
from matching.decisions import CannotDecide
from mentoring.ui.messages import undoable
from organizations.access import organization_view
from organizations.roles import STAFF


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def place(request, program, number, participant_id):
    run = queries.done_or_404(program, number, with_problem=True)
    pages.part_or_404(run, participant_id)
    if request.method == "POST":
        return _change(request, run, participant_id)
    page = pages.place(run, participant_id, LookForm(request.GET).asked)
    page["form"] = ChangeForm()
    return render(request, "matching/place.html", page)


def _change(request, run, participant_id):
    form = ChangeForm(request.POST)
    here = _address(request, "place", run, participant_id)
    if not form.is_valid():
        messages.error(request, _("Choose one of the buttons; a reason has at most 500 letters."))
        return redirect(here)
    act, other, seen = form.asked
    try:
        change = services.apply(
            run,
            act,
            str(participant_id),
            other,
            seen=seen,
            by=request.membership,
            reason=form.cleaned_data["reason"],
        )
    except CannotDecide as refused:
        messages.error(request, str(refused))
        return redirect(f"{here}?act=veto&other={other}" if act == Act.VETO else here)
    undo = _address(request, "undo", run, change.number)
    undoable(request, DONE[act] % {"n": len(change.moves)}, undo)
    return redirect(_after(request, run, participant_id))


@require_safe
@organization_view(*STAFF)
def rules(request, program, number, participant_id, mentor_id):
    """Every rule of one pair with its facts; alone, or on a page of its own."""
    run = queries.done_or_404(program, number, with_problem=True)
    page = pages.rules(run, str(participant_id), str(mentor_id))
    alone = "HX-Request" in request.headers
    template = "matching/parts/rule_facts.html" if alone else "matching/rules.html"
    return render(request, template, page)


@require_POST
@organization_view(*STAFF)
def undo(request, program, number, change):
    run = queries.done_or_404(program, number)
    queries.change_or_404(run, change)
    try:
        undone = services.undo(run, change, by=request.membership)
    except CannotDecide as refused:
        messages.error(request, str(refused))
        return redirect(_address(request, "run", run))
    messages.success(request, _("Undone. Everybody is placed as before."))
    return redirect(_after(request, run, undone.asked[0][0]))


def _after(request, run, participant_id):
    """The mentee's match, or the page that says why there is none."""
    match = queries.match_of(run, participant_id)
    if match is None:
        return _address(request, "place", run, participant_id)
    return _address(request, "match", run, match.pk)


def _address(request, name, run, *more):
    slugs = [request.organization.slug, run.program.slug, run.number]
    return reverse(f"matching:{name}", args=[*slugs, *more])
