"""The goals of a pair and what each of the two is to do: for the two alone."""

from contextlib import contextmanager

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import Strict, accepted
from mentoring.tenancy.keys import uuid7
from organizations.roles import Role
from partnerships.goals import milestones, queries, services
from partnerships.goals.scale import STARTS, Level
from partnerships.goals.wording import LONGEST_LEVEL, LONGEST_TITLE, LONGEST_WHY, BadWords, Wording
from partnerships.writing.keys import Keyring
from partnerships.writing.queries import pair_or_404
from partnerships.writing.services import CannotWrite

TEXT = {"trim_whitespace": False}
LEVELS = ", ".join(f"{level:+d}" for level in Level)


class GoalOut(serializers.Serializer):
    """A goal. Its words are null when their author had them erased."""

    id = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)
    why = serializers.CharField(allow_null=True, allow_blank=True)
    levels = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text=f"What it says of {LEVELS}."
    )
    competencies = serializers.ListField(child=serializers.CharField())
    start = serializers.ChoiceField(Level.choices)
    level = serializers.ChoiceField(Level.choices, help_text="Where the mentee sees it.")
    set_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField(help_text="Send it back as `seen` with a change.")


class GoalsOut(serializers.Serializer):
    """All goals of a pair, open ones first."""

    results = GoalOut(many=True)


class MilestoneOut(serializers.Serializer):
    """A step on the way to a goal."""

    id = serializers.UUIDField()
    text = serializers.CharField(allow_null=True)
    due_on = serializers.DateField()
    done_at = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField()


class NoteOut(serializers.Serializer):
    """Where one of the two saw a goal."""

    id = serializers.UUIDField()
    is_mine = serializers.BooleanField()
    level = serializers.ChoiceField(Level.choices)
    text = serializers.CharField(allow_null=True, allow_blank=True)
    at = serializers.DateTimeField()


class WholeGoalOut(GoalOut):
    """A goal with its steps and its course."""

    steps = MilestoneOut(many=True)
    progress = NoteOut(many=True)


class WordsIn(Strict):
    """What a goal says."""

    title = serializers.CharField(max_length=LONGEST_TITLE)
    why = serializers.CharField(max_length=LONGEST_WHY, allow_blank=True, default="", **TEXT)
    levels = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_LEVEL),
        min_length=len(Level),
        max_length=len(Level),
        help_text=f"What it says of {LEVELS}.",
    )
    competencies = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=3, default=list
    )

    def validate_competencies(self, codes):
        registry = queries.competencies()
        found = [registry.find(code) for code in codes]
        if None in found:
            raise serializers.ValidationError(_("One of these is not on the list."))
        return [entry.code for entry in found]

    def wording(self, values):
        names = ("title", "why", "levels", "competencies")
        title, why, levels, codes = (values[name] for name in names)
        return Wording(title=title, why=why, levels=tuple(levels), competencies=tuple(codes))


class GoalIn(WordsIn):
    """A new goal; with an `id` of your own, sending it twice sets it once."""

    id = serializers.UUIDField(required=False)
    start = serializers.ChoiceField([int(level) for level in STARTS])


class GoalChangeIn(WordsIn):
    """Other words for a goal."""

    seen = serializers.IntegerField(min_value=0, max_value=10**6)


class CloseIn(Strict):
    """Whether it is closed."""

    is_closed = serializers.BooleanField()


class MilestoneIn(Strict):
    """A step by a day."""

    id = serializers.UUIDField(required=False)
    text = serializers.CharField(max_length=milestones.LONGEST)
    due_on = serializers.DateField()


class MilestoneChangeIn(Strict):
    """A step in other words, on another day, or done."""

    text = serializers.CharField(max_length=milestones.LONGEST)
    due_on = serializers.DateField()
    is_done = serializers.BooleanField()
    seen = serializers.IntegerField(min_value=0, max_value=10**6)


class NoteIn(Strict):
    """Where one sees a goal."""

    id = serializers.UUIDField(required=False)
    level = serializers.ChoiceField(Level.values)
    text = serializers.CharField(
        max_length=services.LONGEST_NOTE, allow_blank=True, default="", **TEXT
    )


class PairView(OrganizationView):
    """An address below one's own partnership."""

    def pair(self, request, program, partnership):
        """The ``Pair``, or 404."""
        pair = pair_or_404(partnership, request.membership.person_id)
        if pair.partnership.program.slug != program:
            raise Http404
        return pair

    def opened(self, request, program, partnership):
        """Its partnership, and with what its words are read."""
        row = self.pair(request, program, partnership).partnership
        return row, (request.membership.person_id, Keyring(row.pk))

    def whole(self, request, program, partnership, goal_id):
        """One goal with everything, or 404."""
        row, who = self.opened(request, program, partnership)
        goal = queries.goal_of(row, goal_id, *who)
        if goal is None:
            raise Http404
        steps = queries.told(goal.row.milestones.all(), *who)
        said = queries.told(goal.row.progress.all(), *who)
        out = {
            **goal_out(goal),
            "steps": [_step_out(step) for step in steps],
            "progress": [_note_out(note) for note in said],
        }
        return Response(WholeGoalOut(out).data)


class Goals(PairView):
    """The goals of a pair."""

    @extend_schema(
        operation_id="goals_list",
        summary="Read the goals of a pair",
        responses={200: GoalsOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        row, who = self.opened(request, program, partnership)
        found = [goal_out(goal) for goal in queries.goals_of(row, *who)]
        return Response(GoalsOut({"results": found}).data)

    @extend_schema(
        operation_id="goals_set",
        summary="Set a goal, as the mentee",
        request=GoalIn,
        responses={200: WholeGoalOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        row, _who = self.opened(request, program, partnership)
        values = accepted(GoalIn, request.data)
        facts = {"goal_id": values.get("id") or uuid7(), "start": values["start"]}
        with refusals():
            wording = GoalIn().wording(values)
            goal = services.set_goal(row, wording, by=request.membership, **facts)
        return self.whole(request, program, partnership, goal.pk)


class OneGoal(PairView):
    """One goal."""

    @extend_schema(
        operation_id="goals_read",
        summary="Read a goal with its steps and its course",
        responses={200: WholeGoalOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership, goal):
        return self.whole(request, program, partnership, goal)

    @extend_schema(
        operation_id="goals_change",
        summary="Word a goal anew, as the mentee",
        request=GoalChangeIn,
        responses={200: WholeGoalOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def put(self, request, program, partnership, goal):
        row = goal_or_404(self, request, program, partnership, goal)
        values = accepted(GoalChangeIn, request.data)
        with refusals():
            wording = GoalChangeIn().wording(values)
            facts = {"by": request.membership, "seen": values["seen"]}
            services.change_goal(row, goal, wording, **facts)
        return self.whole(request, program, partnership, goal)


class CloseGoal(PairView):
    """Whether a goal is closed."""

    @extend_schema(
        operation_id="goals_close",
        summary="Close a goal or go on with it, as the mentee",
        request=CloseIn,
        responses={200: WholeGoalOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, goal):
        row = goal_or_404(self, request, program, partnership, goal)
        is_closed = accepted(CloseIn, request.data)["is_closed"]
        act = services.close_goal if is_closed else services.reopen_goal
        with refusals():
            act(row, goal, by=request.membership)
        return self.whole(request, program, partnership, goal)


class GoalSteps(PairView):
    """Steps on the way to a goal."""

    @extend_schema(
        operation_id="goals_plan",
        summary="Plan a step, as the mentee",
        request=MilestoneIn,
        responses={200: WholeGoalOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, goal):
        row = goal_or_404(self, request, program, partnership, goal)
        values = accepted(MilestoneIn, request.data)
        facts = {"item_id": values.get("id") or uuid7(), "due_on": values["due_on"]}
        with refusals():
            add = milestones.add_milestone
            add(row, goal, values["text"], by=request.membership, **facts)
        return self.whole(request, program, partnership, goal)


class OneGoalStep(PairView):
    """One step on the way."""

    @extend_schema(
        operation_id="goals_change_step",
        summary="Change a step or tick it, as the mentee",
        request=MilestoneChangeIn,
        responses={200: WholeGoalOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def put(self, request, program, partnership, goal, item):
        row, who = self.opened(request, program, partnership)
        found = queries.goal_of(row, goal, *who)
        if found is None or queries.milestone_of(found.row, item, *who) is None:
            raise Http404
        values = accepted(MilestoneChangeIn, request.data)
        facts = {"due_on": values["due_on"], "seen": values["seen"]}
        with refusals():
            change = milestones.change_milestone
            change(row, item, values["text"], by=request.membership, **facts)
            milestones.tick(row, item, by=request.membership, is_done=values["is_done"])
        return self.whole(request, program, partnership, goal)


class GoalProgress(PairView):
    """How far a goal has come."""

    @extend_schema(
        operation_id="goals_note",
        summary="Say where one sees a goal",
        request=NoteIn,
        responses={200: WholeGoalOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, goal):
        row = goal_or_404(self, request, program, partnership, goal)
        values = accepted(NoteIn, request.data)
        facts = {"item_id": values.get("id") or uuid7(), "level": values["level"]}
        with refusals():
            note = services.note_progress
            note(row, goal, by=request.membership, text=values["text"], **facts)
        return self.whole(request, program, partnership, goal)


@contextmanager
def refusals():
    """A 400 for words that cannot be kept, and a 409 for what cannot be written (any more)."""
    try:
        yield
    except BadWords as bad:
        fields = {name: [str(told)] for name, told in bad.parts.items()}
        raise serializers.ValidationError(fields) from None
    except CannotWrite as refused:
        raise Conflict(str(refused.message)) from None


def goal_or_404(view, request, program, partnership, goal_id):
    """The partnership of this address, if the goal is one of its own."""
    row, who = view.opened(request, program, partnership)
    if queries.goal_of(row, goal_id, *who) is None:
        raise Http404
    return row


def goal_out(goal):
    row, words = goal.row, goal.wording
    return {
        "id": row.pk,
        "title": words and words.title,
        "why": words and words.why,
        "levels": words and list(words.levels),
        "competencies": list(words.competencies) if words else [],
        "start": row.start,
        "level": row.level,
        "set_at": row.written_at,
        "closed_at": row.closed_at,
        "revision": row.revision,
    }


def _step_out(told):
    row = told.row
    facts = {"due_on": row.due_on, "done_at": row.done_at, "revision": row.revision}
    return {"id": row.pk, "text": told.text, **facts}


def _note_out(told):
    row = told.row
    facts = {"level": row.level, "at": row.written_at, "is_mine": told.is_mine}
    return {"id": row.pk, "text": told.text, **facts}
