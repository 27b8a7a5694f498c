"""Pages of an act on many people: choosing, saying what will happen, the result, taking back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentoring.jobs import progress
from mentoring.jobs.models import RunStatus
from mentoring.tenancy.keys import as_ids
from mentoring.ui.messages import undoable
from organizations.access import organization_view
from organizations.roles import STAFF
from participants.bulk import acts, queries
from participants.bulk.models import Kind
from participants.listed.filters import listing_of
from participants.listed.pages import back_to
from participants.listed.queries import company_names, ids_in_order
from programs.queries import program_of

NAMES_SHOWN = 100


@require_POST
@organization_view(*STAFF)
def choose(request, program):
    program = program_of(request, program)
    kind = request.POST.get("kind", "")
    listing = listing_of(request.GET, company_names(program))
    if kind not in Kind.values:
        messages.warning(request, _("Say what to do with the people you have picked."))
        return redirect(back_to(request, program, listing.asked))
    if "all" in request.POST:
        ids = list(ids_in_order(program, listing))
    else:
        ids = as_ids(request.POST.getlist("ids"))
    act = acts.plan(program, kind, ids, by=request.membership, query=listing.asked)
    if not act.chosen:
        acts.drop(act)
        messages.warning(request, _("Nobody is picked. Tick the boxes of the people you mean."))
        return redirect(back_to(request, program, listing.asked))
    return redirect(_address(request, act))


@require_safe
@organization_view(*STAFF)
def show(request, program, act_id):
    act = queries.act_or_404(program_of(request, program), act_id)
    template = "participants/bulk_result.html"
    context = {"program": act.program, "act": act, "words": WORDS[act.kind]()}
    context["back_url"] = back_to(request, act.program, act.query)
    if act.is_plan:
        template = "participants/bulk.html"
        context["plan"] = queries.plan_of(act, NAMES_SHOWN)
        context["is_long"] = len(act.chosen) > acts.AT_ONCE
    elif act.is_open:
        context |= _progress(act)
    else:
        context["outcome"] = queries.outcome_of(act, NAMES_SHOWN)
        context["may_be_undone"] = acts.may_be_undone(act)
    return render(request, template, context)


@require_safe
@organization_view(*STAFF)
def watch(request, program, act_id):
    act = queries.act_or_404(program_of(request, program), act_id)
    context = {"program": act.program, "act": act, **_progress(act)}
    return render(request, "participants/bulk_progress.html", context)


def _progress(act):
    told = progress.read(act.pk) or {}
    is_stuck = progress.is_stuck(act)
    return {"done": told.get("done"), "total": told.get("total"), "is_stuck": is_stuck}


@require_POST
@organization_view(*STAFF)
def confirm(request, program, act_id):
    program = program_of(request, program)
    act = queries.act_or_404(program, act_id)
    try:
        act = acts.confirm(act, by=request.membership)
    except acts.Overtaken:
        messages.warning(request, _("Somebody has confirmed this already."))
        return redirect(_address(request, act))
    if act.is_open:
        return redirect(_address(request, act))
    if not act.done:
        messages.warning(request, _("Nobody could be changed. The reasons are below."))
        return redirect(_address(request, act))
    undoable(request, WORDS[act.kind]().done(act.done), _address(request, act, "bulk-undo"))
    if act.refused:
        return redirect(_address(request, act))
    return redirect(back_to(request, program, act.query))


@require_POST
@organization_view(*STAFF)
def drop(request, program, act_id):
    act = queries.act_or_404(program_of(request, program), act_id)
    address = back_to(request, act.program, act.query)
    try:
        acts.drop(act)
    except acts.Overtaken:
        messages.warning(request, _("Somebody has confirmed this already."))
        return redirect(_address(request, act))
    return redirect(address)


@require_POST
@organization_view(*STAFF)
def undo(request, program, act_id):
    act = queries.act_or_404(program_of(request, program), act_id)
    try:
        act = acts.undo(act, by=request.membership)
    except acts.Overtaken:
        messages.warning(request, _("This cannot be taken back (any more)."))
        return redirect(_address(request, act))
    if act.status == RunStatus.DONE and not act.kept:
        messages.success(request, _("Taken back. Everybody is as they were."))
        return redirect(back_to(request, act.program, act.query))
    return redirect(_address(request, act))


def _address(request, act, name="bulk"):
    parts = [request.organization.slug, act.program.slug, act.pk]
    return reverse(f"participants:{name}", args=parts)


@dataclass(frozen=True)
class Words:
    """What a kind of act is called, and what it does, in full sentences."""

    title: str
    text: str
    button: str
    done: Callable
    is_danger: bool = False


WORDS = {
    Kind.TAKE_IN: lambda: Words(
        _("Take people in"),
        _(
            "Only if they agreed to take part. From now on they can be matched, and their company "
            "reads “in”. No mail is sent."
        ),
        _("Yes, they agreed: take in"),
        lambda n: (
            ngettext("%(count)d person is taken in.", "%(count)d people are taken in.", n)
            % {"count": n}
        ),
    ),
    Kind.TAKE_OUT: lambda: Words(
        _("Take people out"),
        _(
            "They cannot be matched, and a match that is not accepted by both is taken back; "
            "taking this back does not announce it again. Profiles are kept. Their company reads "
            "“not taking part”. No mail is sent to them about this."
        ),
        _("Take out"),
        lambda n: (
            ngettext("%(count)d person is taken out.", "%(count)d people are taken out.", n)
            % {"count": n}
        ),
        is_danger=True,
    ),
    Kind.REMIND: lambda: Words(
        _("Remind people of their profile"),
        _(
            "Each gets a mail that says what is missing and leads to their profile, at most one a "
            "day."
        ),
        _("Send the reminder"),
        lambda n: (
            ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", n)
            % {"count": n}
        ),
    ),
}
