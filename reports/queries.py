"""Reads about reports: what was published, the periods of a program, and the sets of a ledger."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max
from django.http import Http404

from mentoring import clock
from mentoring.jobs.models import OPEN
from organizations.zones import zone_of
from reports.content import Published, ReportKind, from_json
from reports.gathering.choosing import OTHERS
from reports.models import PublishedSet, ReportRun, Snapshot
from reports.periods import Period, is_sayable, periods_of, rest_of


def snapshot_or_404(pk, **narrow):
    """A published report; HR's role finds those of its own company alone."""
    rows = Snapshot.objects.select_related("program")
    found = rows.filter(pk=pk, **narrow).first()
    if found is None:
        raise Http404
    return found


def published(snapshot) -> Published:
    """A snapshot as its formats draw it."""
    content = from_json(snapshot.content)
    return Published(
        id=str(snapshot.pk),
        number=snapshot.code,
        published_on=content.cover.published_on,
        hash=snapshot.content_hash,
        content=content,
    )


def snapshots():
    """All published reports that whoever asks may see, the newest first, without their content."""
    return Snapshot.objects.select_related("program").defer("content")


def published_periods(program):
    """``[Period]`` of a program of which a report was published, each once."""
    rows = Snapshot.objects.filter(program=program).order_by()
    rows = rows.values_list("kind", "period_from", "period_to").distinct()
    return [Period(ReportKind(kind), first, last) for kind, first, last in rows]


@dataclass(frozen=True)
class Stand:
    """One period of a program: whether it is over, and whether its reports are published."""

    period: Period
    is_closed: bool
    is_published: bool
    may_be_made: bool


def periods(program):
    """``[Stand]`` of all periods of a program with its organization, in one statement.

    Periods that were published stay as they were, though the program's dates have moved.
    """
    today = clock.today(zone_of(program.organization))
    said = published_periods(program)
    planned = periods_of(program.starts_on, program.ends_on, program.closing_days)
    open_ones = [one for one in planned if one not in said and _fits(one, said)]
    found = sorted({*said, *open_ones}, key=lambda one: (one.last, one.kind == ReportKind.FINAL))
    return [
        Stand(one, one.is_closed(today), one in said, is_sayable(one, said, today)) for one in found
    ]


def _fits(period, said):
    """A period that could still be reported on, now or later."""
    return is_sayable(period, said, period.due_on)


def said_from(program, period):
    """The first day of a period of which no quarterly report has spoken."""
    quarters = [one for one in published_periods(program) if one.kind == ReportKind.QUARTERLY]
    return rest_of(period, [one.last for one in quarters])


def ledger(program):
    """``{company id: {family: [sets]}}`` of all that was published of a program.

    A company's row without members stands for the set over the whole program of that period.
    """
    rows = PublishedSet.objects.filter(snapshot__program=program).order_by("snapshot__number")
    rows = rows.values_list(
        "snapshot__company", "snapshot__kind", "snapshot__period_to", "family", "cell", "members"
    )
    whole, own = {}, []
    for company, kind, last, family, cell, members in rows:
        members = frozenset(map(str, members))
        if company is None:
            whole[kind, last, cell] = members
        else:
            own.append((str(company), kind, last, family, cell, members))
    found = defaultdict(lambda: defaultdict(list))
    for company, kind, last, family, cell, members in own:
        found[company][family].append(members or whole[kind, last, cell])
    return found


def is_of_whole(cell):
    """Whether a cell is about the whole program: its set is kept once for all companies."""
    return cell.endswith(f":{OTHERS}")


def last_number():
    return Snapshot.objects.aggregate(last=Max("number"))["last"] or 0


def open_run(program):
    return ReportRun.objects.filter(program=program, status__in=OPEN).first()


def newest_run(program):
    return ReportRun.objects.filter(program=program).first()


def run_or_404(program, pk):
    found = ReportRun.objects.filter(program=program, pk=pk).first()
    if found is None:
        raise Http404
    return found
