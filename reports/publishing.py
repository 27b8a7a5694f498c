"""What a worker does with a run: write the reports of a period, and publish all of them or none.

A report is what the rows say when it is made. The ledger is read and written under one lock of the
organization, so that no two reports of it are chosen without knowing of each other.
"""

from datetime import datetime, time

from django.db import connection
from django.utils.translation import gettext as _

from evaluations.quotes import queries as quotes
from evaluations.quotes.models import Audience
from evaluations.quotes.services import take_enough
from mentoring import clock
from mentoring.jobs import progress
from mentoring.jobs.running import Refused, raise_if_cancelled
from mentoring.tenancy import context
from organizations.audit import record
from organizations.zones import zone_of
from programs.models import Program, Sponsorship
from reports import letters, queries
from reports.content import ReportKind, hash_of, to_json
from reports.gathering import facts, program_report
from reports.gathering.company import audience_of, measure, write
from reports.models import PublishedSet, Snapshot
from reports.periods import Period, is_sayable


def perform(run):
    """Publish what is missing of the run's period. Raises ``Refused``, and publishes nothing."""
    _lock()
    program = Program.objects.select_related("organization").get(pk=run.program_id)
    period = Period(ReportKind(run.kind), run.period_from, run.period_to)
    _check(program, period)
    sponsors = sponsors_of(program, period)
    measured = measure(facts.read(program, period, queries.said_from(program, period)))
    history = queries.ledger(program)
    hears = any(not audience_of(measured, one).is_small for one in sponsors)
    words = _quotes(program, run) if hears else ()
    run.made = _publish(program_report.write(measured), measured, None, run)
    for number, sponsorship in enumerate(sponsors, start=1):
        raise_if_cancelled(run)
        told = history.get(str(sponsorship.company_id), {})
        written = write(measured, sponsorship, told, words)
        run.made += _publish(written, measured, sponsorship.company, run)
        progress.report(run.pk, number, len(sponsors), sponsorship.company.name)


def _quotes(program, run):
    """What authors let sponsors read, for the final report; from now on it stays there."""
    if run.kind != ReportKind.FINAL:
        return ()
    found = quotes.released(program, Audience.SPONSORS)
    if not quotes.may_be_shown(found, quotes.eligible_authors(program)):
        return ()
    return tuple(one.words for one in take_enough(found, by=None, taken_by=run.pk))


def _lock():
    key = f"reports:{context.current().organization_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _check(program, period):
    said = queries.published_periods(program)
    today = clock.today(zone_of(program.organization))
    if not period.is_closed(today):
        raise Refused(_("This period is not over yet."))
    if not is_sayable(period, said, today):
        raise Refused(_("The reports of these days are published already, and stay as they are."))


def sponsors_of(program, period):
    """Who gets a report: sponsors that were still there when the period began, by name."""
    begin = datetime.combine(period.first, time(), zone_of(program.organization))
    rows = Sponsorship.objects.filter(program=program).select_related("company")
    rows = rows.exclude(withdrew_at__lt=begin)
    return list(rows.order_by("company__name", "id"))


def _publish(written, measured, company, run):
    """Write a snapshot with its ledger, and tell those who get it; 1."""
    text, period = to_json(written.content), measured.facts.period
    snapshot = Snapshot(
        program=measured.program,
        company=company,
        made_for=company.pk if company else None,
        kind=period.kind,
        period_from=period.first,
        period_to=period.last,
        number=queries.last_number() + 1,
        content=text,
        content_hash=hash_of(text),
    )
    snapshot.save(force_insert=True)
    PublishedSet.objects.bulk_create(
        PublishedSet(
            snapshot=snapshot,
            family=family,
            cell=cell,
            members=[] if company and queries.is_of_whole(cell) else sorted(members),
        )
        for family, cell, members in written.sets
    )
    record("report.published", snapshot, by=None, run=str(run.pk), number=snapshot.number)
    if company:
        letters.tell(snapshot)
    return 1
