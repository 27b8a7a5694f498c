"""Who stands for a match in a program: mentees without one, mentors with their free places."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from organizations.models import Employment
from participants.models import Participant, ParticipantCompetency
from participants.profiles.profile import missing_for_matching
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
    """Participants who stand for a match, by id. ``missing`` is empty for a complete profile."""

    mentees: tuple[Participant, ...]
    mentors: tuple[Participant, ...]
    missing: dict[UUID, tuple[Missing, ...]]

    def __iter__(self):
        return iter((*self.mentees, *self.mentors))

    @property
    def ready_mentees(self):
        return [row for row in self.mentees if not self.missing[row.pk]]

    @property
    def ready_mentors(self):
        return [row for row in self.mentors if not self.missing[row.pk] and free_places(row)]

    @property
    def incomplete(self):
        """``[(participant, what is missing)]``, mentees first, by name."""
        rows = [(row, self.missing[row.pk]) for row in self if self.missing[row.pk]]
        return sorted(rows, key=lambda pair: (pair[0].side, pair[0].person.name.casefold()))

    @property
    def places(self):
        return sum(free_places(row) for row in self.ready_mentors)


def free_places(mentor):
    """Places of a mentor of the pool that no live partnership holds."""
    return max(0, mentor.capacity - mentor.taken)


# What says whether somebody can be matched, and who it is.
STANDING = (
    "side",
    "capacity",
    "languages",
    "time_zone",
    "person__given_name",
    "person__family_name",
    "company__name",
)


def pool_of(program, *prefetch, only=()):
    """The pool of a program as it stands now, in one statement and one for each ``prefetch``.

    ``only`` leaves out all other columns; a pool to look at needs no more than ``STANDING``.
    """
    here = OuterRef("pk")
    live = Partnership.objects.filter(mentee=here, status__in=LIVE)
    held = Partnership.objects.filter(mentor=here, status__in=LIVE).order_by()
    taken = held.values("mentor").annotate(count=Count("pk")).values("count")
    jobs = Employment.objects.filter(person=OuterRef("person"), ended_on__isnull=True)
    rows = list(
        Participant.objects.filter(program=program, standing=Standing.IN)
        .exclude(Q(side=Side.MENTEE) & Exists(live))
        .annotate(
            taken=Coalesce(Subquery(taken), 0),
            has_competencies=Exists(ParticipantCompetency.objects.filter(participant=here)),
            has_job=Exists(jobs),
        )
        .select_related("person", "company")
        .prefetch_related(*prefetch)
        .only(*only)
        .order_by("pk")
    )
    return Pool(
        mentees=tuple(row for row in rows if not row.is_mentor),
        mentors=tuple(row for row in rows if row.is_mentor),
        missing={row.pk: _missing(row) for row in rows},
    )


def _missing(row):
    answers = {
        "needs": row.has_competencies,
        "offers": row.has_competencies,
        "languages": row.languages,
        "time_zone": row.time_zone,
    }
    found = [Missing(name) for name in missing_for_matching(row.side, answers)]
    if not row.has_job:
        found.append(Missing.EMPLOYER)
    return tuple(found)
