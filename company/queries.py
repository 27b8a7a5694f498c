"""What HR reads: its own company, the programs it sponsors, and how far its own people are.

Everything here runs in a database role that can read four tables and only this company's rows.
"""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import Company
from participants.roles import Side
from partnerships.models import RosterEntry
from programs.models import Program, Sponsorship
from programs.queries import soonest_first

A_PAGE = 25
SEGMENTS = 5
OUT = "not taking part"

# Words of the database's view, how they are shown, and how many of the segments are filled.
STAGES = {
    "nominated": (_("nominated"), 1),
    "in": (_("in"), 2),
    "matched": (_("matched"), 3),
    "under way": (_("under way"), 4),
    "finished": (_("finished"), SEGMENTS),
    "ended": (_("ended"), 0),
    OUT: (_("not taking part"), 0),
}
SEATED = ("in", "matched", "under way", "finished", "ended")


@dataclass(frozen=True)
class Stage:
    """How far a person is; ``segments`` says of each whether it is filled."""

    name: str

    @property
    def label(self):
        return STAGES[self.name][0]

    @property
    def is_ended(self):
        return self.name == "ended"

    @property
    def segments(self):
        filled = STAGES[self.name][1]
        return [number < filled for number in range(SEGMENTS)]


@dataclass(frozen=True)
class Entry:
    """One line of the list of people."""

    name: str
    title: str
    side: str
    program: str
    stage: Stage


@dataclass(frozen=True)
class Place:
    """The company's place in a program: seats, mentors, and its people by stage."""

    program: Program
    sponsorship: Sponsorship
    mentees: int
    mentors: int
    stages: tuple

    @property
    def is_over(self):
        """After its last day nobody is nominated any more."""
        return self.program.ends_on < clock.today()

    @property
    def seats_over(self):
        return max(0, self.mentees - self.sponsorship.mentee_seats)

    @property
    def mentors_missing(self):
        return max(0, self.sponsorship.mentors_owed - self.mentors)


def own_company():
    """The company that the signed-in HR person speaks for."""
    company = Company.objects.filter(pk=context.current().company_id).first()
    if company is None:
        raise Http404
    return company


def roster_numbers():
    """``{(program id, side, stage): people}`` of the company, in one statement."""
    rows = RosterEntry.objects.order_by().values_list("program_id", "side", "stage")
    return {tuple(key): number for *key, number in rows.annotate(number=Count("pk"))}


def places(numbers):
    """``[Place]`` of every program that the company sponsors, soonest first."""
    by_program = {row.program: row for row in _sponsorships()}
    return [_place(by_program[program], numbers) for program in soonest_first(by_program)]


def _sponsorships():
    return Sponsorship.objects.select_related("program").order_by("program__name", "id")


def _place(sponsorship, numbers):
    stages, sides = Counter(), Counter()
    for (program_id, side, stage), number in numbers.items():
        if program_id == sponsorship.program_id:
            stages[stage] += number
            sides[side] += number if stage in SEATED else 0
    in_order = tuple((STAGES[name][0], stages[name]) for name in STAGES if stages[name])
    sides = sides[Side.MENTEE], sides[Side.MENTOR]
    return Place(sponsorship.program, sponsorship, *sides, in_order)


def taking_part(numbers):
    """How many places the company's people fill; one person in two programs fills two."""
    return sum(number for (_program, _side, stage), number in numbers.items() if stage in SEATED)


def people(numbers, places, program="", page=1):
    """A ``Page`` of ``Entry``, of one program (its slug) or of all.

    A program that the company does not sponsor is not found, whether it exists or not.
    """
    by_id = {place.program.pk: place.program for place in places}
    chosen = [pk for pk, known in by_id.items() if known.slug == program]
    if program and not chosen:
        raise Http404
    rows = RosterEntry.objects.all()
    if chosen:
        rows = rows.filter(program_id=chosen[0])
    paginator = Paginator(rows, A_PAGE)
    paginator.count = sum(n for (pk, *_rest), n in numbers.items() if not chosen or pk == chosen[0])
    found = paginator.get_page(page)
    found.object_list = [_entry(row, by_id.get(row.program_id)) for row in found.object_list]
    return found


def _entry(row, program):
    return Entry(
        name=row.name,
        title=row.title,
        side=Side(row.side).label,
        program=program.name if program else _("another program"),
        stage=Stage(row.stage),
    )
