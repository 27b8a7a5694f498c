"""HR nominates, in a database role that sees its own company's rows alone.

Whoever is nominated, the answer is the same: a worker finds out who that is, after the request.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from company.queries import OUT, Stage, roster_numbers
from mentoring.jobs.tasks import wake
from organizations.staff_refusals import rule_of
from participants.nominating.models import CompanyNomination, Nomination, TakeBack
from participants.roles import Side
from programs.gates import nominations_are_open
from programs.models import Program, Sponsorship

NOMINATED = "nominated"
MOST_MENTORS = 500
REFUSALS = {
    "nomination_while_open": _("Nominations are not open, so nobody has been nominated."),
    "nomination_by_sponsor": _("Your company has no place in this program any more."),
    "nomination_seats": _(
        "Your company has fewer seats left than that, so nobody has been nominated. Take somebody "
        "back who has not answered, or ask your coordinator for more seats."
    ),
}


class CannotNominate(Exception):
    """Why not, as a sentence for HR."""


@dataclass(frozen=True)
class Seats:
    """One side of a sponsorship: how many there are, and how many are taken."""

    total: int
    taken: int

    @property
    def left(self):
        return max(0, self.total - self.taken)


@dataclass(frozen=True)
class Stand:
    """The company's nominations in a program: what is open, and what is left of its seats."""

    program: Program
    sponsorship: Sponsorship
    is_open: bool
    mentees: Seats
    mentors: Seats

    @property
    def most_mentors(self):
        """How many the database lets a company nominate, whatever it owes."""
        return max(self.mentors.total, MOST_MENTORS)


def program_or_404(slug):
    """A program that the company sponsors; others are not found, whether they exist or not."""
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        raise Http404
    return program


def stand_of(program):
    """The ``Stand`` of the company in a program that it sponsors."""
    sponsorship = Sponsorship.objects.get(program=program)
    taken = Counter()
    for (program_id, side, stage), number in roster_numbers().items():
        if program_id == program.pk and stage != OUT:
            taken[side] += number
    return Stand(
        program,
        sponsorship,
        nominations_are_open(program),
        Seats(sponsorship.mentee_seats, taken[Side.MENTEE]),
        Seats(sponsorship.mentors_owed, taken[Side.MENTOR]),
    )


def nominations_of(program):
    """The company's nominations, each with a ``Stage`` and whether it can be taken back."""
    rows = list(_rows(program))
    for row in rows:
        row.stage_shown = Stage(row.stage)
        row.may_be_taken_back = row.stage == NOMINATED
    return rows


def addresses_of(program):
    """Addresses whose nomination stands; naming them again changes nothing."""
    standing = Nomination.objects.filter(program=program, take_backs__isnull=True)
    return {email.lower() for email in standing.values_list("email", flat=True)}


@transaction.atomic
def nominate(program, lines, *, by):
    """Write the people of ``lines`` down, all or none; who stands there already is left alone.

    Raises ``CannotNominate`` when nominations are closed or the seats do not suffice.
    """
    rows = [Nomination(program=program, company_id=by.company_id, **line.values) for line in lines]
    try:
        with transaction.atomic():
            Nomination.objects.bulk_create(rows, ignore_conflicts=True)
    except IntegrityError as error:
        refusal = REFUSALS.get(rule_of(error))
        if refusal is None:
            raise
        raise CannotNominate(refusal) from error
    wake()


@transaction.atomic
def take_back(program, nomination_id, *, by):
    """Undo a nomination that has not been answered; twice changes nothing."""
    row = _rows(program).filter(pk=nomination_id).first()
    if row is None:
        raise Http404
    if row.stage != NOMINATED:
        return False
    take_back = TakeBack(nomination_id=row.pk, company_id=by.company_id)
    TakeBack.objects.bulk_create([take_back], ignore_conflicts=True)
    wake()
    return True


def _rows(program):
    return CompanyNomination.objects.filter(program_id=program.pk)
