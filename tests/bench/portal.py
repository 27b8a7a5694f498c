"""Requests a second of the portal's home page beside an empty view of the same server.

    dev.py bench portal [--requests 2000] [--rounds 5] [--people 50]

The web server is started as everywhere, with two processes. A load generator of its own process
asks over eight kept connections, for both addresses in turn, round after round; `ratio` is the
median of the rounds. The empty view is `/healthz`: the whole middleware around a word. It is asked
once with the cookie of the person who reads the portal (so that middleware reads session and login
alike) and once without a cookie, where it asks the database nothing.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse

from mentoring.launch import product
from mentoring.launch.processes import Process
from tests.bench._organizations import filled

BAR = 0.5
CONNECTIONS = 8
LOAD = Path(__file__).with_name("_load.py")
PATIENCE = 300


def main(argv=None):
    """Prints one line; returns 1 when the bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="portal", description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=2000, help="of each address, in all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=50)
    arguments = parser.parse_args(argv)
    made = filled(arguments.people)
    line = measure(made, os.environ, arguments.requests, arguments.rounds)
    print(json.dumps(line | {"participants": arguments.people}))
    return 0 if line["within_bar"] else 1


def measure(made, env, requests, rounds):
    """Start a web server in ``env`` and measure it with ``made``, a ``Filled`` organization."""
    home, empty = reverse("portal:home", args=[made.organization.slug]), reverse("healthz")
    cookie = cookie_of(made.participant)
    asked = {"portal": (home, cookie), "empty": (empty, cookie), "empty_anonymous": (empty, "")}
    with tempfile.TemporaryDirectory() as folder:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = Process("web", product.web(port), log=Path(folder, "web.log"), env=dict(env))
        try:
            product.wait_for_page(port, empty, server)
            rates = _rates(port, asked, requests // rounds, rounds)
        finally:
            server.stop()
    ratio = _ratio(rates, "empty")
    return {
        "bench": "portal",
        "requests": requests // rounds * rounds,
        "connections": CONNECTIONS,
        "requests_per_second": {name: round(statistics.median(of)) for name, of in rates.items()},
        "ratio": ratio,
        "ratio_to_anonymous": _ratio(rates, "empty_anonymous"),
        "bar": BAR,
        "within_bar": ratio >= BAR,
    }


def cookie_of(user):
    """The header that makes a request this login's."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def _rates(port, asked, requests, rounds):
    """``{name: [requests a second of each round]}``, after a round that does not count."""
    rates = {name: [] for name in asked}
    for number in range(rounds + 1):
        for name, (path, cookie) in asked.items():
            result = load(port, path, cookie, requests if number else 4 * CONNECTIONS)
            if result["failed"]:
                raise RuntimeError(f"{result['failed']} of {requests} requests of {path} failed")
            if number:
                rates[name].append(requests / result["seconds"])
    return rates


def load(port, path, cookie, requests):
    """Ask so many times over all connections: ``{"seconds", "failed", "milliseconds"}``."""
    words = [sys.executable, LOAD, *map(str, (port, path, cookie, requests, CONNECTIONS))]
    asked = subprocess.run(words, capture_output=True, check=True, timeout=PATIENCE)
    return json.loads(asked.stdout)


def _ratio(rates, empty):
    pairs = zip(rates["portal"], rates[empty], strict=True)
    return round(statistics.median(portal / other for portal, other in pairs), 3)


if __name__ == "__main__":
    raise SystemExit(main())
