"""Reads about modules: texts, what a program uses, who has begun and finished what."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Subquery, Sum
from django.db.models.functions import MD5, Coalesce
from django.http import Http404

from mentoring.tenancy.prepared import PreparedRead
from participants.models import Participant
from participants.roles import Standing
from programs.models import Program
from training.modules.models import Attempt, Bookmark, Completion, ProgramModule, TextVersion
from training.roles import STAGES, Need, TextKind


def newest(kind, side, code):
    """The newest version of a text; 404 where there is none."""
    rows = TextVersion.objects.filter(kind=kind, side=side, code=code)
    found = rows.order_by("-number").first()
    if found is None:
        raise Http404
    return found


def newest_of_kind(kind):
    """The newest version of each text of a kind, without the text itself."""
    rows = TextVersion.objects.filter(kind=kind).order_by("side", "code", "-number")
    return rows.distinct("side", "code").defer("source")


def newest_guides():
    """The newest version of each guide, side by side in the order of the stages."""
    order = list(STAGES)
    rows = [row for row in newest_of_kind(TextKind.GUIDE) if row.code in order]
    return sorted(rows, key=lambda row: (row.side, order.index(row.code)))


def newest_in_brief():
    """``{(kind, side, code): row}`` with ``digest`` in place of the text."""
    rows = TextVersion.objects.order_by("kind", "side", "code", "-number")
    rows = rows.distinct("kind", "side", "code").annotate(digest=MD5("source")).defer("source")
    return {(row.kind, row.side, row.code): row for row in rows}


def codes_of(side):
    rows = TextVersion.objects.filter(kind=TextKind.MODULE, side=side).order_by()
    return set(rows.values_list("code", flat=True).distinct())


def programs_without_modules():
    return Program.objects.exclude(Exists(ProgramModule.objects.filter(program=OuterRef("pk"))))


def modules_of(programs):
    """``{program id: [(side, code, facts)]}`` of what these programs use."""
    found = {}
    for row in ProgramModule.objects.filter(program__in=programs):
        facts = {"position": row.position, "need": row.need}
        found.setdefault(row.program_id, []).append((row.side, row.code, facts))
    return found


def last_position(program, side):
    rows = ProgramModule.objects.filter(program=program, side=side)
    return rows.aggregate(last=Max("position"))["last"] or 0


def required(participant, program, side):
    """What a side has to take, and which of it is finished; columns of an outer query by name."""
    rows = ProgramModule.objects.filter(need=Need.REQUIRED, side=side, program=OuterRef(program))
    mine = OuterRef(OuterRef(participant))
    return rows, Exists(Completion.objects.filter(module=OuterRef("pk"), participant=mine))


def is_trained(program, participant, side):
    """A condition: a participant has finished what their side has to; nothing to do is not done.

    ``program`` and ``participant`` name columns of the rows that are narrowed.
    """
    rows, done = required(participant, program, side)
    return Exists(rows) & ~Exists(rows.exclude(done))


def _left_of(person_id):
    """Participants with how many modules are required, how many are left, and their minutes."""
    rows, done = required("pk", "program", OuterRef("side"))
    left = rows.exclude(done).order_by().values("program")
    left_number = left.annotate(number=Count("pk")).values("number")
    minutes = left.annotate(minutes=Sum("version__minutes")).values("minutes")
    people = Participant.objects.filter(Exists(rows), person=person_id, standing=Standing.IN)
    return people.annotate(
        left=Coalesce(Subquery(left_number), 0),
        minutes=Coalesce(Subquery(minutes), 0),
        is_begun=Exists(Attempt.objects.filter(participant=OuterRef("pk"))),
    ).values("id", "left", "minutes", "is_begun")


_left = PreparedRead(_left_of)


def required_left(person_id):
    """``{participant id: row}`` with ``left``, ``minutes`` and ``is_begun`` of their training."""
    return {row.pk: row for row in _left(person_id)}


@dataclass(frozen=True)
class Own:
    """A module as one participant has it: not begun, begun, or finished."""

    participant: Participant
    module: ProgramModule
    attempt: Attempt | None
    bookmark: Bookmark | None
    completion: Completion | None

    @property
    def version(self):
        """What was begun or finished, else what the program uses now."""
        return self.attempt.version if self.attempt else self.module.version

    @property
    def state(self):
        if self.completion:
            return "finished"
        return "begun" if self.attempt else "new"

    @property
    def is_required(self):
        return self.module.need == Need.REQUIRED


@dataclass(frozen=True)
class Shelf:
    """The modules of one participation, in the program's order."""

    participant: Participant
    modules: list[Own]

    @property
    def required(self):
        return [one for one in self.modules if one.is_required]

    @property
    def finished(self):
        return [one for one in self.required if one.completion]

    @property
    def is_trained(self):
        return bool(self.required) and len(self.finished) == len(self.required)

    @property
    def minutes_left(self):
        return sum(one.version.minutes for one in self.required if not one.completion)

    @property
    def next(self):
        """What to go on with: begun before new, required before voluntary."""
        waiting = [one for one in self.modules if not one.completion]
        order = {"begun": 0, "new": 1}
        return min(waiting, key=lambda one: (not one.is_required, order[one.state]), default=None)


def own_shelves(person_id):
    """A ``Shelf`` for each program in which the person takes part, in four statements."""
    people = Participant.objects.filter(person=person_id, standing=Standing.IN)
    people = list(people.select_related("program").order_by("program__starts_on", "side", "id"))
    return [Shelf(one, rows) for one, rows in _owned(people).items()]


def own_participant_or_404(person_id, pk):
    """One of the person's own participations in which they take part."""
    rows = Participant.objects.filter(person=person_id, pk=pk, standing=Standing.IN)
    found = rows.select_related("program").first()
    if found is None:
        raise Http404
    return found


def own_or_404(person_id, module_id):
    """``(Own, Shelf)`` of a module of a program that the person takes part in, on their side."""
    people = Participant.objects.filter(person=person_id, standing=Standing.IN)
    people = people.filter(
        Exists(
            ProgramModule.objects.filter(
                pk=module_id, program=OuterRef("program"), side=OuterRef("side")
            )
        )
    )
    for participant, rows in _owned(list(people.select_related("program"))).items():
        for one in rows:
            if one.module.pk == module_id:
                return one, Shelf(participant, rows)
    raise Http404


def _owned(people):
    """``{participant: [Own]}``; what is not used any more is shown to those who began it."""
    modules = ProgramModule.objects.filter(program__in={one.program_id for one in people})
    modules = modules.select_related("version").defer("version__source")
    modules = list(modules.order_by("position", "code"))
    attempts = Attempt.objects.filter(participant__in=people).select_related("version")
    attempts = attempts.defer("version__source")
    attempts = {(row.participant_id, row.module_id): row for row in attempts}
    bookmarks = Bookmark.objects.filter(attempt__participant__in=people)
    bookmarks = {row.attempt_id: row for row in bookmarks}
    completions = Completion.objects.filter(participant__in=people)
    completions = {(row.participant_id, row.module_id): row for row in completions}

    def own(participant, module):
        key = (participant.pk, module.pk)
        attempt = attempts.get(key)
        bookmark = bookmarks.get(attempt.pk) if attempt else None
        return Own(participant, module, attempt, bookmark, completions.get(key))

    return {
        one: [
            own(one, module)
            for module in modules
            if (module.program_id, module.side) == (one.program_id, one.side)
            and (module.need != Need.UNUSED or (one.pk, module.pk) in attempts)
        ]
        for one in people
    }
