"""Writing a goal in three small steps, which are kept from one to the next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.tenancy.keys import uuid7
from organizations.access import organization_view
from organizations.roles import Role
from partnerships.goals import pages, queries, services, suggestions
from partnerships.goals.forms import GoalForm, SuggestionForm
from partnerships.goals.wording import LONGEST_TITLE, LONGEST_WHY, BadWords, Wording, name_of
from partnerships.lifecycle import MENTEE
from partnerships.writing.services import CannotWrite

STEPS = {
    "goal": (gettext_lazy("The goal"), GoalForm.FIRST),
    "levels": (gettext_lazy("Five levels"), GoalForm.LEVELS),
    "check": (gettext_lazy("What it serves"), GoalForm.SERVES),
}
NAMES = list(STEPS)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def new(request, partnership, step):
    """One step of writing a goal; the last one sets it."""
    desk = pages.Desk(request, partnership)
    if step not in STEPS:
        raise Http404
    if not desk.is_mentee:
        return desk.to("board")
    begun = queries.begun(desk.partnership, *desk.who)
    if request.method == "POST" and request.POST.get("go") == "discard":
        if begun:
            services.drop_draft(desk.partnership, begun.goal_id, by=desk.by)
        return desk.to("board")
    if begun is None and step != NAMES[0]:
        return desk.to("new", NAMES[0])
    facts = {"wording": begun and begun.wording, "start": begun and begun.start}
    serves = desk.serves() if step == "check" else None
    form = GoalForm(request.POST or None, **facts, parts=STEPS[step][1], serves=serves)
    if request.method != "POST":
        return _show(desk, step, form, begun)
    return _save(desk, step, form, begun)


def _save(desk, step, form, begun):
    """Keep what was typed, and go to the next step; the last one sets the goal."""
    goal_id = begun.goal_id if begun else uuid7()
    try:
        if not form.is_valid():
            return _show(desk, step, form, begun)
        wording = form.said()
        start = form.cleaned_data.get("start", begun and begun.start)
        facts = {"by": desk.by, "goal_id": goal_id, "start": start}
        keep = services.keep_draft
        if not form.try_to(lambda: keep(desk.partnership, wording, **facts)):
            return _show(desk, step, form, begun)
        if desk.request.POST.get("go") == "later":
            return desk.to("board")
        missing = _missing(step, wording, start)
        for name, sentence in missing.items():
            form.add_error(name, sentence)
        if missing:
            return _show(desk, step, form, begun)
        if step != NAMES[-1]:
            return desk.to("new", NAMES[NAMES.index(step) + 1])
        services.set_goal(desk.partnership, wording, **facts)
    except BadWords:  # of an earlier step
        return desk.to("new", NAMES[0] if not wording.title else NAMES[1])
    except CannotWrite as refusal:
        form.add_error(None, refusal.message)
        return _show(desk, step, form, begun, status=409)
    messages.success(desk.request, _("Your goal is set. A first step makes it begin."))
    return desk.to("goal", goal_id)


def _missing(step, wording, start):
    """What this step still asks for: ``{name of the field: sentence}``."""
    if step == "goal" and not wording.title.strip():
        return {"title": _("Write your goal in one sentence.")}
    if step != "levels":
        return {}
    asked = _("Say how it is at this level, in a few words.")
    missing = {name_of(level): asked for level, said in wording.steps if not said.strip()}
    return missing if start is not None else {**missing, "start": services.NO_START}


def _show(desk, step, form, begun, status=200):
    number = NAMES.index(step)
    states = ["done" if n < number else "current" if n == number else "" for n in range(len(NAMES))]
    labels = [label for label, _parts in STEPS.values()]
    page = {
        "form": form,
        "step": step,
        "begun": begun,
        "way": [
            {"label": label, "state": state} for label, state in zip(labels, states, strict=True)
        ],
        "before": NAMES[number - 1] if number else "",
        "competencies": form.registry or (),
    }
    return desk.show("new", status, **page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def suggest(request, partnership):
    """The mentor offers words for a goal."""
    desk = pages.Desk(request, partnership)
    if desk.is_mentee:
        return desk.to("board")
    form = SuggestionForm(request.POST or None, initial={"goal": request.GET.get("goal")})
    if request.method != "POST" or not form.is_valid():
        return desk.show("suggest", form=form)
    typed = form.cleaned_data
    facts = {"by": desk.by, "item_id": typed["item"], "goal_id": typed["goal"]}
    try:
        kept = form.try_to(lambda: suggestions.suggest(desk.partnership, typed["text"], **facts))
    except CannotWrite as refusal:
        form.add_error(None, refusal.message)
        return desk.show("suggest", 409, form=form)
    if kept is None:
        return desk.show("suggest", form=form)
    messages.success(request, _("It is there. Your mentee decides what becomes of it."))
    return desk.to("goal", typed["goal"]) if typed["goal"] else desk.to("board")


@require_POST
@organization_view(Role.PARTICIPANT)
def answer(request, partnership, suggestion):
    """Take a suggestion over, leave it, or (its author) take it back."""
    desk = pages.Desk(request, partnership)
    found = queries.suggestion_of(desk.partnership, suggestion, *desk.who)
    if found is None:
        raise Http404
    back = desk.to("goal", found.row.goal_id) if found.row.goal_id else desk.to("board")
    go = request.POST.get("go")
    try:
        if desk.pair.side != MENTEE:
            suggestions.take_back(desk.partnership, suggestion, by=desk.by)
        elif go == "take" and found.text:
            return _take(desk, found)
        elif go in ("leave", "take"):
            suggestions.answer(desk.partnership, suggestion, by=desk.by, was_taken=False)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
    return back


def _take(desk, found):
    """The words become the beginning of a goal, or stand beside the one that they are about."""
    if found.row.goal_id is None:
        if queries.begun(desk.partnership, *desk.who):
            messages.warning(desk.request, _("Finish or discard the goal you are writing first."))
            return desk.to("board")
        first, _line, rest = found.text.partition("\n")
        wording = Wording(title=first[:LONGEST_TITLE], why=rest.strip()[:LONGEST_WHY])
        if len(first) > LONGEST_TITLE:
            wording = Wording(why=found.text[:LONGEST_WHY])
        services.keep_draft(desk.partnership, wording, by=desk.by, goal_id=uuid7(), start=None)
    suggestions.answer(desk.partnership, found.row.pk, by=desk.by, was_taken=True)
    if found.row.goal_id is None:
        return desk.to("new", NAMES[0])
    change = desk.to("change", found.row.goal_id)
    return redirect(f"{change.url}?suggestion={found.row.pk}")
