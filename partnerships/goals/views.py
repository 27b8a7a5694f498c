"""The goals of a pair: all of them, and one with its steps and its course."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import clock
from organizations.access import organization_view
from organizations.roles import Role
from partnerships.actions.queries import items_of
from partnerships.goals import pages, queries, services
from partnerships.goals.forms import GoalForm
from partnerships.writing import sharing
from partnerships.writing.services import CannotWrite


@require_safe
@organization_view(Role.PARTICIPANT)
def board(request, partnership):
    """What the two work towards, and what each is to do next."""
    desk = pages.Desk(request, partnership, looks=True)
    actions, _done = items_of(desk.partnership, *desk.who)
    return desk.show(
        "board",
        goals=queries.goals_of(desk.partnership, *desk.who),
        begun=desk.is_mentee and queries.begun(desk.partnership, *desk.who),
        suggestions=queries.suggestions_for(desk.partnership, *desk.who),
        actions=actions,
        today=clock.today(),
    )


@require_safe
@organization_view(Role.PARTICIPANT)
def goal(request, partnership, goal):
    """One goal: its levels, the steps on the way, and how far it has come."""
    desk = pages.Desk(request, partnership)
    return desk.show_goal(desk.goal(goal))


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def change(request, partnership, goal):
    """Word a goal anew; what it said before stays beside it."""
    desk = pages.Desk(request, partnership)
    if not desk.is_mentee:
        return desk.back_to(goal)
    parts = {"parts": pages.WHOLE, "serves": desk.serves()}
    if request.method != "POST":
        shown = desk.goal(goal)
        form = GoalForm(wording=shown.wording, revision=shown.row.revision, **parts)
        return desk.show_change(shown, form)
    form = GoalForm(request.POST, **parts)
    if form.is_valid():
        facts = {"by": desk.by, "seen": form.cleaned_data["seen"] or 0}
        act = services.change_goal
        try:
            if form.try_to(lambda: act(desk.partnership, goal, form.said(), **facts)):
                messages.success(request, _("Your goal is changed. What it said before is kept."))
                return desk.to("goal", goal)
        except CannotWrite as refusal:
            return desk.show_refused_change(goal, form, refusal)
    return desk.show_change(desk.goal(goal), form)


@require_POST
@organization_view(Role.PARTICIPANT)
def close(request, partnership, goal):
    """Close a goal, or go on with one that is closed."""
    desk = pages.Desk(request, partnership)
    if not desk.is_mentee:
        return desk.back_to(goal)
    shown = desk.goal(goal)
    act = services.reopen_goal if request.POST.get("go") == "reopen" else services.close_goal
    try:
        act(desk.partnership, goal, by=desk.by)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
        return desk.show_goal(shown, status=409)
    return desk.to("goal", goal)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def remove(request, partnership, goal):
    """Say what removing does, and do it."""
    desk = pages.Desk(request, partnership)
    if not desk.is_mentee:
        return desk.back_to(goal)
    shown = desk.goal(goal)
    if request.method != "POST":
        return desk.show("remove", goal=shown)
    try:
        services.remove_goal(desk.partnership, goal, by=desk.by)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
        return desk.show_goal(shown, status=409)
    messages.success(request, _("Your goal is removed."))
    return desk.to("board")


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def share(request, partnership, goal):
    """Say what sharing with the coordinators does, and do it."""
    desk = pages.Desk(request, partnership)
    shown = desk.goal(goal)
    if request.method != "POST":
        return desk.show("share", goal=shown)
    try:
        sharing.share(shown, by=desk.by)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("The coordinators can read a copy of it now."))
    return desk.to("goal", goal)


@require_POST
@organization_view(Role.PARTICIPANT)
def take_back(request, partnership, goal):
    """End the sharing of a goal; also when everything else is closed."""
    desk = pages.Desk(request, partnership)
    if sharing.take_back(goal, by=desk.by):
        messages.success(request, _("The coordinators can no longer read it."))
        return desk.to("board")
    desk.goal(goal)
    return desk.to("goal", goal)
