"""Reading goals, opened for whoever of the two is asking."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, SmallIntegerField, Subquery
from django.db.models.functions import Coalesce

from mentoring.crypto.master import Unreadable
from participants import reference
from participants.models import ParticipantCompetency
from participants.stored import own_competencies
from partnerships.goals.models import Goal, GoalProgress, GoalSuggestion, Milestone
from partnerships.goals.scale import Level
from partnerships.goals.wording import Wording, from_json
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Draft, SharedCopy


@dataclass(frozen=True)
class Told:
    """A row with its words in the open; ``text`` is None when its author's key is gone."""

    row: object
    text: str | None = field(repr=False)
    reader_id: UUID

    @property
    def is_mine(self):
        return self.row.author_id == self.reader_id


@dataclass(frozen=True)
class Shown:
    """One goal; ``wording`` is None when the mentee's key is gone."""

    row: Goal
    wording: Wording | None = field(repr=False)
    reader_id: UUID

    # What ``writing.sharing`` takes of an item.
    kind = Kind.GOAL

    @property
    def text(self):
        return None if self.wording is None else self.wording.as_text()

    @property
    def is_mine(self):
        return self.row.author_id == self.reader_id

    @property
    def start(self):
        return Level(self.row.start)

    @property
    def level(self):
        """Where the mentee sees it."""
        return Level(self.row.level)

    @property
    def is_open(self):
        return self.row.closed_at is None

    @property
    def is_reached(self):
        return self.row.level >= Level.REACHED

    @property
    def may_take_back(self):
        return self.row.shared_by == self.reader_id

    @property
    def may_share(self):
        return self.row.shared_at is None and self.wording is not None


def goals_of(partnership, person_id, keys):
    """``[Shown]`` of a partnership, open ones first, in the order in which they were set."""
    steps = Milestone.objects.filter(goal=OuterRef("pk")).order_by()
    waiting = steps.filter(done_at__isnull=True).order_by("due_on")
    rows = _with_levels(Goal.objects.filter(partnership=partnership)).annotate(
        steps=_number_of(steps, "goal"),
        steps_done=_number_of(steps.filter(done_at__isnull=False), "goal"),
        next_step_on=Subquery(waiting.values("due_on")[:1]),
    )
    goals = [_shown(row, person_id, keys) for row in rows]
    return sorted(goals, key=lambda goal: not goal.is_open)


def goal_of(partnership, goal_id, person_id, keys):
    """One ``Shown`` of this partnership with what is shared of it, or None."""
    copies = SharedCopy.objects.filter(item_id=OuterRef("pk"))
    rows = _with_levels(Goal.objects.filter(partnership=partnership, pk=goal_id))
    row = rows.annotate(
        shared_at=Subquery(copies.values("shared_at")[:1]),
        shared_by=Subquery(copies.values("shared_by")[:1]),
    ).first()
    if row is None:
        return None
    return _shown(row, person_id, keys)


def told(rows, person_id, keys):
    """``[Told]`` of rows that somebody wrote about a goal."""
    return [Told(row, _text(row, keys), person_id) for row in rows]


def milestone_of(goal, item_id, person_id, keys):
    """One ``Told`` step of this goal, or None."""
    row = goal.milestones.filter(pk=item_id).first()
    return row and told([row], person_id, keys)[0]


def former_wordings(goal, keys):
    """``[(until when it said so, Wording)]``, the newest first; unreadable ones are left out."""
    rows = list(goal.versions.order_by("-revision"))
    said = [(row.written_at, _wording(row, keys)) for row in rows]
    return [(at, wording) for at, wording in said if wording is not None]


def suggestions_for(partnership, person_id, keys, goal_id=None):
    """``[Told]`` of what the mentor suggests and has no answer yet; for this goal, or all of it."""
    rows = GoalSuggestion.objects.filter(partnership=partnership, answers__isnull=True)
    return told(rows if goal_id is None else rows.filter(goal=goal_id), person_id, keys)


def suggestion_of(partnership, suggestion_id, person_id, keys):
    """One ``Told`` suggestion of this partnership, or None."""
    row = GoalSuggestion.objects.filter(partnership=partnership, pk=suggestion_id).first()
    return row and told([row], person_id, keys)[0]


@dataclass(frozen=True)
class Begun:
    """A goal that is being written."""

    goal_id: UUID
    wording: Wording = field(repr=False)
    start: int | None
    written_at: datetime


def begun(partnership, person_id, keys):
    """What the person has begun to write of a new goal, or None."""
    own = Draft.objects.filter(partnership=partnership, author=person_id, kind=Kind.GOAL)
    draft = own.filter(is_new=True).first()
    text = draft and _text(draft, keys)
    if not text:
        return None
    start, _line, said = text.partition("\n")
    start = None if start == "None" else int(start)
    return Begun(draft.item_id, from_json(said), start, draft.written_at)


def competencies():
    """What a goal can serve: the common list with the organization's own additions."""
    return own_competencies() or reference.competencies()


def needs_of(partnership):
    """The codes of what the mentee needs, the dearest first."""
    needs = ParticipantCompetency.objects.filter(participant=partnership.mentee_id)
    return list(needs.values_list("competency", flat=True))


def _number_of(rows, name):
    """How many of ``rows`` there are for what they share under this name."""
    number = rows.values(name).annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(number, IntegerField()), 0)


def _with_levels(goals):
    """With ``level``: what the mentee said of it last, or where it started."""
    said = GoalProgress.objects.filter(goal=OuterRef("pk"), author=OuterRef("author"))
    newest = said.order_by("-written_at", "-id").values("level")[:1]
    return goals.annotate(level=Coalesce(Subquery(newest, SmallIntegerField()), F("start")))


def _shown(row, person_id, keys):
    return Shown(row, _wording(row, keys), person_id)


def _wording(row, keys):
    text = _text(row, keys)
    return None if text is None else from_json(text)


def _text(row, keys):
    try:
        return keys.read(row)
    except Unreadable:
        return None
