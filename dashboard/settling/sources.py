"""What waits for a coordinator to settle: ids by kind, so that somebody can be told what is new."""

from dataclasses import dataclass
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, TextField, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.queries import all_back_in_pool
from organizations import named
from organizations.models import PlannedJob
from organizations.models.planned import PlannedState
from participants.nominating.models import Application, NominationResult
from participants.nominating.words import ApplicationState, Outcome
from participants.profiles.models import OwnCompetency, OwnState
from partnerships.erasing.models import Erasure
from partnerships.queries import pairs_to_look_at
from programs.next_steps import NextStep

LOOK, NOMINATIONS, PLANS, POOL, APPLICATIONS, NAMES, COMPETENCIES, ERASURES = (
    *("look", "nominations", "plans", "pool", "applications", "names", "competencies"),
    "erasures",
)
KINDS = (LOOK, NOMINATIONS, PLANS, POOL, APPLICATIONS, NAMES, COMPETENCIES, ERASURES)
# What no program has of its own.
ACROSS = (PLANS, NAMES, COMPETENCIES, ERASURES)
RANK = 2  # beside what is to be announced


@dataclass(frozen=True)
class Waiting:
    """Rows of one kind that wait: of a program, or of the whole organization if that is None.

    ``person`` is the id of the first whose plan was refused, or who is to be erased.
    """

    kind: str
    program: object
    ids: tuple
    person: object = None

    @property
    def number(self):
        return len(self.ids)


def waiting_in(programs):
    """``[Waiting]`` of these programs and across them, in one statement."""
    by_id = {program.pk: program for program in programs}
    in_programs = {
        LOOK: (pairs_to_look_at(by_id), "program_id"),
        NOMINATIONS: (unsettled(by_id), "nomination__program_id"),
        POOL: (all_back_in_pool(by_id), "run__program_id"),
        APPLICATIONS: (new_applications(by_id), "program_id"),
    }
    rows = [_rows(kind, found, F(name)) for kind, (found, name) in in_programs.items()]
    return _grouped(_united([*rows, *_across()]), by_id)


def rows_across():
    """Rows of what no program has of its own, as ``(kind, person, id)``, to be united."""
    # Those who are to be erased wait for nobody: they are shown on a page, and in no mail.
    erased = Erasure.objects.filter(taken_back_at__isnull=True, done_at__isnull=True)
    return [*_across(), _rows(ERASURES, erased, F("person_id"))]


def unsettled(program_ids):
    """Nominations that wait for a decision."""
    return NominationResult.objects.filter(
        nomination__program__in=program_ids, outcome=Outcome.TO_SETTLE
    )


def new_applications(program_ids):
    """Applications that nobody has answered."""
    return Application.objects.filter(program__in=program_ids, state=ApplicationState.NEW)


def _across():
    later = PlannedJob.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    refused = PlannedJob.objects.filter(state=PlannedState.REFUSED).exclude(Exists(later))
    own = OwnCompetency.objects.filter(state=OwnState.OPEN)
    names = named.waiting().select_related(None)
    nothing = Value(None, output_field=UUIDField())
    return [
        _rows(PLANS, refused, F("person_id")),
        _rows(NAMES, names, nothing),
        _rows(COMPETENCIES, own, nothing),
    ]


def _rows(kind, rows, about):
    """The rows as ``(kind, program or person, id)``, to be united."""
    kind = Value(kind, output_field=TextField())
    rows = rows.order_by().annotate(waits_for=kind, waits_about=about)
    return rows.values_list("waits_for", "waits_about", "pk")


def _united(rows):
    first, *others = rows
    return first.union(*others, all=True).order_by()


def _grouped(rows, programs):
    found, people = {}, {}
    for kind, about, pk in sorted(rows, key=itemgetter(2)):
        if kind in (PLANS, ERASURES):
            people.setdefault(kind, about)
        found.setdefault((kind, programs.get(about)), []).append(pk)
    return [
        Waiting(kind, program, tuple(ids), people.get(kind))
        for (kind, program), ids in sorted(found.items(), key=_by_kind)
    ]


def _by_kind(found):
    (kind, _program), _ids = found
    return KINDS.index(kind)


def label_of(waiting):
    """How many wait for what, in words without anybody's name."""
    number = waiting.number
    return _LABELS[waiting.kind](number) % {"n": number}


_LABELS = {
    LOOK: lambda n: ngettext("%(n)s pair needs a look", "%(n)s pairs need a look", n),
    NOMINATIONS: lambda n: ngettext("%(n)s nomination to settle", "%(n)s nominations to settle", n),
    PLANS: lambda n: ngettext(
        "%(n)s planned change of employer could not take effect",
        "%(n)s planned changes of employer could not take effect",
        n,
    ),
    POOL: lambda n: ngettext(
        "%(n)s mentee is back in the pool", "%(n)s mentees are back in the pool", n
    ),
    APPLICATIONS: lambda n: ngettext(
        "%(n)s application to answer", "%(n)s applications to answer", n
    ),
    NAMES: lambda n: ngettext(
        "%(n)s name of a competitor to link", "%(n)s names of competitors to link", n
    ),
    ERASURES: lambda n: ngettext(
        "%(n)s person is going to be erased", "%(n)s people are going to be erased", n
    ),
    COMPETENCIES: lambda n: ngettext(
        "%(n)s competency in own words to look at",
        "%(n)s competencies in own words to look at",
        n,
    ),
}


def steps_across(organization, programs, rows=None):
    """``[NextStep]`` of what no program has of its own; ``programs`` to look at one of them.

    ``rows`` are those of ``rows_across`` if they are read already; otherwise one statement.
    """
    rows = _united(rows_across()) if rows is None else rows
    found = sorted(_grouped(rows, {}), key=lambda waiting: ACROSS.index(waiting.kind))
    steps = [_step(waiting, organization, programs) for waiting in found]
    return [step for step in steps if step]


def _step(waiting, organization, programs):
    slug = organization.slug
    if waiting.kind == ERASURES:
        url = reverse("people:erase", args=[slug, waiting.person])
        why = _("It happens by itself. Until its day you can see why, and who may take it back.")
        return NextStep(label_of(waiting), why, url, _("See"), rank=RANK, needs_you=False)
    if waiting.kind == COMPETENCIES:
        if not programs:
            return None
        url = reverse("participants:own-competencies", args=[slug, programs[0].slug])
        why = _("People added them to the list. Merge each with one that is there, or keep it.")
    elif waiting.kind == NAMES:
        url = reverse("organizations:named", args=[slug])
        why = _("HR of a sponsor typed them. Until you link them, no rule keeps people apart.")
    else:
        url = reverse("people:person", args=[slug, waiting.person])
        why = _("The day came, and something stood against it. The person’s page says what.")
    return NextStep(label_of(waiting), why, url, _("Settle"), "warning", RANK)
