"""Search over people and companies of many organizations under row security.

    dev.py bench search [--people 100000] [--organizations 20] [--rounds 5]

One JSON line a way of searching: `milliseconds` are the median and the 95th percentile of the
coordinators' search page, through the whole middleware and as the application's database role;
`sql_milliseconds` are those of its statements alone. `all in one` puts as many people as there are
in all into one organization more, which no bar asks for.
"""

import argparse
import json
import statistics
import time
from datetime import date

import numpy as np
from django.db import connection
from django.test import Client
from django.urls import reverse

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Company, Employment, Person, User
from organizations.roles import Role
from organizations.services import create_organization, grant_role
from tests.bench._organizations import refresh_statistics

BAR = 50  # milliseconds, 95 of 100
PEOPLE_PER_COMPANY, CHUNK = 20, 5000
GIVEN = (
    *("Ana", "Børge", "Jürgen", "Müge", "Łukasz", "Élodie", "Søren", "Zoë", "Ines", "Mohammed"),
    *("Ольга", "Дмитрий", "Γιώργος", "明", "山田", "أحمد", "שרה", "प्रिया", "Anne-Marie", "José"),
)
FAMILY = (
    *("Müller", "O'Brien", "García", "Núñez", "Østergård", "Иванов", "太郎", "عبد الله", "Cohen"),
    *("Sharma", "Nguyễn", "Smith", "Lindqvist", "Lefèvre", "Weiß", "van den Berg", "Novák"),
)
ENDINGS = ("", "", "sen", "son", "ová", "ić", "-Roth", "-Ng", " Mora")
QUERIES = {
    "one word": ("Muller", "mül", "иван", "田", "nunez", "אחמד", "أحمد", "weiss", "Mueller"),
    "two words": ("jurgen mull", "ana garcia", "lindqvist ines", "o’brien marie", "smith zoe"),
    "address": ("person77", "person1234.", "company3.example", "@company12"),
    "very many": ("example", "an", "e", "person", "a e o"),
    "nothing": ("zzzz", "xq xq", "%", "_____", "'; --"),
    "misspelled": ("lindqvsit", "mullre", "garzia", "ostergrad"),
    "company": ("Harbor 3", "brucke", "zurich"),
}


def main(argv=None):
    """Prints one line a way of searching; returns 1 when the bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="search", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--organizations", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(argv)
    missed = 0
    for line in measure(given.people, given.organizations, given.rounds):
        missed += line["within_bar"] is False
        print(json.dumps(line), flush=True)
    return 1 if missed else 0


def measure(people, organizations, rounds):
    rng = np.random.default_rng(1)
    slugs = [made(people // organizations, rng) for _ in range(organizations)]
    refresh_statistics()
    for kind, words in QUERIES.items():
        yield _line(kind, slugs[len(slugs) // 2], words, rounds) | {
            "people": people,
            "organizations": organizations,
        }
    alone = made(people, rng)
    refresh_statistics()
    every = [text for words in QUERIES.values() for text in words]
    yield _line("all in one", alone, every, rounds) | {"people": people, "within_bar": None}


def made(people, rng):
    """An organization of so many people, each with a job; its slug."""
    slug = f"bench-{uuid7().hex}"
    organization = create_organization(name=f"Benchmark {people}", slug=slug)
    with context.enter(context.Context(organization.pk)):
        grant_role(email=f"staff@{slug}.example", name="Staff", role=Role.COORDINATOR, by=None)
        towns = ("Harbor", "Brücke", "Zürich Re", "Łódź Steel", "Nordström")
        count = max(1, people // PEOPLE_PER_COMPANY)
        companies = Company.objects.bulk_create(
            Company(name=f"{towns[at % len(towns)]} {at}") for at in range(count)
        )
    for start in range(0, people, CHUNK):
        with context.enter(context.Context(organization.pk)):
            rows = [_person(at, rng) for at in range(start, min(people, start + CHUNK))]
            Person.objects.bulk_create(rows, batch_size=1000)
            Employment.objects.bulk_create(
                [
                    Employment(
                        person=row, company=companies[at % count], started_on=date(2024, 1, 1)
                    )
                    for at, row in enumerate(rows)
                ],
                batch_size=1000,
            )
    return slug


def _person(at, rng):
    given, family, ending = (
        words[int(rng.integers(len(words)))] for words in (GIVEN, FAMILY, ENDINGS)
    )
    email = f"person{at}.{rng.integers(1000)}@company{at % 500}.example"
    return Person(given_name=given, family_name=family + ending, email=email)


class Clock:
    """Adds up the time of the statements that it wraps."""

    seconds = 0.0

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - start


def _line(kind, slug, texts, rounds):
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email=f"staff@{slug}.example"))
    whole, sql = [], []
    for at in range(-1, rounds):
        for text in texts:
            address = reverse("dashboard:search", args=[slug], query={"q": text})
            clock, start = Clock(), time.perf_counter()
            with connection.execute_wrapper(clock):
                response = browser.get(address)
            taken = time.perf_counter() - start
            if response.status_code != 200:
                raise RuntimeError(f"{address} answers {response.status_code}")
            if at >= 0:  # the first round does not count
                whole.append(1000 * taken)
                sql.append(1000 * clock.seconds)
    slow = _percentile(whole)
    return {
        "bench": "search",
        "kind": kind,
        "queries": len(whole),
        "milliseconds": {"p50": round(statistics.median(whole), 1), "p95": round(slow, 1)},
        "sql_milliseconds": {
            "p50": round(statistics.median(sql), 1),
            "p95": round(_percentile(sql), 1),
        },
        "bar": BAR,
        "within_bar": slow < BAR,
    }


def _percentile(values):
    return float(np.percentile(values, 95))


if __name__ == "__main__":
    raise SystemExit(main())
