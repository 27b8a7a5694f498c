"""Reads of the list of everybody: which people, and one page of them."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value

from dashboard.people.listed.filters import NONE, OF_PARTICIPATION, listing_contradicts
from organizations.models import Company, Employment, Person
from organizations.searching import Fold, words_of
from participants.models import Participant
from partnerships.erasing.queries import is_erased


def company_names():
    """``{id: name}`` of all companies, by name."""
    names = Company.objects.order_by("name", "id").values_list("pk", "name")
    return {str(pk): name for pk, name in names}


def found(listing):
    """People whom the listing's filters and text leave, unordered."""
    job = Employment.objects.filter(person=OuterRef("pk"), ended_on__isnull=True)
    rows = Person.objects.alias(job=Subquery(job.values("company")[:1]))
    rows = rows.filter(_participates(listing), listing.condition(), ~is_erased())
    for word in words_of(listing.text):
        rows = rows.filter(_is_called(word))
    return rows.order_by()


def _participates(listing):
    """All that is asked about a participation, of one and the same."""
    asked = {name: listing.chosen[name] for name in OF_PARTICIPATION if name in listing.chosen}
    if listing_contradicts(listing):
        return Q(pk__in=())
    if asked.get("program") == NONE:
        return ~Q(Exists(Participant.objects.filter(person=OuterRef("pk"))))
    if "language" in asked:
        asked["languages__contains"] = [asked.pop("language")]
    rows = Participant.objects.filter(person=OuterRef("pk"), **asked)
    return Q(Exists(rows)) if asked else Q()


def _is_called(word):
    """In a name or address, or in the name of today's employer."""
    jobs = Employment.objects.filter(
        ended_on__isnull=True, company__search__contains=Fold(Value(word))
    )
    employed = Q(pk__in=jobs.order_by().values("person"))
    return Q(search__contains=Fold(Value(word))) | employed


def in_order(listing):
    """All who are found, in the order asked for, each with ``employer``."""
    job = Employment.objects.filter(person=OuterRef("pk"), ended_on__isnull=True)
    rows = found(listing).annotate(employer=Subquery(job.values("company__name")[:1]))
    (first, *others), falls = listing.ordering
    by_first = F(first).desc(nulls_last=True) if falls else F(first).asc(nulls_last=True)
    kept = ("email", "given_name", "family_name", "user", "created_at")
    return rows.order_by(by_first, *others, "id").only(*kept)


class Part(NamedTuple):
    """One participation of somebody of the list."""

    id: object
    side: str
    standing: str
    program: str
    program_slug: str


@dataclass(frozen=True)
class Line:
    """One person of the list, and in which programs they are."""

    person: Person
    parts: tuple[Part, ...]


def lines_of(people):
    """A ``Line`` for each person, in one more statement."""
    people = list(people)
    rows = Participant.objects.filter(person__in=[one.pk for one in people]).order_by("id")
    parts = {}
    names = ("person", "pk", "side", "standing", "program__name", "program__slug")
    for person, *facts in rows.values_list(*names):
        parts.setdefault(person, []).append(Part(*facts))
    return [Line(one, tuple(parts.get(one.pk, ()))) for one in people]
