"""SQL statements and milliseconds of pages in a small and in a large organization.

    dev.py bench pages [--people 50 5000] [--repeats 7]

One JSON line a page, both sizes side by side. A page is asked for in this process, through the
whole middleware and as the application's database role. `milliseconds` is the median of what a
page takes, with the wait for the database; `cpu_milliseconds` is this process's part of it.
Statements are those that views and middleware execute, not the beginning and end of transactions.
"""

import argparse
import json
import statistics
import time

from django.db import connection
from django.test import Client
from django.urls import reverse

from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from participants.bulk.acts import plan
from participants.bulk.models import Kind
from participants.models import Participant
from tests.bench._organizations import filled, open_cases

MOST_STATEMENTS = 12


class Statements:
    """Counts what is executed while it wraps the connection's statements."""

    count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def main(argv=None):
    """Prints one line a page; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="pages", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[50, 5000])
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args(argv)
    missed = 0
    for line in measure(arguments.people, arguments.repeats):
        missed += not line["within_bar"]
        print(json.dumps(line), flush=True)
    return 1 if missed else 0


def measure(sizes, repeats):
    """One line a page, ``at`` each size of ``sizes`` (numbers of participants)."""
    pages = {}
    for people in sizes:
        organization = filled(people)
        open_cases(organization)
        for page, (login, address) in addresses(organization).items():
            browser = Client(SERVER_NAME="localhost")
            browser.force_login(getattr(organization, login))
            pages.setdefault(page, {})[str(people)] = measure_page(browser, address, repeats)
    return [_line(page, at) for page, at in pages.items()]


def _line(page, at):
    counts = {numbers["statements"] for numbers in at.values()}
    return {
        "bench": "pages",
        "page": page,
        "at": at,
        "bar": MOST_STATEMENTS,
        "is_constant": len(counts) == 1,
        "within_bar": len(counts) == 1 and max(counts) <= MOST_STATEMENTS,
    }


def addresses(made):
    """``{page: (whose login, address)}``."""
    slug, program = made.organization.slug, made.program.slug
    staff = {
        "dashboard": ("dashboard:home",),
        "search": ("dashboard:search",),
        "programs": ("programs:list",),
        "program": ("programs:detail", program),
        "sponsors": ("programs:sponsors", program),
        "timetable": ("programs:timetable", program),
        "companies": ("companies:list",),
        "participants": ("participants:list", program),
        "participants' filters": ("participants:filters", program),
        "plan for many": ("participants:bulk", program, _planned(made)),
        "save a view": ("views:new",),
        "participant": ("participants:detail", program, made.partnership.mentee_id),
        "imports": ("participants:imports", program),
        "matching": ("matching:home", program),
        "workbench": ("matching:run", program, made.run.number),
        "announcement": ("matching:announce", program, made.run.number),
        "nobody": ("matching:nobody", program, made.run.number),
        "partnerships": ("partnerships:list", program),
        "cases": ("cases:list",),
        "API participants": ("api:participants", program),
    }
    portal = {
        "portal": ("portal:home",),
        "portal match": ("portal:match", made.partnership.pk),
        "portal profile": ("portal:profile",),
        "portal year": ("portal:year",),
    }
    company = {"company": ("company:home",), "company people": ("company:people",)}
    logins = {"coordinator": staff, "participant": portal, "hr": company}
    return {
        page: (login, reverse(name, args=[slug, *words]))
        for login, pages in logins.items()
        for page, (name, *words) in pages.items()
    }


def _planned(made):
    """The id of an act on the first people of the program that waits for its confirmation."""
    with context.enter(context.Context(made.organization.pk)):
        by = Membership.objects.get(user_id=made.coordinator.pk, role=Role.COORDINATOR)
        people = Participant.objects.filter(program=made.program).order_by("pk")[:25]
        return plan(made.program, Kind.TAKE_OUT, [one.pk for one in people], by=by).pk


def measure_page(browser, address, repeats):
    """Statements of a page, and the median of ``repeats`` times, after one that does not count."""
    _get(browser, address)
    statements = Statements()
    with connection.execute_wrapper(statements):
        response = _get(browser, address)
    wall, cpu = [], []
    for _ in range(repeats):
        start = time.perf_counter(), time.process_time()
        _get(browser, address)
        wall.append(time.perf_counter() - start[0])
        cpu.append(time.process_time() - start[1])
    return {
        "statements": statements.count,
        "milliseconds": round(1000 * statistics.median(wall), 1),
        "cpu_milliseconds": round(1000 * statistics.median(cpu), 1),
        "kilobytes": round(len(response.content) / 1024),
    }


def _get(browser, address):
    response = browser.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return response


if __name__ == "__main__":
    raise SystemExit(main())
