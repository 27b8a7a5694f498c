"""Rows a second of the CSV import, and the memory that it takes.

``main(["--rows", "5000"])`` prints a JSON line for each part: check and apply, then again.
"""

import argparse
import csv
import io
import json
import resource
import time
from datetime import date

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.services import create_organization, save_company
from participants.columns import columns
from participants.importing import runs
from participants.roles import Side
from programs.models import Program

COMPANIES = 24


def people_file(rows, side=Side.MENTOR):
    """A file of ``rows`` complete people of one side, as UTF-8 bytes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns(side)])
    for number in range(rows):
        cells = {column.name: column.examples[side] for column in columns(side)}
        cells |= {
            "email": f"person{number}@bench.example",
            "given_name": f"Given{number}",
            "family_name": f"Family {number}",
            "company": f"Company {number % COMPANIES}",
            "story": f"{number}: " + cells["story"] * 4,
        }
        writer.writerow(cells.values())
    return text.getvalue().encode()


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    rows = parser.parse_args(argv).rows
    slug = f"bench-{uuid7().hex}"
    organization = create_organization(name="Benchmark", slug=slug)
    with context.enter(context.Context(organization.pk)):
        for number in range(COMPANIES):
            save_company(name=f"Company {number}", by=None)
        program = Program.objects.create(
            name="Benchmark", slug=slug, starts_on=date(2027, 1, 11), ends_on=date(2028, 1, 11)
        )
    content = people_file(rows)
    first = _measured(organization, program, content)
    second = _measured(organization, program, content, again=True)
    for line in (*first, *second):
        print(json.dumps(line))


def _measured(organization, program, content, again=False):
    lines = []
    before = _memory()
    with context.enter(context.Context(organization.pk)):
        run = runs.ask(program, Side.MENTOR, content, "people.csv", by=None)
        for part in ("check", "apply"):
            start = time.perf_counter()
            if part == "check":
                runs.at_once(run, runs.check_rows)
            else:
                run = runs.confirm(run, by=None)
                runs.at_once(run, runs.apply_rows)
            seconds = time.perf_counter() - start
            lines.append(
                {
                    "bench": "csv_import",
                    "part": f"{part} again" if again else part,
                    "rows": run.rows,
                    "rows_per_second": round(run.rows / seconds),
                    "seconds": round(seconds, 3),
                    "more_memory_mb": round(_memory() - before, 1),
                }
            )
    return lines


def _memory():
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
