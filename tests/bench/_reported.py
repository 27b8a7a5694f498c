"""A program of any size that is over, with all that its reports are about.

Rows are written as their owner may: nobody waits for a hundred thousand of them one by one.
"""

import time

from django.db import connection
from django.template.loader import render_to_string

from mentoring.jobs.models import RunStatus
from mentoring.tenancy import context
from programs.models import Program
from reports import documents, publishing, queries, services, tasks
from reports.content import Published
from reports.gathering import company, facts
from reports.models import Snapshot
from reports.pages import page_of
from reports.periods import periods_of
from tests.bench._organizations import MENTEE_SHARE, refresh_statistics, waiting
from tests.bench._owner import as_owner
from tests.bench.results import answer_year
from training.modules import uses, versions

ONE_BAR, ALL_BAR = 10, 300  # seconds
TABLES = (
    "partnerships_meeting",
    "partnerships_check",
    "partnerships_goalfact",
    "training_completion",
)
# One of ten did not finish.
TRAINED = """
INSERT INTO training_completion (id, organization_id, participant_id, module_id, version_id,
  minutes, score, questions, finished_at)
SELECT gen_random_uuid(), p.organization_id, p.id, m.id, m.version_id, 15, 3, 3,
  now() - interval '380 days'
FROM participants_participant p
JOIN training_programmodule m ON m.organization_id = p.organization_id
  AND m.program_id = p.program_id AND m.side = p.side AND m.need = 'required'
WHERE p.program_id = %(program)s AND abs(hashtext(p.id::text)) %% 10 > 0
"""
# Six to eleven a pair over its year.
MEETINGS = """
INSERT INTO partnerships_meeting (id, organization_id, partnership_id, zone, minutes, form, uid,
  sequence, revision, proposed_at, agreed_at, changed_at, starts_at, status, options, mentee_said,
  mentor_said, proposed_by_id)
SELECT gen_random_uuid(), p.organization_id, p.id, 'UTC', 60, 'video', gen_random_uuid()::text,
  0, 0, p.introduced_at, p.introduced_at, p.introduced_at,
  p.introduced_at + n * interval '28 days', 'held', '{}', '', '', p.mentee_person_id
FROM partnerships_partnership p
CROSS JOIN LATERAL generate_series(1, 6 + abs(hashtext(p.id::text)) %% 6) n
WHERE p.program_id = %(program)s
"""
# The four of a year, of both; one of four is silent.
CHECKS = """
INSERT INTO partnerships_check (id, organization_id, partnership_id, participant_id, occasion,
  opened_at, closes_on, answered_at, meeting, useful, fit)
SELECT gen_random_uuid(), p.organization_id, p.id, side.participant, 'check_' || m,
  p.introduced_at + m * interval '30 days', (p.introduced_at + m * interval '30 days')::date + 14,
  CASE WHEN h.value %% 4 > 0 THEN p.introduced_at + m * interval '31 days' END,
  CASE WHEN h.value %% 4 > 0 THEN 3 + h.value %% 3 END,
  CASE WHEN h.value %% 4 > 0 THEN 2 + h.value %% 4 END, ''
FROM partnerships_partnership p
CROSS JOIN (VALUES (1), (3), (6), (9)) months (m)
CROSS JOIN LATERAL (VALUES (p.mentee_id), (p.mentor_id)) side (participant)
CROSS JOIN LATERAL (SELECT abs(hashtext(side.participant::text || p.id || m)) AS value) h
WHERE p.program_id = %(program)s
"""
GOALS = """
INSERT INTO partnerships_goalfact (id, organization_id, partnership_id, set_at)
SELECT gen_random_uuid(), p.organization_id, p.id, p.introduced_at + n * interval '20 days'
FROM partnerships_partnership p
CROSS JOIN LATERAL generate_series(1, abs(hashtext(p.id::text)) %% 4) n
WHERE p.program_id = %(program)s
"""


def reported(pairs, companies):
    """A ``Waiting`` organization: so many pairs of so many sponsors, over, with all their rows."""
    made = waiting(round(pairs / MENTEE_SHARE), companies=companies)
    answer_year(made.program, made.organization)
    with context.enter(context.Context(made.organization.pk)):
        versions.ship()
        uses.furnish_programs()
    facts = {"program": made.program.pk}
    with as_owner(*TABLES) as cursor:
        for statement in (TRAINED, MEETINGS, CHECKS, GOALS):
            cursor.execute(statement, facts)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refresh_statistics()
    return made


def measure(pairs, companies):
    """Two lines: one company's report in all formats, and those of all companies of a period."""
    made = reported(pairs, companies)
    within = context.Context(made.organization.pk)
    with context.enter(within):
        program = Program.objects.select_related("organization").get(pk=made.program.pk)
        *quarters, period = periods_of(program.starts_on, program.ends_on, program.closing_days)
        yield {"pairs": pairs, "companies": companies, **_one(program, period)}
    for quarter in quarters:
        _made(within, program, quarter)
    yield {"pairs": pairs, "companies": companies, **_all(within, program, period)}


def _one(program, period):
    """From rows to the page and files of one company, beside reading the same rows and no more."""
    sponsor, asked = publishing.sponsors_of(program, period)[0], Asked()
    begun = _now()
    with connection.execute_wrapper(asked):
        measured = company.measure(facts.read(program, period, period.first))
        reading = _since(begun)
        written = company.write(measured, sponsor, {})
        files = _files(_published(written.content))
    took = _since(begun)
    bare = _now()
    _read_bare(asked.statements)
    bare = _since(bare)
    return {
        "bench": "one company report in all formats",
        "files": files,
        "statements": len(asked.statements),
        "seconds": took[0],
        "cpu_seconds": took[1],
        "seconds_of_reading_and_measuring": reading[0],
        "bare_sql_seconds": bare[0],
        "ratio_to_bare_sql": round(took[0] / max(bare[0], 0.01), 1),
        "bar": ONE_BAR,
        "within_bar": took[0] <= ONE_BAR,
    }


def _all(within, program, period):
    """What a worker does at the end, after three quarters, and then every report in all formats."""
    asked = Asked()
    begun = _now()
    with connection.execute_wrapper(asked):
        run = _made(within, program, period)
    made = _since(begun)
    with context.enter(within):
        rows = Snapshot.objects.filter(program=program, company__isnull=False, kind=period.kind)
        files = sum(_files(queries.published(one)) for one in rows.iterator(10))
    took = _since(begun)
    return {
        "bench": "all reports of a period in all formats",
        "reports": run.made,
        "files": files,
        "statements": len(asked.statements),
        "seconds": took[0],
        "cpu_seconds": took[1],
        "seconds_of_the_worker": made[0],
        "bar": ALL_BAR,
        "within_bar": took[0] <= ALL_BAR,
    }


def _made(within, program, period):
    """The finished run of a period."""
    with context.enter(within):
        run = services.ask(program, period, by=None)
    tasks.make_reports.run(str(within.organization_id), str(run.pk))
    with context.enter(within):
        run.refresh_from_db()
    if run.status != RunStatus.DONE:
        raise RuntimeError(f"the benchmark's reports are {run.status}: {run.error}")
    return run


class Asked:
    """Keeps what is executed while it wraps the connection's statements."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append((sql, params))
        return execute(sql, params, many, context)


def _read_bare(statements):
    """The rows of these statements once more, by the driver alone."""
    with connection.connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def _files(published):
    """How many: the web page and every file."""
    made = [render_to_string("reports/content.html", page_of(published))]
    return len(made + [make(published) for _type, make in documents.KINDS.values()])


def _published(content):
    return Published("1", "R-1", content.cover.published_on, content.hash, content)


def _now():
    return time.perf_counter(), time.process_time()


def _since(begun):
    """Seconds, and those of this process's own."""
    return tuple(round(now - then, 2) for now, then in zip(_now(), begun, strict=True))
