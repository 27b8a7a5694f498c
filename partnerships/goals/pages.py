"""What the pages of goals show."""

from dataclasses import dataclass, field

from django.http import Http404
from django.shortcuts import redirect

from mentoring import clock
from mentoring.tenancy.keys import as_id
from organizations.navigation import ACTING_AS
from partnerships.desk import PairDesk
from partnerships.goals import queries
from partnerships.goals.drawing import course
from partnerships.goals.forms import GoalForm, MilestoneForm, ProgressForm
from partnerships.goals.working import may_work
from partnerships.lifecycle import MENTEE
from partnerships.writing.surfaces import GOALS

WHOLE = (*GoalForm.FIRST, *GoalForm.LEVELS[:-1], *GoalForm.SERVES)


class Desk(PairDesk):
    """One request to the goals of a partnership."""

    folder = "goals"

    def __init__(self, request, partnership_id, **facts):
        super().__init__(request, partnership_id, GOALS, **facts)
        self.is_mentee = self.pair.side == MENTEE
        self.may_work = may_work(self.partnership)
        self.who = (self.person_id, self.keys)

    def goal(self, goal_id):
        """One goal of this partnership, or 404."""
        found = queries.goal_of(self.partnership, goal_id, *self.who)
        if found is None:
            raise Http404
        return found

    def serves(self):
        """The list of competencies, and the codes of what the mentee needs."""
        return queries.competencies(), queries.needs_of(self.partnership)

    def show_goal(self, goal, status=200, **forms):
        """A goal with its steps and its course; ``forms`` that were refused, by name."""
        rows = list(goal.row.progress.all())
        steps = queries.told(goal.row.milestones.all(), *self.who)
        mentee = self.partnership.mentee_person_id
        said = [(row.written_at, row.level, row.author_id == mentee) for row in rows]
        codes = goal.wording.competencies if goal.wording else ()
        registry = queries.competencies() if codes else None
        page = {
            "goal": goal,
            "steps": steps,
            "progress": queries.told(rows, *self.who)[::-1],
            "course": course(goal.start, goal.row.written_at, said, clock.now()),
            **self._around(goal),
            "serves": [registry.label(c) for c in goal.wording.competencies]
            if goal.wording
            else (),
            "may_remove": self.is_mentee and not rows,
            "today": clock.today(),
            "progress_form": forms.get("progress") or ProgressForm(wording=goal.wording),
            "step_form": forms.get("step") or MilestoneForm(),
        }
        return self.show("goal", status, **page)

    def _around(self, goal):
        """What the mentor suggests for a goal; where it was asked for, what it said before."""
        if "former" in self.request.GET and goal.row.revision:
            return {"former": queries.former_wordings(goal.row, self.keys)}
        who = (self.partnership, *self.who)
        return {"suggestions": queries.suggestions_for(*who, goal_id=goal.row.pk)}

    def show_change(self, goal, form, status=200, **page):
        """A goal to be worded anew, beside what the mentor suggests for it."""
        asked = self.request.GET.get("suggestion", "")
        if is_id(asked):
            page["beside"] = queries.suggestion_of(self.partnership, asked, *self.who)
        page["competencies"] = form.registry
        return self.show("change", status, form=form, goal=goal, **page)

    def show_refused_change(self, goal_id, form, refusal):
        """What was typed, beside what stands there now; saving again puts it in its place."""
        if refusal.rule == "not_yours":
            raise Http404
        shown = queries.goal_of(self.partnership, goal_id, *self.who)
        if shown is None:
            return gone(self, refusal, form)
        facts = {"wording": form.said(), "revision": shown.row.revision, "parts": WHOLE}
        again = GoalForm(**facts, serves=self.serves())
        again.refusal = refusal.message
        return self.show_change(shown, again, 409, is_stale=refusal.rule == "changed")

    def step(self, goal, item_id):
        """One step on the way to this goal, or 404."""
        found = queries.milestone_of(goal.row, item_id, *self.who)
        if found is None:
            raise Http404
        return found

    def note(self, goal, item_id):
        """404 for what nobody has said of this goal's progress."""
        if not goal.row.progress.filter(pk=item_id).exists():
            raise Http404

    def back_to(self, goal_id):
        """For the mentor, where the mentee alone does something: the goal itself, or 404."""
        self.goal(goal_id)
        return self.to("goal", goal_id)

    def to(self, name, *args):
        return redirect(f"portal:goals:{name}", *self.place, *args)

    def show(self, template, status=200, **page):
        facts = {"is_mentee": self.is_mentee, "may_work": self.may_work}
        return super().show(template, status, **facts, **page)


def is_id(text):
    """Whether an address names something in this."""
    return as_id(text) is not None


def gone(desk, refusal, form):
    """A page that shows what was typed, when what it belongs to is no longer there."""
    typed = [str(value) for name, value in form.data.items() if name not in _NOT_WORDS and value]
    return desk.show("gone", 409, refusal=refusal.message, typed=_Typed("\n\n".join(typed)))


@dataclass(frozen=True)
class _Typed:
    """Words that are shown once more, and that no log tells when it prints a page's values."""

    text: str = field(repr=False)


_NOT_WORDS = {"csrfmiddlewaretoken", ACTING_AS, "item", "seen", "goal", "go", "start", "level"}
