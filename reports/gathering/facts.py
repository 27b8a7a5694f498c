"""What happened in a program in a period: read once for all of its companies, in plain values.

Ids of participants are text, as the release of reports knows them. Nothing that a pair has written
is read here, nor could it be.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Avg, Count, Min, OuterRef, Q

from organizations.models import Membership
from organizations.roles import Role
from organizations.zones import zone_of
from participants.models import Participant
from participants.roles import Standing
from partnerships.checks.kinds import Occasion
from partnerships.checks.models import Check
from partnerships.goals.models import GoalFact
from partnerships.lifecycle import Status
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership
from reports.content import ReportKind
from reports.gathering import answers
from training.modules.queries import is_trained


@dataclass(frozen=True)
class One:
    """A participant."""

    id: str
    company: str
    side: str
    is_in: bool
    user: str | None


@dataclass(frozen=True)
class Pair:
    """A partnership whose two were introduced: from then on there is something to count."""

    id: str
    mentor: str
    mentee: str
    status: str
    introduced: datetime
    ended: datetime | None

    @property
    def people(self):
        return self.mentor, self.mentee


@dataclass(frozen=True)
class Facts:
    """One program and period.

    ``said_from`` is the first day of which no earlier report has spoken. ``meetings`` are those
    held in the period and ``met_lately`` those held since that day, by pair; ``goals`` are pairs
    with a goal; ``asked`` and ``answered`` count the checks that closed since that day, and
    ``useful`` are their means, by participant; ``scales`` are of final reports, as ``answers``
    reads them. ``readers`` are of each company the participants who have been HR there, a set for
    each such person, and ``watched`` those of whom one of them was an observer.
    """

    program: object
    period: object
    said_from: date
    zone: tzinfo
    people: dict[str, One]
    pairs: list[Pair]
    trained: set[str]
    meetings: Counter
    goals: set[str]
    asked: Counter
    answered: Counter
    useful: dict[str, float]
    scales: dict[tuple[str, str], dict[str, tuple[float, float]]]
    readers: dict[str, list[set[str]]]
    watched: dict[str, set[str]]

    def under_way(self, first: date, last: date):
        """Pairs that had been introduced and were not over at some time between two days."""
        begin, end = _moments(first, last, self.zone)
        return [
            pair
            for pair in self.pairs
            if pair.introduced < end and (pair.ended is None or pair.ended >= begin)
        ]


def read(program, period, said_from) -> Facts:
    """The ``Facts`` of a program with its organization, in nine statements or thirteen."""
    zone = zone_of(program.organization)
    whole = _moments(period.first, period.last, zone)
    people = _people(program)
    checks = _checks(program, said_from, period.last)
    is_final = period.kind == ReportKind.FINAL
    scales, observed = answers.read(program) if is_final else ({}, {})
    readers, watched = _readers(people, observed)
    return Facts(
        program=program,
        period=period,
        said_from=said_from,
        zone=zone,
        people=people,
        pairs=_pairs(program),
        trained=_trained(program),
        meetings=_meetings(program, whole),
        goals=_goals(program, whole[1]),
        asked=Counter({pk: asked for pk, asked, _done, _useful in checks}),
        answered=Counter({pk: done for pk, _asked, done, _useful in checks}),
        useful={pk: useful for pk, _asked, _done, useful in checks if useful is not None},
        scales=scales,
        readers=readers,
        watched=watched,
    )


def _moments(first, last, zone):
    """From the beginning of the first day to the end of the last, where the organization is."""
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    return datetime.combine(first, time(), zone), end


def _people(program):
    rows = (
        Participant.objects.filter(program=program)
        .order_by()
        .values_list("pk", "company", "side", "standing", "person__user")
    )
    return {
        str(pk): One(str(pk), str(company), side, standing == Standing.IN, user and str(user))
        for pk, company, side, standing, user in rows
    }


def _pairs(program):
    rows = Partnership.objects.filter(program=program, introduced_at__isnull=False).order_by()
    rows = rows.values_list("pk", "mentor", "mentee", "status", "introduced_at", "ended_at")
    return [
        Pair(str(pk), str(mentor), str(mentee), status, introduced, ended)
        for pk, mentor, mentee, status, introduced, ended in rows
    ]


def _trained(program):
    rows = Participant.objects.filter(
        is_trained("program", "pk", OuterRef("side")), program=program
    )
    return {str(pk) for pk in rows.order_by().values_list("pk", flat=True)}


def _meetings(program, span):
    rows = Meeting.objects.filter(
        partnership__program=program,
        status=MeetingStatus.HELD,
        starts_at__gte=span[0],
        starts_at__lt=span[1],
    ).order_by()
    rows = rows.values_list("partnership").annotate(number=Count("pk"))
    return Counter({str(pk): number for pk, number in rows})


def _goals(program, until):
    rows = GoalFact.objects.filter(partnership__program=program).order_by()
    rows = rows.values("partnership").annotate(first=Min("set_at")).filter(first__lt=until)
    return {str(pk) for pk in rows.values_list("partnership", flat=True)}


def _checks(program, first, last):
    """``[(participant, asked, answered, mean of how useful it is)]`` of checks that closed then."""
    rows = Check.objects.filter(partnership__program=program, closes_on__range=(first, last))
    rows = rows.exclude(occasion=Occasion.FIT).exclude(partnership__status=Status.PROPOSED)
    rows = rows.order_by().values_list("participant")
    rows = rows.annotate(
        asked=Count("pk"),
        done=Count("pk", filter=Q(answered_at__isnull=False)),
        how=Avg("useful"),
    )
    return [(str(pk), asked, done, useful) for pk, asked, done, useful in rows]


def _readers(people, observed):
    """Whom readers know, by company: as themselves, and as observers of others.

    Somebody who left HR has kept the reports of their time.
    """
    mine = defaultdict(set)
    for one in people.values():
        if one.user:
            mine[one.user].add(one.id)
    rows = Membership.ever.filter(role=Role.HR).order_by()
    readers, watched = defaultdict(list), defaultdict(set)
    for user, company, address in rows.values_list("user", "company", "user__email").distinct():
        if str(user) in mine:
            readers[str(company)].append(mine[str(user)])
        if address.casefold() in observed:
            watched[str(company)].add(observed[address.casefold()])
    return dict(readers), dict(watched)
