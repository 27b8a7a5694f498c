"""Rows a second of the CSV import, and the memory that it takes.

    dev.py bench csv_import [--rows 5000] [--side mentor]

One JSON line for each part: check, apply, and both again with the same file, which changes nothing.
The work is what a worker does; `cpu_seconds` is this process's part of it, the rest is the
database's. `more_memory_mb` is by how much the most memory of this process has grown.
"""

import argparse
import csv
import io
import json
import resource
import time

from django.utils import timezone

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.services import create_organization, save_company
from participants.columns import columns
from participants.importing import runs
from participants.roles import Side
from programs.models import Program
from programs.timetable import add_months

COMPANIES = 24
BAR = 1000


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


def main(argv=None):
    """Prints one line a part; returns 1 when a part takes fewer than 1,000 rows a second."""
    parser = argparse.ArgumentParser(prog="csv_import", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--side", choices=Side.values, default=Side.MENTOR.value)
    arguments = parser.parse_args(argv)
    organization, program = _organization()
    content = people_file(arguments.rows, Side(arguments.side))
    missed = 0
    for again in (False, True):
        for line in _measured(organization, program, Side(arguments.side), content, again):
            missed += not line["within_bar"]
            print(json.dumps(line), flush=True)
    return 1 if missed else 0


def _organization():
    slug = f"bench-{uuid7().hex}"
    organization = create_organization(name="Benchmark", slug=slug)
    with context.enter(context.Context(organization.pk)):
        for number in range(COMPANIES):
            save_company(name=f"Company {number}", by=None)
        starts_on = timezone.localdate()
        program = Program.objects.create(
            name="Benchmark", slug=slug, starts_on=starts_on, ends_on=add_months(starts_on, 12)
        )
    return organization, program


def _measured(organization, program, side, content, again):
    """The lines of one pass through the file: its check, then its import."""
    before = _memory()
    with context.enter(context.Context(organization.pk)):
        run = runs.ask(program, side, content, "people.csv", by=None)
        for part, work in (("check", runs.check_rows), ("apply", runs.apply_rows)):
            if part == "apply":
                run = runs.confirm(run, by=None)
            start, cpu = time.perf_counter(), time.process_time()
            runs.at_once(run, work)
            seconds = time.perf_counter() - start
            yield {
                "bench": "csv_import",
                "side": str(side),
                "part": f"{part} again" if again else part,
                "rows": run.rows,
                "rows_per_second": round(run.rows / seconds),
                "seconds": round(seconds, 3),
                "cpu_seconds": round(time.process_time() - cpu, 3),
                "more_memory_mb": round(_memory() - before, 1),
                "within_bar": run.rows / seconds >= BAR,
            }


def _memory():
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
