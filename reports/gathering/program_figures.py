"""How a whole program stands, for its coordinators: each figure with the page of who is behind it.

These numbers are exact. They are for the organization, and nothing of them goes to a sponsor.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from instruments.kinds import Occasion
from instruments.models import Response
from participants.models import Participant
from participants.roles import Side, Standing
from partnerships.cases.kinds import CaseStatus, Outcome, Signal
from partnerships.cases.models import Case
from partnerships.checks.queries import rates
from partnerships.lifecycle import Status
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership
from reports import cells
from reports.content import Row, Section, Table

PEOPLE, PAIRS, CASES = "participants:list", "partnerships:list", "cases:list"
CHECKS, ANSWERS = "checks:overview", "instruments:overview"


@dataclass(frozen=True)
class Figure:
    """One line: its cells, and where the people behind it stand, as ``(page, query)``."""

    label: str
    cells: tuple
    leads_to: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Group:
    """Figures under one heading; the first column names them."""

    key: str
    title: str
    columns: tuple[str, ...]
    figures: tuple[Figure, ...]
    note: str = ""

    @property
    def section(self):
        """The same as a section of a report, without the ways that lead on."""
        rows = tuple(Row(str(one.label), one.cells) for one in self.figures)
        table = Table(self.key, self.title, self.columns, rows, self.note)
        return Section(self.key, self.title, (), (table,))


def groups(program):
    """``[Group]`` of a program, in five statements."""
    people, pairs = _people(program), list(pairs_of(program))
    found = (
        _funnel(people, Counter(pair["status"] for pair in pairs)),
        _times(program, pairs),
        _checks(program),
        _questionnaires(program, people),
        _cases(program),
    )
    return [one for one in found if one.figures]


def pairs_of(program):
    """All partnerships, each with the first and the last of its meetings, and their number."""
    held = Meeting.objects.filter(partnership=OuterRef("pk"), status=MeetingStatus.HELD)
    held = held.order_by().values("partnership")
    rows = Partnership.objects.filter(program=program).order_by()
    return rows.annotate(
        first=Subquery(held.annotate(at=Min("starts_at")).values("at")),
        last=Subquery(held.annotate(at=Max("starts_at")).values("at")),
        held=Coalesce(Subquery(held.annotate(number=Count("pk")).values("number")), 0),
    ).values(
        *("status", "announced_at", "introduced_at", "mentor_accepted_at", "mentee_accepted_at"),
        *("first", "last", "held"),
        joined=F("mentee__created_at"),
    )


def _people(program):
    """``Counter`` of ``(side, standing)``."""
    rows = Participant.objects.filter(program=program).order_by()
    rows = rows.values_list("side", "standing").annotate(n=Count("pk"))
    return Counter({(side, standing): number for side, standing, number in rows})


def _funnel(people, statuses):
    figures = [
        Figure(
            Standing(standing).label,
            tuple(cells.count(people[side, standing]) for side in Side),
            (PEOPLE, f"standing={standing}"),
        )
        for standing in Standing.values
        if any(people[side, standing] for side in Side)
    ]
    figures += [
        Figure(
            _("Partnerships: %(status)s") % {"status": Status(status).label},
            (cells.count(statuses[status]),) * 2,
            (PAIRS, f"status={status}"),
        )
        for status in Status.values
        if statuses[status]
    ]
    columns = (_("Stage"), _("Mentees"), _("Mentors"))
    note = _("Each partnership has one of each; a mentor of several is in several.")
    return Group("funnel", _("From nomination to the end"), columns, tuple(figures), note)


def _times(program, pairs):
    """How long things took, in days, for the pair in the middle."""
    days = days_of(pairs)
    if not days:
        return Group("times", "", (), ())
    labels = {
        "match": _("From joining to a match that both accepted, of mentees"),
        "answer": _("From announcement to both answers"),
        "first": _("From introduction to the first meeting"),
        "cadence": _("Between two meetings; agreed is about %(days)s")
        % {"days": program.meeting_every_days},
    }
    figures = tuple(
        Figure(
            label,
            (cells.count(round(median(days[key]))), cells.count(len(days[key]))),
            (PAIRS, ""),
        )
        for key, label in labels.items()
        if days[key]
    )
    columns = (_("What"), _("Days"), _("Pairs"))
    note = _("Half of the pairs took less, half more.")
    return Group("times", _("How long it took"), columns, figures, note)


def days_of(pairs):
    """``{what: [days]}`` of the rows of ``pairs_of`` that both have accepted."""
    days = defaultdict(list)
    for pair in pairs:
        if pair["mentor_accepted_at"] and pair["mentee_accepted_at"]:
            _note(days, pair)
    return days


def _note(days, pair):
    accepted = max(pair["mentor_accepted_at"], pair["mentee_accepted_at"])
    days["match"].append(max(0, (accepted - pair["joined"]).days))
    days["answer"].append((accepted - pair["announced_at"]).days)
    if pair["introduced_at"] and pair["held"]:
        days["first"].append(max(0, (pair["first"] - pair["introduced_at"]).days))
    if pair["held"] > 1:
        days["cadence"].append((pair["last"] - pair["first"]).days / (pair["held"] - 1))


def _checks(program):
    figures = tuple(
        Figure(
            f"{one.occasion_label}: {one.label}",
            (cells.count(one.asked), cells.count(one.answered), _share(one.answered, one.asked)),
            (CHECKS, f"occasion={one.occasion}&side={one.side}&state=answered"),
        )
        for one in rates(program)
    )
    columns = (_("Check"), _("Asked"), _("Answered"), _("Share"))
    return Group("checks", _("Progress checks"), columns, figures)


def _questionnaires(program, people):
    rows = Response.objects.filter(participant__program=program).order_by()
    rows = rows.values_list("occasion", "participant__side")
    sent = {
        (occasion, side): (begun, number)
        for occasion, side, begun, number in rows.annotate(
            begun=Count("pk"), number=Count("pk", filter=Q(submitted_at__isnull=False))
        )
    }
    figures = []
    for occasion in Occasion.values:
        for side in Side:
            if (occasion, side) in sent:
                begun, number = sent[occasion, side]
                asked = people[side, Standing.IN]
                shown = (cells.count(begun), cells.count(number), _share(number, asked))
                label = f"{Occasion(occasion).label}: {side.label}"
                figures.append(Figure(label, shown, (ANSWERS, f"occasion={occasion}&side={side}")))
    columns = (_("Questionnaire"), _("Begun"), _("Sent"), _("Of those who take part"))
    return Group("questionnaires", _("Questionnaires"), columns, tuple(figures))


def _cases(program):
    rows = Case.objects.filter(program=program).order_by().values_list("signal", "status")
    rows = rows.annotate(n=Count("pk"), settled=Count("pk", filter=~Q(outcome=Outcome.GONE)))
    found = defaultdict(Counter)
    for signal, status, number, settled in rows:
        found[signal]["open" if status == CaseStatus.OPEN else "closed"] += number
        if status == CaseStatus.CLOSED:
            found[signal]["settled"] += settled
    figures = tuple(
        Figure(
            Signal(signal).label,
            tuple(cells.count(found[signal][key]) for key in ("open", "settled"))
            + (cells.count(found[signal]["closed"] - found[signal]["settled"]),),
            (CASES, f"program={program.pk}&signal={signal}"),
        )
        for signal in Signal.values
        if signal in found
    )
    columns = (_("About"), _("Open"), _("Closed by somebody"), _("Cause gone by itself"))
    return Group("cases", _("Cases"), columns, figures)


def _share(part, whole):
    return cells.percent(round(100 * part / whole)) if whole else cells.hidden()
