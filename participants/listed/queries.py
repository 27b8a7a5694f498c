"""Reads of the list of a program's people: which rows, how many of what, and one page of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, Subquery, Value

from mentoring.tenancy.keys import as_id
from organizations.models import Company
from participants.columns import columns_by_name
from participants.listed.filters import LIVE, NONE, small_filters
from participants.models import Participant, ParticipantCompetency
from participants.profiles.own import waiting
from participants.profiles.profile import NEEDED_FOR_MATCHING
from participants.queries import containing
from participants.roles import Side
from participants.services import BINDING

# What a line shows, and what it takes to say what is missing.
SHOWN = (
    *("person__email", "person__given_name", "person__family_name", "company__name", "title"),
    *("level", "side", "standing", "capacity", "created_at", "languages", "time_zone"),
)


def company_names(program):
    """``{id: name}`` of the companies that people of a program work for, by name."""
    return {str(pk): name for pk, name in _companies(program).values_list("pk", "name")}


@dataclass(frozen=True)
class Overview:
    """Whether anybody is in a program, how many competencies in own words wait for staff.

    ``companies`` are ``{id: name}`` of the one that the list is narrowed to. Where nobody is in the
    program, nobody is told of those that wait.
    """

    everybody: bool
    own_waiting: int
    companies: dict


def overview_of(program, company):
    """The ``Overview`` of a program, in one statement; ``company`` is what the address says."""
    rows = Participant.objects.filter(program=program).order_by()
    chosen = as_id(company)
    name = _companies(program).filter(pk=chosen).values("name") if chosen else Value("")
    rows = rows.annotate(waiting=waiting(), of=Subquery(name[:1]) if chosen else name)
    first = rows.values_list("waiting", "of").first()
    if first is None:
        return Overview(False, 0, {})
    number, name = first
    return Overview(True, number, {company: name} if name else {})


def _companies(program):
    present = Participant.objects.filter(program=program, company=OuterRef("pk"))
    return Company.objects.filter(Exists(present)).order_by("name", "id")


def found(program, listing, *, but=()):
    """Participants that the listing's filters and text leave, unordered; ``but`` some filters."""
    rows = Participant.objects.filter(program=program).filter(listing.condition(but=but))
    return containing(rows, listing.text)


def ids_in_order(program, listing):
    """Ids of all that are found, in the order asked for."""
    return _in_order(program, listing).values_list("pk", flat=True)


def _in_order(program, listing):
    fields, falls = listing.ordering
    first = F(fields[0]).desc(nulls_last=True) if falls else F(fields[0]).asc(nulls_last=True)
    return found(program, listing).order_by(first, *fields[1:], "id")


@dataclass(frozen=True)
class Cells:
    """How many are found of each side and standing; of either, when that filter is left aside."""

    counts: Counter
    side: str
    standing: str

    def of_side(self, side):
        """Found if the side were this one, "" for both."""
        return self._sum(side, self.standing)

    def of_standing(self, standing):
        """Found if the standing were this one, "" for any."""
        return self._sum(self.side, standing)

    @property
    def total(self):
        return self._sum(self.side, self.standing)

    def _sum(self, side, standing):
        return sum(
            count
            for (of_side, of_standing), count in self.counts.items()
            if side in ("", of_side) and standing in ("", of_standing)
        )


def cells_of(program, listing):
    """The ``Cells`` of a listing, in one statement."""
    rows = found(program, listing, but=("side", "standing"))
    counted = rows.order_by().values_list("side", "standing").annotate(Count("pk"))
    chosen = (listing.chosen.get(name, "") for name in ("side", "standing"))
    return Cells(Counter({(side, standing): n for side, standing, n in counted}), *chosen)


@dataclass(frozen=True)
class Options:
    """How many are found, and ``{filter: {value: how many}}`` of the filters not chosen yet.

    So many stay if that value is chosen too.
    """

    found: int
    counts: dict


def options_of(program, listing):
    """The ``Options`` of a listing, in four statements."""
    rows = found(program, listing).order_by()
    total, counts = _by_condition(rows, listing)
    counts["company"] = {str(pk): n for pk, n in rows.values_list("company").annotate(Count("pk"))}
    each = Func("languages", function="unnest", output_field=CharField())
    spoken = rows.annotate(each=each).values_list("each").annotate(Count("pk"))
    counts["language"] = dict(spoken)
    theirs = ParticipantCompetency.objects.filter(participant__in=rows.values("pk")).order_by()
    counts["competency"] = dict(theirs.values_list("competency").annotate(Count("pk")))
    return Options(total, {name: of for name, of in counts.items() if name not in listing.chosen})


def _by_condition(rows, listing):
    """How many, and the counts of the filters with few values, in one statement."""
    conditions = {
        (name, value): listing.filters[name].condition(value)
        for name in ("side", "standing", *small_filters())
        for value in listing.filters[name].options
    }
    named = {f"n{at}": Count("pk", filter=one) for at, one in enumerate(conditions.values())}
    counted = rows.aggregate(total=Count("pk"), **named)
    counts = {}
    for at, (name, value) in enumerate(conditions):
        counts.setdefault(name, {})[value] = counted[f"n{at}"]
    return counted["total"], counts


class Record(NamedTuple):
    """One person of a file: what ``SHOWN`` names, and what a ``Line`` says besides."""

    pk: UUID
    email: str
    given_name: str
    family_name: str
    company: str
    title: str
    level: int | None
    side: str
    standing: str
    capacity: int
    created_at: datetime
    languages: list
    time_zone: str
    has_competencies: bool
    match: str

    @property
    def missing(self):
        return ", ".join(missing_of(self))


def records_of(program, listing):
    """A ``Record`` for each that is found, in the order asked for, in two statements."""
    has = ParticipantCompetency.objects.filter(participant=OuterRef("pk"))
    rows = _in_order(program, listing).annotate(has_competencies=Exists(has))
    facts = list(rows.values_list("pk", *SHOWN, "has_competencies"))
    matches = _matches([pk for pk, *_others in facts])
    return [Record(*row, matches.get(row[0], NONE)) for row in facts]


@dataclass(frozen=True)
class Line:
    """One person of the list: the row, what they lack to be matched, and how a match stands."""

    participant: Participant
    missing: tuple[str, ...]
    match: str


def lines_of(ids):
    """A ``Line`` for each id, in their order, in two statements; of the rows only ``SHOWN``."""
    has = ParticipantCompetency.objects.filter(participant=OuterRef("pk"))
    rows = Participant.objects.filter(pk__in=ids).select_related("person", "company").only(*SHOWN)
    by_id = {row.pk: row for row in rows.annotate(has_competencies=Exists(has))}
    matches = _matches(ids)
    return [
        Line(by_id[pk], missing_of(by_id[pk]), matches.get(pk, NONE)) for pk in ids if pk in by_id
    ]


def _matches(ids):
    """``{participant id: "announced" or "accepted"}`` of those in a live partnership."""
    pairs = Participant.objects.filter(pk__in=ids).filter(
        Q(as_mentee__status__in=LIVE) | Q(as_mentor__status__in=LIVE)
    )
    states = {}
    for pk, *statuses in pairs.values_list("pk", "as_mentee__status", "as_mentor__status"):
        is_accepted = any(status in BINDING for status in statuses)
        states[pk] = "accepted" if is_accepted else states.get(pk, "announced")
    return states


def missing_of(participant):
    """Labels of what a participant of ``lines_of``, or a ``Record``, lacks to be matched."""
    present = {
        "needs": participant.has_competencies,
        "offers": participant.has_competencies,
        "languages": participant.languages,
        "time_zone": participant.time_zone,
    }
    labels = columns_by_name(participant.side)
    needed = NEEDED_FOR_MATCHING[Side(participant.side)]
    return tuple(str(labels[name].label) for name in needed if not present[name])
