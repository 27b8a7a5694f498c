"""What the coordinator's morning begins with: their cases, in the statement of what lies across.

Both are read by every call of Today. They share a statement, whose rows carry what a line shows.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, JSONField, Q, Subquery, TextField, Value, Window
from django.db.models.functions import JSONObject
from django.urls import reverse

from dashboard.settling.sources import rows_across
from mentoring import clock
from partnerships.cases.kinds import Severity, Signal
from partnerships.cases.listed.filters import FOR_ME, is_nobodys, shown
from partnerships.cases.listed.pages import due_words
from partnerships.cases.models import Case

SHOWN = 8
CASES = "cases"
DUE_CASES = "due_cases"  # what each program of the menu carries: the same number in all of them
PEOPLE = {
    "participant": "participant__person",
    "mentee": "partnership__mentee_person",
    "mentor": "partnership__mentor_person",
}


@dataclass(frozen=True)
class Line:
    """One case of the morning; ``due`` is a tone and words."""

    url: str
    what: str
    who: tuple[str, ...]
    due: tuple[str, str]
    is_urgent: bool
    is_mine: bool


@dataclass(frozen=True)
class Morning:
    """The first of the cases that wait for this coordinator or for nobody, and how many there are.

    ``overdue``, ``today`` and ``later`` are by their day and are all of them; of these, ``new``
    opened yesterday or today, and ``nobodys`` wait for somebody to take them.
    """

    lines: list = field(default_factory=list)
    overdue: int = 0
    today: int = 0
    new: int = 0
    nobodys: int = 0
    later: int = 0

    @property
    def due(self):
        return self.overdue + self.today

    @property
    def waiting(self):
        return self.due + self.later


def read(viewer):
    """``(Morning, rows of what lies across programs)`` for a coordinator, in one statement."""
    kinds = [
        rows.annotate(waits_facts=Value(None, output_field=JSONField())).values_list(
            "waits_for", "waits_about", "pk", "waits_facts"
        )
        for rows in rows_across()
    ]
    united = _cases(viewer).union(*kinds, all=True).order_by()
    cases, across = [], []
    for kind, about, pk, facts in united:
        if kind == CASES:
            cases.append((pk, facts))
        else:
            across.append((kind, about, pk))
    return _morning(viewer, cases), across


def _theirs(viewer):
    """Open cases that wait for them, or for anybody."""
    return Case.objects.filter(shown(FOR_ME, viewer))


def _cases(viewer):
    """The first of them, each with the numbers of all."""
    today = clock.today()
    counted = {
        "overdue": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "later": Q(due_on__gt=today),
        "new": Q(opened_at__date__gte=today - timedelta(days=1)),
        "nobodys": is_nobodys(),
    }
    numbers = {name: Window(Count("pk", filter=q)) for name, q in counted.items()}
    names = {
        f"{name}_{part}": F(f"{path}__{part}_name")
        for name, path in PEOPLE.items()
        for part in ("given", "family")
    }
    kept = {name: F(name) for name in ("signal", "due_on", "severity", "owner_id")}
    return (
        _theirs(viewer)
        .annotate(
            waits_for=Value(CASES, output_field=TextField()),
            waits_about=F("program_id"),
            waits_facts=JSONObject(**kept, **names, **numbers),
        )
        .order_by("due_on", "severity", "opened_at", "id")
        .values_list("waits_for", "waits_about", "pk", "waits_facts")[:SHOWN]
    )


def _morning(viewer, cases):
    if not cases:
        return Morning()
    base = reverse("cases:list", args=[viewer.organization.slug])
    ordered = sorted(cases, key=_urgency)
    numbers = ("overdue", "today", "later", "new", "nobodys")
    facts = ordered[0][1]
    return Morning(
        [_line(f"{base}{pk}/?show={FOR_ME}", facts, viewer) for pk, facts in ordered],
        **{name: facts[name] for name in numbers},
    )


def _urgency(case):
    pk, facts = case
    return facts["due_on"], facts["severity"], str(pk)


def _line(url, facts, viewer):
    names = {
        name: f"{facts[f'{name}_given'] or ''} {facts[f'{name}_family'] or ''}".strip()
        for name in PEOPLE
    }
    one, pair = names.pop("participant"), tuple(names.values())
    return Line(
        url=url,
        what=Signal(facts["signal"]).label,
        who=(one,) if one else pair,
        due=due_words(date.fromisoformat(facts["due_on"]), clock.today()),
        is_urgent=facts["severity"] == Severity.HIGH,
        is_mine=str(facts["owner_id"]) == str(viewer.pk),
    )


def count_due(viewer):
    """How many of them are due by now, as a number that needs no row of its own."""
    due = _theirs(viewer).filter(due_on__lte=clock.today()).order_by()
    counted = due.annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Subquery(counted)


def due_cases(programs):
    """The number that ``count_due`` found with the menu of programs."""
    return getattr(programs[0], DUE_CASES, None) or 0 if programs else 0
