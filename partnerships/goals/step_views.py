"""What is added to a goal: steps on the way, and how far it has come."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.goals import milestones, pages, queries, services
from partnerships.goals.forms import MilestoneForm, ProgressForm
from partnerships.writing.services import CannotWrite


@require_POST
@organization_view(Role.PARTICIPANT)
def note(request, partnership, goal):
    """Say where a goal stands."""
    desk = pages.Desk(request, partnership)
    form = ProgressForm(request.POST)
    said = _("It is noted.")
    return _add(desk, goal, form, "progress", services.note_progress, said, "level")


@require_POST
@organization_view(Role.PARTICIPANT)
def plan(request, partnership, goal):
    """One more step on the way to a goal."""
    desk = pages.Desk(request, partnership)
    if not desk.is_mentee:
        return desk.back_to(goal)
    form = MilestoneForm(request.POST)
    return _add(
        desk, goal, form, "step", milestones.add_milestone, _("The step is added."), "due_on"
    )


def _add(desk, goal_id, form, name, act, said, fact):
    """Add what the form says to the goal, or show the goal with the form and what is wrong."""
    status = 200
    if form.is_valid():
        typed = form.cleaned_data
        facts = {"by": desk.by, "item_id": typed["item"], fact: typed[fact], "text": typed["text"]}
        try:
            if form.try_to(lambda: act(desk.partnership, goal_id, **facts)):
                messages.success(desk.request, said)
                return desk.to("goal", goal_id)
        except CannotWrite as refusal:
            if refusal.rule == "removed":
                return pages.gone(desk, refusal, form)
            form.add_error(None, refusal.message)
            status = 409
    shown = desk.goal(goal_id)
    if name == "progress":
        form.fields["level"].widget.hints = ProgressForm.hints_of(shown.wording)
    return desk.show_goal(shown, status, **{name: form})


@require_POST
@organization_view(Role.PARTICIPANT)
def unnote(request, partnership, goal, item):
    """Take back what one has said of a goal's progress."""
    desk = pages.Desk(request, partnership)
    desk.note(desk.goal(goal), item)
    try:
        services.remove_progress(desk.partnership, goal, item, by=desk.by)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
    return desk.to("goal", goal)


@require_POST
@organization_view(Role.PARTICIPANT)
def tick(request, partnership, goal, item):
    """A step is done, or after all it is not."""
    desk = pages.Desk(request, partnership)
    desk.step(desk.goal(goal), item)
    if not desk.is_mentee:
        return desk.back_to(goal)
    try:
        is_done = request.POST.get("go") != "undo"
        milestones.tick(desk.partnership, item, by=desk.by, is_done=is_done)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
    return desk.to("goal", goal)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def step(request, partnership, goal, item):
    """Change a step or remove it."""
    desk = pages.Desk(request, partnership)
    shown = desk.goal(goal)
    form = MilestoneForm(request.POST)
    told = queries.milestone_of(shown.row, item, *desk.who)
    if told is None and not form.is_valid():
        raise Http404
    if not desk.is_mentee:
        return desk.back_to(goal)
    if request.method == "POST" and request.POST.get("go") == "remove":
        return _remove(desk, goal, item)
    if request.method != "POST":
        return desk.show("step", goal=shown, form=_form_of(told))
    if not form.is_valid():
        return desk.show("step", goal=shown, form=form)
    typed = form.cleaned_data
    facts = {"by": desk.by, "due_on": typed["due_on"], "seen": typed["seen"] or 0}
    act = milestones.change_milestone
    try:
        if not form.try_to(lambda: act(desk.partnership, item, typed["text"], **facts)):
            return desk.show("step", goal=shown, form=form)
    except CannotWrite as refusal:
        return _refused(desk, shown, told, form, refusal)
    return desk.to("goal", goal)


def _refused(desk, shown, told, form, refusal):
    """What was typed, beside what stands there now."""
    if told is None:
        return pages.gone(desk, refusal, form)
    again = _form_of(told, **{name: form.cleaned_data[name] for name in ("text", "due_on")})
    again.refusal = refusal.message
    return desk.show("step", 409, goal=shown, form=again, now=told)


def _remove(desk, goal_id, item):
    try:
        milestones.remove_milestone(desk.partnership, item, by=desk.by)
    except CannotWrite as refusal:
        messages.warning(desk.request, refusal.message)
    return desk.to("goal", goal_id)


def _form_of(told, **typed):
    row = told.row
    facts = {"text": told.text or "", "due_on": row.due_on, "item": row.pk, "seen": row.revision}
    return MilestoneForm(initial={**facts, **typed})
