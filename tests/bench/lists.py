"""How long coordinators wait for their lists while eight of them ask at the same time.

    dev.py bench lists [--people 50 5000] [--requests 400]

The web server is started as everywhere, with two processes. A load generator of its own process
asks over eight kept connections for one page after the other, as a coordinator. One JSON line a
page and size: `p50` and `p95` are milliseconds from the question to the last byte of the answer.
Everybody who takes part is in an open case.
"""

import argparse
import json
import os
import socket
import statistics
import tempfile
from pathlib import Path

from django.urls import reverse

from mentoring.launch import product
from mentoring.launch.processes import Process
from tests.bench._organizations import filled, open_cases
from tests.bench.portal import CONNECTIONS, cookie_of, load

BAR = 200  # milliseconds for 95 of 100


def main(argv=None):
    """Prints one line a page; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="lists", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[50, 5000])
    parser.add_argument("--requests", type=int, default=400, help="of each page")
    arguments = parser.parse_args(argv)
    missed = 0
    for people in arguments.people:
        made = filled(people)
        open_cases(made)
        for line in measure(made, os.environ, arguments.requests):
            missed += not line["within_bar"]
            print(json.dumps({**line, "people": people}), flush=True)
    return 1 if missed else 0


def addresses(made):
    """``{page: address}`` of the lists that are open all day, and of one that is narrowed."""
    slug, program = made.organization.slug, made.program.slug
    participants = reverse("participants:list", args=[slug, program])
    return {
        "participants": participants,
        "participants narrowed": f"{participants}?side=mentor&profile=complete&sort=-company",
        "partnerships": reverse("partnerships:list", args=[slug, program]),
        "people": reverse("people:list", args=[slug]),
        "companies": reverse("companies:list", args=[slug]),
        "programs": reverse("programs:list", args=[slug]),
        "cases": reverse("cases:list", args=[slug]),
        "cases narrowed": reverse("cases:list", args=[slug]) + "?signal=profile&due=overdue",
    }


def measure(made, env, requests):
    """A line for each page of ``made``, a ``Filled`` organization, by a web server in ``env``."""
    cookie = cookie_of(made.coordinator)
    with tempfile.TemporaryDirectory() as folder:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = Process("web", product.web(port), log=Path(folder, "web.log"), env=dict(env))
        try:
            product.wait_for_page(port, reverse("healthz"), server)
            for page, address in addresses(made).items():
                load(port, address, cookie, 4 * CONNECTIONS)  # the first ones do not count
                yield line_of(page, load(port, address, cookie, requests))
        finally:
            server.stop()


def line_of(page, result, bench="lists", bar=BAR):
    """What is printed about one page, from what the load generator says."""
    if result["failed"]:
        raise RuntimeError(f"{result['failed']} requests of {page} failed")
    hundredths = statistics.quantiles(result["milliseconds"], n=100, method="inclusive")
    p50, p95 = round(hundredths[49], 1), round(hundredths[94], 1)
    return {
        "bench": bench,
        "page": page,
        "connections": CONNECTIONS,
        "p50": p50,
        "p95": p95,
        "bar": bar,
        "within_bar": p95 < bar,
    }


if __name__ == "__main__":
    raise SystemExit(main())
