"""Who stands for a match in a program: mentees without one, mentors with their free places."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from organizations.models import Company
from organizations.queries import current_employments
from participants.models import Participant
from participants.profile import missing_for_matching
from participants.roles import Side, Standing
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership


class Missing(models.TextChoices):
    """What a profile must say before its person can be matched."""

    NEEDS = "needs", _("needs")
    OFFERS = "offers", _("offers")
    LANGUAGES = "languages", _("languages")
    TIME_ZONE = "time_zone", _("time zone")
    EMPLOYER = "employer", _("a current employer")


@dataclass(frozen=True, eq=False)
class Pool:
    """Participants who stand for a match, by id. ``missing`` is empty for a complete profile.

    ``companies`` are those they work for now, by person.
    """

    mentees: tuple[Participant, ...]
    mentors: tuple[Participant, ...]
    missing: dict[UUID, tuple[Missing, ...]]
    companies: dict[UUID, Company]

    def __iter__(self):
        return iter((*self.mentees, *self.mentors))

    def company_of(self, row):
        """Where the person works now; where they were nominated from if that is unknown."""
        return self.companies.get(row.person_id, row.company)

    def free_places(self, mentor):
        return max(0, mentor.capacity - mentor.taken)

    @property
    def ready_mentees(self):
        return [row for row in self.mentees if not self.missing[row.pk]]

    @property
    def ready_mentors(self):
        return [row for row in self.mentors if not self.missing[row.pk] and self.free_places(row)]

    @property
    def incomplete(self):
        """``[(participant, what is missing)]``, mentees first, by name."""
        rows = [(row, self.missing[row.pk]) for row in self if self.missing[row.pk]]
        return sorted(rows, key=lambda pair: (pair[0].side, pair[0].person.name.casefold()))

    @property
    def places(self):
        return sum(self.free_places(row) for row in self.ready_mentors)


def pool_of(program):
    """The pool of a program as it stands now, in seven statements."""
    live = Partnership.objects.filter(mentee=OuterRef("pk"), status__in=LIVE)
    held = Partnership.objects.filter(mentor=OuterRef("pk"), status__in=LIVE).order_by()
    taken = held.values("mentor").annotate(count=Count("pk")).values("count")
    rows = list(
        Participant.objects.filter(program=program, standing=Standing.IN)
        .exclude(Q(side=Side.MENTEE) & Exists(live))
        .annotate(taken=Coalesce(Subquery(taken), 0))
        .select_related("person", "company")
        .prefetch_related("competencies", "former_employers", "please_not")
        .order_by("pk")
    )
    jobs = current_employments({row.person_id for row in rows})
    companies = Company.objects.in_bulk({job.company_id for job in jobs.values()})
    return Pool(
        mentees=tuple(row for row in rows if not row.is_mentor),
        mentors=tuple(row for row in rows if row.is_mentor),
        missing={row.pk: _missing(row, jobs) for row in rows},
        companies={person: companies[job.company_id] for person, job in jobs.items()},
    )


def _missing(row, jobs):
    competencies = row.competencies.all()
    answers = {"needs": competencies, "offers": competencies}
    answers |= {"languages": row.languages, "time_zone": row.time_zone}
    found = [Missing(name) for name in missing_for_matching(row.side, answers)]
    if row.person_id not in jobs:
        found.append(Missing.EMPLOYER)
    return tuple(found)
