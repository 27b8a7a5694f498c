"""How long one of a pair waits for their pages while eight ask at once, among many partnerships.

    dev.py bench partnership [--partnerships 5000] [--requests 400]

Everybody is matched and announced through the services. One pair then accepts, learns, signs,
meets, sets a goal and writes 500 notes, all as themselves. One JSON line a page: `p50` and `p95`
are milliseconds from the question to the last byte, opening the page's encrypted words included.
"""

import argparse
import json
import os
import socket
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.urls import reverse

from mentoring import clock
from mentoring.launch import product
from mentoring.launch.processes import Process
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership, User
from organizations.roles import Role
from partnerships import services
from partnerships.meetings import telling
from partnerships.models import Partnership
from partnerships.writing.keys import Keyring
from partnerships.writing.models import Note
from tests.bench._organizations import MENTEE_SHARE, filled
from tests.bench.lists import line_of
from tests.bench.portal import CONNECTIONS, cookie_of, load
from tests.factories.agreements import agree
from tests.factories.training import as_oneself, introduce
from tests.partnerships.writing.people import written

BAR = 150  # milliseconds for 95 of 100
OPENING_BAR = 100  # milliseconds
SIDES = ("mentee", "mentor")
NOTES, MEETINGS = 500, 12


def main(argv=None):
    """Prints one line a page; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="partnership", description=__doc__.splitlines()[0])
    parser.add_argument("--partnerships", type=int, default=5000)
    parser.add_argument("--requests", type=int, default=400, help="of each page")
    arguments = parser.parse_args(argv)
    made = lived(arguments.partnerships)
    missed = 0
    print(json.dumps(opening(made)), flush=True)
    for line in measure(made, os.environ, arguments.requests):
        missed += not line["within_bar"]
        print(json.dumps({**line, "partnerships": arguments.partnerships}), flush=True)
    return 1 if missed else 0


def lived(partnerships, notes=NOTES, meetings=MEETINGS):
    """A ``Filled`` organization with so many matches, whose first pair has lived for a while."""
    people = round(partnerships / MENTEE_SHARE * 1.02)
    made = filled(people, announced=partnerships)
    with context.enter(context.Context(made.organization.pk)):
        row = Partnership.objects.select_related(
            *(f"{side}{of}" for side in SIDES for of in ("", "_person"))
        ).get(pk=made.partnership.pk)
        for side in SIDES:
            with as_oneself(getattr(row, side)):
                services.accept(row, by=_login(row, side))
        introduce(row)
        agree(row)
        for number in range(meetings):
            _meet(row, number)
        for number in range(notes):
            written(Note, row, SIDES[number % 2], f"What we talked about, number {number}.")
        return replace(made, participant=User.objects.get(pk=_login(row, "mentee").user_id))


def _login(row, side):
    person = getattr(row, f"{side}_person_id")
    return Membership.objects.get(person=person, role=Role.PARTICIPANT)


def _meet(row, number):
    at = clock.now() + timedelta(hours=2 * number + 2)
    with clock.held_at(at + timedelta(minutes=90)), as_oneself(row.mentee):
        said = {"at": at, "zone": "Europe/Berlin", "minutes": 60, "form": "virtual"}
        telling.log(row, by=_login(row, "mentee"), meeting_id=uuid7(), **said)


def opening(made):
    """CPU milliseconds, the best of five, in which all notes of the pair are read and decrypted."""
    took = []
    with context.enter(context.Context(made.organization.pk)):
        row = Partnership.objects.select_related("mentee__person").get(pk=made.partnership.pk)
    with as_oneself(row.mentee):
        for _ in range(5):
            start = time.process_time()
            keys = Keyring(row.pk)
            count = len([keys.read(note) for note in Note.objects.filter(partnership=row)])
            took.append(round(1000 * (time.process_time() - start), 1))
    return {"bench": "partnership", "notes": count, "cpu_ms": min(took), "bar": OPENING_BAR}


def addresses(made):
    """``{page: address}`` of what one of the pair has open."""
    slug, pk = made.organization.slug, made.partnership.pk
    pages = ("match", "writing:notes", "meetings:list", "goals:board", "agreements:agreement")
    found = {name: reverse(f"portal:{name}", args=[slug, pk]) for name in pages}
    return {"home": reverse("portal:home", args=[slug]), **found}


def measure(made, env, requests):
    """A line for each page of the pair, by a web server in ``env``."""
    cookie = cookie_of(made.participant)
    with tempfile.TemporaryDirectory() as folder:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = Process("web", product.web(port), log=Path(folder, "web.log"), env=dict(env))
        try:
            product.wait_for_page(port, reverse("healthz"), server)
            for page, address in addresses(made).items():
                load(port, address, cookie, 4 * CONNECTIONS)  # the first ones do not count
                result = load(port, address, cookie, requests)
                yield line_of(page, result, bench="partnership", bar=BAR)
        finally:
            server.stop()


if __name__ == "__main__":
    raise SystemExit(main())
