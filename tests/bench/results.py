"""The results of a program with many pairs: the worker's work, and the pages that show it.

    dev.py bench results [--pairs 5000] [--repeats 7]

Everybody answered the baseline, the mid-year and the final evaluation and, mentees, the look back;
rows are written as their owner may, since nobody waits for a million answers one by one. Prints one
line for the worker and one for each page, with statements beside those of a program a tenth as big.
"""

import argparse
import json
import time

from django.test import Client
from django.urls import reverse

from evaluations.results import services
from instruments.building import newest_version
from instruments.kinds import Informant, Occasion
from mentoring.tenancy import context
from organizations.models import User
from tests.bench._organizations import MENTEE_SHARE, refresh_statistics, waiting
from tests.bench._owner import as_owner
from tests.bench.pages import MOST_STATEMENTS, measure_page

BAR = 500  # milliseconds for a page
ASKED = (
    *((side, Occasion.BASELINE) for side in (Informant.MENTEE, Informant.MENTOR)),
    *((side, Occasion.MID_YEAR) for side in (Informant.MENTEE, Informant.MENTOR)),
    *((side, Occasion.FINAL) for side in (Informant.MENTEE, Informant.MENTOR)),
    (Informant.MENTEE, Occasion.THEN),
)
TABLES = (
    "partnerships_partnership",
    "instruments_response",
    "instruments_answer",
    "programs_program",
    "programs_programdate",
)
# The i-th mentee and a mentor who may have several; over for a month.
PAIRS = """
INSERT INTO partnerships_partnership (id, organization_id, program_id, status, announced_at,
  answer_by, mentor_accepted_at, mentee_accepted_at, introduced_at, ended_at, ends_on, days_paused,
  days_extended, mentee_id, mentee_person_id, mentee_company_id, mentee_employment_id, mentor_id,
  mentor_person_id, mentor_company_id, mentor_employment_id)
SELECT gen_random_uuid(), a.organization_id, a.program_id, 'completed', now() - interval '1 year',
  now() - interval '1 year', now() - interval '1 year', now() - interval '1 year',
  now() - interval '1 year', now() - interval '30 days', current_date - 30, 0, 0,
  a.id, a.person_id, a.company_id, a.job, o.id, o.person_id, o.company_id, o.job
FROM (SELECT p.*, e.id AS job, row_number() OVER (ORDER BY p.id) - 1 AS place
        FROM participants_participant p JOIN organizations_employment e
          ON e.organization_id = p.organization_id AND e.person_id = p.person_id
       WHERE p.program_id = %(program)s AND p.side = 'mentee') a
JOIN (SELECT p.*, e.id AS job, row_number() OVER (ORDER BY p.id) - 1 AS place,
             count(*) OVER () AS every
        FROM participants_participant p JOIN organizations_employment e
          ON e.organization_id = p.organization_id AND e.person_id = p.person_id
       WHERE p.program_id = %(program)s AND p.side = 'mentor') o
  ON o.place = a.place %% o.every
"""
AGO = (
    "UPDATE programs_program SET starts_on = starts_on - 430, ends_on = ends_on - 430"
    " WHERE id = %(program)s",
    "UPDATE programs_programdate SET opens_on = opens_on - 430, closes_on = closes_on - 430"
    " WHERE program_id = %(program)s",
)
# One of seven is silent; a value hangs on person, question and occasion, and rises a little.
RESPONSES = """
INSERT INTO instruments_response (id, organization_id, participant_id, version_id, occasion,
  opened_at, submitted_at, last_section)
SELECT gen_random_uuid(), p.organization_id, p.id, %(version)s, %(occasion)s,
  now() - interval '40 days', now() - interval '40 days', 1
FROM participants_participant p
WHERE p.program_id = %(program)s AND p.side = %(side)s
  AND (%(occasion)s = 'baseline' OR abs(hashtext(p.id::text || %(occasion)s)) %% 7 > 0)
"""
ANSWERS = """
INSERT INTO instruments_answer (id, organization_id, response_id, item_id, number, choices,
  is_unsure, answered_at)
SELECT gen_random_uuid(), r.organization_id, r.id, i.id,
  CASE WHEN i.kind = 'scale_11' THEN 5 + h.value %% 6
       WHEN i.is_reversed THEN 4 - least(3, (h.value + %(rise)s) %% 5) ELSE
       1 + least(4, h.value %% 4 + (h.value / 7 %% 4 < %(rise)s)::int) END, '{}', false, now()
FROM instruments_response r
JOIN instruments_item i ON i.organization_id = r.organization_id AND i.version_id = r.version_id
CROSS JOIN LATERAL (SELECT abs(hashtext(r.participant_id::text || i.key)) AS value) h
WHERE r.version_id = %(version)s AND i.kind IN ('scale_5', 'scale_11')
  AND r.participant_id IN
    (SELECT p.id FROM participants_participant p WHERE p.program_id = %(program)s)
"""


def main(argv=None):
    """Prints a line for the worker and one a page; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="results", description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args(argv)
    missed = 0
    for line in measure(arguments.pairs, arguments.repeats):
        missed += not line.get("within_bar", True)
        print(json.dumps(line), flush=True)
    return 1 if missed else 0


def measure(pairs, repeats):
    """The worker's line, then one a page."""
    small, big = (lived(max(12, count)) for count in (pairs // 10, pairs))
    with context.enter(context.Context(big.organization.pk)):
        start = time.perf_counter()
        run = services.work_out_at_once(big.program)
        took = time.perf_counter() - start
    with context.enter(context.Context(small.organization.pk)):
        services.work_out_at_once(small.program)
    answers = sum(one["sent"] for of in run.found["rates"].values() for one in of.values())
    yield {"bench": "results", "pairs": pairs, "sent": answers, "worker_seconds": round(took, 2)}
    for page, arguments in (("program", ()), ("scale", ("mentee", "leadership"))):
        found = [_page(made, f"results:{page}", arguments, repeats) for made in (small, big)]
        line = {"bench": "results", "page": page, "pairs": pairs, "bar": BAR, **found[1]}
        line["statements_of_a_tenth"] = found[0]["statements"]
        is_quick = line["milliseconds"] < BAR and line["statements"] <= MOST_STATEMENTS
        line["within_bar"] = is_quick and found[0]["statements"] == line["statements"]
        yield line


def _page(made, view, arguments, repeats):
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(pk=made.coordinator.user_id))
    address = reverse(view, args=[made.organization.slug, made.program.slug, *arguments])
    return measure_page(browser, address, repeats)


def lived(pairs):
    """A ``Waiting`` organization whose program has so many pairs and is over, with all answers."""
    made = waiting(round(pairs / MENTEE_SHARE))
    answer_year(made.program, made.organization)
    refresh_statistics()
    return made


def answer_year(program, organization):
    """A year of answers for everybody in a program, paired and over."""
    with context.enter(context.Context(organization.pk)):
        versions = {one: newest_version(*one) for one in ASKED}
    facts = {"organization": organization.pk, "program": program.pk}
    with as_owner(*TABLES) as cursor:
        cursor.execute(PAIRS, facts)
        for statement in AGO:
            cursor.execute(statement, facts)
        for number, ((side, occasion), version) in enumerate(versions.items()):
            values = facts | {"version": version.pk, "side": side, "occasion": occasion}
            cursor.execute(RESPONSES, values)
            cursor.execute(ANSWERS, values | {"rise": number // 2})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


if __name__ == "__main__":
    raise SystemExit(main())
