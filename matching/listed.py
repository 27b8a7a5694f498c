"""What participants have several of, as plain rows: a pool has ten thousand, a statement a kind."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

from participants.models import FormerEmployer, ParticipantCompetency, PleaseNot


class Answer(NamedTuple):
    """A need, with its rank, or an offer, with its level."""

    participant_id: UUID
    competency: str
    rank: int | None
    level: int | None


class Former(NamedTuple):
    """An employer of before."""

    participant_id: UUID
    company_id: UUID | None
    name: str
    ended_on: date


class NotThem(NamedTuple):
    """A company or person that somebody would rather not be matched with."""

    participant_id: UUID
    company_id: UUID | None
    text: str


KINDS = {
    "competencies": (ParticipantCompetency, Answer),
    "former_employers": (FormerEmployer, Former),
    "please_not": (PleaseNot, NotThem),
}


def attach(people, *names):
    """Give each of these participants ``listed_`` and the name: their rows of that kind."""
    people = list(people)
    for name in names:
        model, kind = KINDS[name]
        rows = defaultdict(list)
        found = model.objects.filter(participant__in=[person.pk for person in people])
        for row in found.order_by("pk").values_list(*kind._fields):
            rows[row[0]].append(kind(*row))
        for person in people:
            setattr(person, f"listed_{name}", rows.get(person.pk, []))
