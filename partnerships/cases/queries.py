"""Reads about cases: one with its history, what each coordinator has to do, and numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from mentoring import clock
from organizations.models import Membership
from organizations.roles import STAFF
from partnerships.cases.kinds import Action, CaseStatus
from partnerships.cases.models import Case, CaseEvent

PAIR = ("mentee", "mentor", "mentee_person", "mentor_person", "mentee_company", "mentor_company")
SHOWN = (
    *("program", "owner", "closed_by", "raise_asked_by", "raised_by"),
    *("participant__person", "participant__company", "participant__program"),
    *(f"partnership__{name}" for name in PAIR),
)


def case_or_404(pk):
    """A case with everybody whom a page about it names."""
    found = Case.objects.filter(pk=pk).select_related(*SHOWN).first()
    if found is None:
        raise Http404
    return found


def history_of(case):
    """``[CaseEvent]`` of a case with the names in them, oldest first."""
    rows = case.events.select_related("by", "to", "participant__person")
    return list(rows.order_by("at", "id"))


def others_about(case):
    """Other open cases about the same pair or the same person, the most pressing first."""
    about = Q(pk__in=())
    if case.partnership_id:
        about |= Q(partnership=case.partnership_id)
    if case.participant_id:
        about |= Q(participant=case.participant_id)
    return Case.objects.filter(about, status=CaseStatus.OPEN).exclude(pk=case.pk)


@dataclass(frozen=True)
class Numbers:
    """What waits: all open cases that are not put off, and among them the viewer's own.

    ``new`` are those that opened yesterday or today.
    """

    waiting: int
    overdue: int
    today: int
    new: int
    nobodys: int
    mine: int
    my_overdue: int
    my_today: int
    put_off: int


def numbers(viewer):
    """The ``Numbers`` for a membership, in one statement."""
    today = clock.today()
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=today)
    overdue, now = awake & Q(due_on__lt=today), awake & Q(due_on=today)
    mine = Q(owner=viewer.pk)
    # Every member of staff has an owner's place until their role ends, and is nobody afterwards.
    nobodys = Q(owner__isnull=True) | Q(owner__ended_at__isnull=False)
    counted = {
        "waiting": awake,
        "overdue": overdue,
        "today": now,
        "new": awake & Q(opened_at__gte=_midnight(today - timedelta(days=1))),
        "nobodys": awake & nobodys,
        "mine": awake & mine,
        "my_overdue": overdue & mine,
        "my_today": now & mine,
        "put_off": ~awake,
    }
    rows = Case.objects.filter(status=CaseStatus.OPEN)
    return Numbers(**rows.aggregate(**{name: Count("pk", filter=q) for name, q in counted.items()}))


def workload():
    """Staff by name with ``open_cases``, ``overdue``, ``taken`` and ``closed`` since Monday."""
    today = clock.today()
    monday = _midnight(today - timedelta(days=today.weekday()))
    owned = Case.objects.filter(owner=OuterRef("pk"), status=CaseStatus.OPEN)
    given = (Action.TAKEN, Action.ASSIGNED)
    taken = CaseEvent.objects.filter(to=OuterRef("pk"), action__in=given, at__gte=monday)
    closed = Case.objects.filter(closed_by=OuterRef("pk"), closed_at__gte=monday)
    rows = Membership.objects.filter(role__in=STAFF).annotate(
        open_cases=_number(owned, "owner"),
        overdue=_number(owned.filter(due_on__lt=today), "owner"),
        taken=_number(taken, "to"),
        closed=_number(closed, "closed_by"),
    )
    return list(rows.order_by("name", "id"))


def counts_by_signal(since, until):
    """``{signal: (opened, closed)}`` of this span; for reports and a year lived by machine."""
    opened = Count("pk", filter=Q(opened_at__gte=since, opened_at__lt=until))
    closed = Count("pk", filter=Q(closed_at__gte=since, closed_at__lt=until))
    rows = Case.objects.order_by().values("signal").annotate(opened=opened, closed=closed)
    return {row["signal"]: (row["opened"], row["closed"]) for row in rows}


def _number(rows, name):
    counted = rows.order_by().values(name).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, IntegerField()), 0)


def _midnight(day):
    """The moment at which a day begins for whoever reads."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
