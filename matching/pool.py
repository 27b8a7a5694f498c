"""Who stands for a match in a program: mentees without one, mentors with their free places."""

from dataclasses import dataclass, field
from datetime import time
from functools import cache, cached_property
from typing import NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from organizations.models import Employment, Person
from participants.models import Participant, ParticipantCompetency
from participants.profiles.profile import missing_for_matching
from participants.roles import Side, Standing
from partnerships.endings.queries import is_held_back
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership


class Missing(models.TextChoices):
    """What a profile must say before its person can be matched."""

    NEEDS = "needs", _("needs")
    OFFERS = "offers", _("offers")
    LANGUAGES = "languages", _("languages")
    TIME_ZONE = "time_zone", _("time zone")
    EMPLOYER = "employer", _("a current employer")


class Waiting(NamedTuple):
    """As much of a participant as pages need to say who can be matched.

    ``pk`` is its number in the outline: to read 5,000 keys takes longer than all the rest.
    """

    pk: int
    side: str
    company_id: UUID
    capacity: int
    taken: int
    languages: bool
    time_zone: str
    has_competencies: bool
    has_job: bool
    given_name: str
    family_name: str
    company: str

    @property
    def is_mentor(self):
        return self.side == Side.MENTOR

    @property
    def name(self):
        return Person(given_name=self.given_name, family_name=self.family_name).name


@dataclass(slots=True, eq=False)
class Entrant:
    """As much of a participant as a run reads, by the names of the model.

    ``pk`` and ``person_id`` are text, as the engine knows people: making five ids of each of ten
    thousand rows takes longer than reading them.
    """

    pk: str
    side: str
    person_id: str
    company_id: UUID
    email: str
    manager_email: str
    capacity: int
    taken: int
    has_competencies: bool
    has_job: bool
    languages: list
    transitions: list
    level: int | None
    years_experience: int | None
    time_zone: str
    max_zone_gap_hours: int | None
    hours_from: time | None
    hours_to: time | None
    meeting_form: str
    ways_of_working: str
    story: str
    listed_competencies: list = field(default_factory=list)
    listed_former_employers: list = field(default_factory=list)
    listed_please_not: list = field(default_factory=list)

    @property
    def is_mentor(self):
        return self.side == Side.MENTOR


@dataclass(frozen=True, eq=False)
class Pool:
    """Who stands for a match. ``missing``, by ``pk``, is empty for a complete profile."""

    mentees: tuple[Entrant | Waiting, ...]
    mentors: tuple[Entrant | Waiting, ...]
    missing: dict[str | int, tuple[Missing, ...]]

    def __iter__(self):
        return iter((*self.mentees, *self.mentors))

    @cached_property
    def ready_mentees(self):
        return [row for row in self.mentees if not self.missing[row.pk]]

    @cached_property
    def ready_mentors(self):
        return [row for row in self.mentors if not self.missing[row.pk] and free_places(row)]

    @property
    def places(self):
        return sum(free_places(row) for row in self.ready_mentors)


def free_places(mentor):
    """Places of a mentor of the pool that no live partnership holds."""
    return max(0, mentor.capacity - mentor.taken)


def pool_of(program):
    """The pool of a program as it stands now, of ``Entrant`` rows in the order of their ids."""
    rows = _standing(program).values_list(
        Cast("pk", models.TextField()),
        "side",
        Cast("person_id", models.TextField()),
        Cast("company_id", models.TextField()),
        "person__email",
        "manager_email",
        "capacity",
        "taken",
        "has_competencies",
        "has_job",
        "languages",
        "transitions",
        "level",
        "years_experience",
        "time_zone",
        "max_zone_gap_hours",
        "hours_from",
        "hours_to",
        "meeting_form",
        "ways_of_working",
        "story",
    )
    company = cache(UUID)
    return _pool([Entrant(*row[:3], company(row[3]), *row[4:]) for row in rows])


def outline_of(program):
    """The same pool, of ``Waiting`` rows."""
    rows = _standing(program).values_list(
        "side",
        Cast("company_id", models.TextField()),
        "capacity",
        "taken",
        ~Q(languages=[]),
        "time_zone",
        "has_competencies",
        "has_job",
        "person__given_name",
        "person__family_name",
        "company__name",
    )
    company = cache(UUID)
    found = enumerate(rows)
    return _pool([Waiting(n, side, company(pk), *more) for n, (side, pk, *more) in found])


def incomplete_of(pool):
    """``[(row, what is missing)]`` of an outline, mentees first, by name."""
    rows = [(row, pool.missing[row.pk]) for row in pool if pool.missing[row.pk]]
    return sorted(rows, key=lambda pair: (pair[0].side, pair[0].name.casefold()))


def _standing(program):
    here = OuterRef("pk")
    is_live = Q(status__in=LIVE)  # or nobody asks for another match after one that ended early
    live = Partnership.objects.filter(is_live | is_held_back("mentee"), mentee=here)
    held = Partnership.objects.filter(is_live | is_held_back("mentor"), mentor=here).order_by()
    taken = held.values("mentor").annotate(count=Count("pk")).values("count")
    jobs = Employment.objects.filter(person=OuterRef("person"), ended_on__isnull=True)
    return (
        Participant.objects.filter(program=program, standing=Standing.IN)
        .exclude(Q(side=Side.MENTEE) & Exists(live))
        .annotate(
            taken=Coalesce(Subquery(taken), 0),
            has_competencies=Exists(ParticipantCompetency.objects.filter(participant=here)),
            has_job=Exists(jobs),
        )
        .order_by("pk")
    )


def _pool(rows):
    return Pool(
        mentees=tuple(row for row in rows if not row.is_mentor),
        mentors=tuple(row for row in rows if row.is_mentor),
        missing={row.pk: _missing(row) for row in rows},
    )


def _missing(row):
    answered = (row.has_competencies, row.languages, row.time_zone, row.has_job)
    return _codes(row.side, *map(bool, answered))


@cache
def _codes(side, has_competencies, languages, time_zone, has_job):
    answers = {
        "needs": has_competencies,
        "offers": has_competencies,
        "languages": languages,
        "time_zone": time_zone,
    }
    found = [Missing(name) for name in missing_for_matching(side, answers)]
    if not has_job:
        found.append(Missing.EMPLOYER)
    return tuple(found)
