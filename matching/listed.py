"""What participants have several of, as plain rows: a pool has ten thousand, a statement a kind.

Ids are text, as the engine knows people.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from organizations.models import Employment, PlannedJob, PlannedState
from participants.models import FormerEmployer, Participant, ParticipantCompetency, PleaseNot
from participants.roles import Standing


class Answer(NamedTuple):
    """A need, with its rank, or an offer, with its level."""

    participant_id: str
    competency: str
    rank: int | None
    level: int | None


class Former(NamedTuple):
    """An employer of before."""

    participant_id: str
    company_id: str | None
    name: str
    ended_on: date


class NotThem(NamedTuple):
    """A company or person that somebody would rather not be matched with."""

    participant_id: str
    company_id: str | None
    text: str


class Job(NamedTuple):
    """A job, with what is planned for its person within the program: a day and a company."""

    person_id: str
    company_id: str
    ended_on: date | None
    moves_on: date | None
    moves_to: str | None


KINDS = {
    "competencies": (ParticipantCompetency, Answer),
    "former_employers": (FormerEmployer, Former),
    "please_not": (PleaseNot, NotThem),
}


def attach(people, *names, **which):
    """Give each of these participants ``listed_`` and the name: their rows of that kind.

    ``which`` filters participants to no fewer than ``people``, where that is shorter than naming
    each of them.
    """
    people = list(people)
    whose = {f"participant__{name}": value for name, value in which.items()}
    for name in names:
        model, kind = KINDS[name]
        rows = defaultdict(list)
        found = model.objects.filter(**whose or {"participant__in": [row.pk for row in people]})
        for row in found.order_by("pk").values_list(*map(_column, kind._fields)):
            rows[row[0]].append(kind(*row))
        for person in people:
            setattr(person, f"listed_{name}", rows.get(str(person.pk), []))


def jobs_of(program):
    """``{person id: jobs}`` of the people who are in the program, as they began."""
    planned = PlannedJob.objects.filter(
        person=OuterRef("person"),
        state=PlannedState.PLANNED,
        takes_effect_on__lte=program.ends_on,
    )
    members = Participant.objects.filter(program=program, standing=Standing.IN)
    rows = Employment.objects.filter(person__in=members.order_by().values("person")).values_list(
        _text("person_id"),
        _text("company_id"),
        "ended_on",
        Subquery(planned.values("takes_effect_on")[:1]),
        _text(Subquery(planned.values("company")[:1])),
    )
    jobs = defaultdict(list)
    for row in rows:
        jobs[row[0]].append(Job(*row))
    return jobs


def _column(name):
    return _text(name) if name.endswith("_id") else name


def _text(column):
    return Cast(column, TextField())
