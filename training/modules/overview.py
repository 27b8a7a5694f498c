"""Reads for coordinators: what a program uses, who has begun what, and how far people are."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from organizations.searching import holding, words_of
from participants.models import Participant
from participants.roles import Side, Standing
from programs.queries import stage_of
from training.modules import queries
from training.modules.models import Attempt, Completion, ProgramModule, TextVersion
from training.roles import Need, TextKind

MOST_NAMED = 8
STATES = ("", "finished", "under_way", "new", "late")
TRAINING = "training"


@dataclass(frozen=True)
class Use:
    """A module of a program: how many have finished it, who is in it, and a newer version."""

    module: ProgramModule
    finished: int
    begun: list[Attempt]
    newer: TextVersion | None

    @property
    def named(self):
        """Who has begun the version that is used now, as far as they can be named in a line."""
        return [one.participant.person.name for one in self.begun[:MOST_NAMED]]

    @property
    def unnamed(self):
        return max(0, len(self.begun) - MOST_NAMED)


def uses_of(program):
    """``{side: ([Use], [versions that could be added])}`` in four statements."""
    done = Completion.objects.filter(module=OuterRef("pk")).order_by().values("module")
    done = done.annotate(number=Count("pk")).values("number")
    rows = ProgramModule.objects.filter(program=program).select_related("version")
    rows = rows.defer("version__source").annotate(finished=Coalesce(Subquery(done), 0))
    begun = _begun(program)
    newest = {(row.side, row.code): row for row in queries.newest_of_kind(TextKind.MODULE)}
    found = {side: ([], []) for side in Side}
    for row in rows.order_by("position", "code"):
        last = newest.pop((row.side, row.code))
        newer = last if last.number > row.version.number else None
        use = Use(row, row.finished, begun.get(row.pk, []), newer)
        found[Side(row.side)][0].append(use)
    for (side, _code), version in newest.items():
        found[Side(side)][1].append(version)
    return found


def _begun(program):
    """``{module id: [Attempt]}`` of those who have not finished, by name."""
    finished = Completion.objects.filter(
        participant=OuterRef("participant"), module=OuterRef("module")
    )
    rows = Attempt.objects.filter(module__program=program, participant__standing=Standing.IN)
    rows = rows.exclude(Exists(finished)).select_related("participant__person", "version")
    rows = rows.defer("version__source")
    found = {}
    for row in rows.order_by("participant__person__family_name", "participant__person__given_name"):
        found.setdefault(row.module_id, []).append(row)
    return found


def module_or_404(program, pk):
    found = ProgramModule.objects.filter(program=program, pk=pk).select_related("version").first()
    if found is None:
        raise Http404
    return found


def version_or_404(pk):
    found = TextVersion.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def versions_of(kind, side, code):
    """Every version of a text, the newest first."""
    rows = TextVersion.objects.filter(kind=kind, side=side, code=code).order_by("-number")
    return list(rows.defer("source"))


def uses_of_text(side, code):
    """Programs that use a module, with the number of the version that they use."""
    rows = ProgramModule.objects.filter(side=side, code=code).exclude(need=Need.UNUSED)
    return list(rows.select_related("program", "version").defer("version__source"))


def due_on(program):
    """The last day of training by the timetable, and whether it is past."""
    stage = stage_of(program)
    row = next((row for row in stage.rows if row.key == TRAINING), None)
    return (row.closes_on, stage.today > row.closes_on) if row else (None, False)


def learners(program, *, side="", state="", text="", is_late=False):
    """Who takes part, by name, with how far they are; one statement a page.

    Each row has ``required``, ``left``, ``done`` (modules of any kind), ``minutes``, ``score``,
    ``questions``, ``is_begun`` and ``last``. ``is_late``: the time for training is over.
    """
    rows, finished = queries.required("pk", "program", OuterRef("side"))
    people = Participant.objects.filter(program=program, standing=Standing.IN).annotate(
        required=_count(rows),
        left=_count(rows.exclude(finished)),
        done=Coalesce(_of_completions(Count("pk")), 0),
        is_begun=Exists(Attempt.objects.filter(participant=OuterRef("pk"))),
        minutes=_of_completions(Sum("minutes")),
        score=_of_completions(Sum("score")),
        questions=_of_completions(Sum("questions")),
        last=_of_completions(Max("finished_at")),
    )
    if side in Side.values:
        people = people.filter(side=side)
    people = people.filter(_in_state(state, is_late), holding(words_of(text), "person__search"))
    return people.select_related("person", "company").order_by(
        "person__family_name", "person__given_name", "id"
    )


def _in_state(state, is_late):
    left = Q(left__gt=0)
    return {
        "finished": Q(left=0, required__gt=0),
        "under_way": left & Q(is_begun=True),
        "new": left & Q(is_begun=False),
        "late": left if is_late else Q(pk__isnull=True),
    }.get(state, Q())


def _count(rows):
    counted = rows.order_by().values("program").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _of_completions(how):
    rows = Completion.objects.filter(participant=OuterRef("pk")).order_by().values("participant")
    return Subquery(rows.annotate(found=how).values("found"))


def counts(program):
    """``(people, finished)``: how many take part, and how many have finished what they have to."""
    rows, finished = queries.required("pk", "program", OuterRef("side"))
    people = Participant.objects.filter(program=program, standing=Standing.IN)
    found = people.annotate(trained=Exists(rows) & ~Exists(rows.exclude(finished))).aggregate(
        people=Count("pk"), finished=Count("pk", filter=Q(trained=True))
    )
    return found["people"], found["finished"]
