"""What happened in a program in a period: read once for all of its companies, in plain values.

Ids of participants are text, as the release of reports knows them. Nothing that a pair has written
is read here, nor could it be.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Avg, Case, Count, F, FloatField, Min, OuterRef, Q, When

from instruments.kinds import STEPS
from instruments.kinds import Occasion as Asked
from instruments.models import Answer
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
    ``useful`` are their means, by participant; ``scales`` are
    ``{(occasion, dimension): {participant: mean}}``, of final reports.
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
    scales: dict[tuple[str, str], dict[str, float]]
    readers: dict[str, list[set[str]]]

    def under_way(self, first: date, last: date):
        """Pairs that had been introduced and were not over at some time between two days."""
        begin, end = _moments(first, last, self.zone)
        return [
            pair
            for pair in self.pairs
            if pair.introduced < end and (pair.ended is None or pair.ended >= begin)
        ]


def read(program, period, said_from) -> Facts:
    """The ``Facts`` of a program with its organization, in nine statements or eleven."""
    zone = zone_of(program.organization)
    whole = _moments(period.first, period.last, zone)
    people = _people(program)
    checks = _checks(program, said_from, period.last)
    is_final = period.kind == ReportKind.FINAL
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
        scales=_scales(program) if is_final else {},
        readers=_readers(people),
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


def _scales(program):
    """Means of what somebody answered about one thing, before and after; reversed steps turned."""
    five = STEPS["scale_5"]
    turned = Case(
        When(item__is_reversed=True, then=five[0] + five[-1] - F("number")),
        default=F("number"),
        output_field=FloatField(),
    )
    rows = Answer.objects.filter(
        response__participant__program=program,
        response__submitted_at__isnull=False,
        response__occasion__in=(Asked.BASELINE, Asked.FINAL),
        item__kind="scale_5",
        number__isnull=False,
    ).exclude(item__dimension="")
    rows = rows.order_by().values_list(
        "response__occasion", "item__dimension", "response__participant"
    )
    found = defaultdict(dict)
    for occasion, dimension, pk, mean in rows.annotate(mean=Avg(turned)):
        found[occasion, dimension][str(pk)] = mean
    return dict(found)


def _readers(people):
    """``{company: [participants who have been HR there]}``, a set for each such person.

    Somebody who left HR has kept the reports of their time.
    """
    mine = defaultdict(set)
    for one in people.values():
        if one.user:
            mine[one.user].add(one.id)
    rows = Membership.ever.filter(role=Role.HR, user__in=list(mine)).order_by()
    found = defaultdict(list)
    for user, company in rows.values_list("user", "company").distinct():
        found[str(company)].append(mine[str(user)])
    return dict(found)
