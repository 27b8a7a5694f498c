"""Asking for reports, by a coordinator or by their day; what HR counts; merging companies."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs import asking
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.tenancy import context
from organizations.audit import record
from organizations.zones import zone_of
from programs.models import Program
from programs.timetable import add_months
from reports import queries, tasks
from reports.models import ReportRun, Snapshot, SponsorCounts
from reports.periods import MONTHS, REST, is_sayable, periods_of

# What nobody has asked for by then is made when somebody asks.
MADE_BY_ITSELF_FOR = timedelta(days=85)


class CannotMake(Exception):
    """Why no report can be made, in a sentence for whoever asked."""


class CountedMeanwhile(Exception):
    """A colleague has counted since; ``newest`` is what stands there now."""

    def __init__(self, newest):
        super().__init__()
        self.newest = newest


@transaction.atomic
def ask(program, period, *, by):
    """Ask a worker for the reports of a period; the open run if that is at work already.

    Raises ``CannotMake`` for a period that is not over, or that was published.
    """
    program = _held(program)
    run = queries.open_run(program)
    if run is not None:
        if (run.kind, run.period_to) == (period.kind, period.last):
            return run
        raise CannotMake(_("Other reports of this program are being made. Wait for them."))
    said = queries.published_periods(program)
    today = clock.today(zone_of(program.organization))
    if not period.is_closed(today):
        raise CannotMake(_("This period is not over yet."))
    if not is_sayable(period, said, today):
        raise CannotMake(
            _("The reports of these days are published already, and stay as they are.")
        )
    run = ReportRun(
        program=program,
        kind=period.kind,
        period_from=period.first,
        period_to=period.last,
        asked_by=by.user_id if by else None,
    )
    run.save()
    record("program.reports_asked", program, by=by, run=str(run.pk), until=str(period.last))
    tasks.make_reports.delay_on_commit(str(run.pk))
    return run


def _held(program):
    rows = Program.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization").get(pk=program.pk)


def queue_open_runs():
    """Due work: a task for each run that waits."""
    asking.queue_open(ReportRun, tasks.make_reports)


def make_due():
    """Due work: a week after a period has closed its reports are made, once.

    A run that failed or was cancelled stays so until a coordinator asks again.
    """
    today = clock.today()
    done = Snapshot.objects.filter(kind="final").values("program")
    first = add_months(today - REST, -MONTHS) + timedelta(days=2)
    programs = Program.objects.filter(starts_on__lte=first).exclude(pk__in=done)
    for program in programs.select_related("organization").order_by("id"):
        for period in _due_of(program):
            ask(program, period, by=None)


def _due_of(program):
    """The one period of a program whose day has come and that nobody has begun; or none."""
    today = clock.today(zone_of(program.organization))
    planned = periods_of(program.starts_on, program.ends_on, program.closing_days)
    due = [one for one in planned if one.due_on <= today <= one.due_on + MADE_BY_ITSELF_FOR]
    if not due:
        return []
    said = queries.published_periods(program)
    runs = ReportRun.objects.filter(program=program).exclude(status=RunStatus.DONE)
    begun = set(runs.values_list("kind", "period_to"))
    if runs.filter(status__in=OPEN).exists():
        return []
    return [
        one for one in due if is_sayable(one, said, today) and (one.kind, one.last) not in begun
    ][:1]


def move_company(gone, kept):
    """Two records of a company become one: what was published for either is read by both."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.move_reports(%s, %s)", [gone.pk, kept.pk])


@transaction.atomic
def count(program, company_id, occasion, numbers, *, seen):
    """Keep what HR has counted; the newest counts. For HR of the company, as itself.

    ``seen`` is the id of the counts that stood on the page, or None for none: raises
    ``CountedMeanwhile`` when others stand there by now. The same numbers twice are once.
    """
    about = {"program": program, "company_id": company_id, "occasion": occasion}
    _one_at_a_time(f"{program.pk}:{company_id}:{occasion}")
    newest = SponsorCounts.objects.filter(**about).first()
    if newest is not None and newest.pk != seen:
        if all(getattr(newest, name) == value for name, value in numbers.items()):
            return newest
        raise CountedMeanwhile(newest)
    counts = SponsorCounts(**about, **numbers)
    counts.save(force_insert=True)
    return counts


def _one_at_a_time(what):
    """Two of HR who count at once wait for each other; their role may lock no row of a program."""
    key = f"counts:{context.current().organization_id}:{what}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


@transaction.atomic
def trace(snapshot, form, *, by):
    """Note that staff opened or took along a report; ``form`` is page, pdf, xlsx or csv."""
    verb = "report.read" if form == "page" else "report.downloaded"
    record(verb, snapshot, by=by, form=form)


@transaction.atomic
def trace_as_hr(snapshot, form):
    """The same for HR, whose role cannot write the trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.trace_report(%s, %s)", [snapshot.pk, form])
        return cursor.fetchone()[0]
