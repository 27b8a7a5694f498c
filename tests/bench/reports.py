"""Measures the release of reports: JSON lines, one per size, one for the attacker.

    dev.py bench reports [--quick]

CPU seconds of one release of tables of people by three traits, and of arbitrary overlapping sets,
with how many of the cells of at least five people are released. Then one report in all formats, and
quarters with joiners and leavers, each history tried by an exact attacker who knows nothing of the
engine. At last a program of many partnerships from its rows to files: one company's report beside
the bare reading of the same rows, and those of all companies at the end, after three quarters.
"""

import argparse
import json
import random

from reports import documents
from reports.release import Cell, release
from tests.bench import _reported
from tests.bench._matching.clock import cpu, once
from tests.reports.release.attacker import quarters, small_fact, tables
from tests.reports.sample import published, sample

SIZES = ((120, (6, 2, 3), 2.0), (1_000, (10, 6, 7), 60.0))
HISTORIES, SMALL = 2_000, 4
PAIRS, COMPANIES = 5_000, 200
DOCUMENTS_BAR = 1.5  # CPU seconds a report in all formats: 200 in five minutes


def main(argv=None):
    """Prints one line per measure; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="reports", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="120 people, 100 histories, 200 pairs")
    quick = parser.parse_args(argv).quick
    missed = 0
    for line in measure(quick):
        print(json.dumps(line), flush=True)
        missed += not line["within_bar"]
    return 1 if missed else 0


def measure(quick):
    for people, traits, bar in SIZES[: 1 if quick else 2]:
        yield tables_of(people, traits, bar)
        yield any_sets(people, 48 if people == 120 else 200, bar)
    yield documents_of(10 if quick else 200)
    yield attacked(100 if quick else HISTORIES)
    yield from _reported.measure(*((200, 10) if quick else (PAIRS, COMPANIES)))


def tables_of(people, traits, bar):
    chance = random.Random(2)
    crowd = {i: tuple(chance.randrange(many) for many in traits) for i in range(people)}
    return _timed("tables", people, [Cell(*one) for one in tables(crowd, len(traits))], bar)


def any_sets(people, many, bar):
    """Filters that nobody would think of, a third of the people in each."""
    chance = random.Random(4)
    sets = [[p for p in range(people) if chance.random() < 0.3] for _one in range(many)]
    return _timed("sets", people, [Cell(str(i), frozenset(one)) for i, one in enumerate(sets)], bar)


def _timed(kind, people, cells, bar):
    found = []
    seconds = cpu(lambda: found.append(release(cells)))
    return {
        "bench": f"release of {kind}",
        "people": people,
        "cells": len(cells),
        "large_enough": sum(len(cell.members) >= 5 for cell in cells),
        "released": len(found[0]),
        "cpu_seconds": round(seconds, 3),
        "bar": bar,
        "within_bar": seconds <= bar,
    }


def documents_of(reports):
    """As many reports as PDF, workbook and CSV, each of another company, from their snapshots."""
    snapshots = [published(sample(company=f"Company {number}")) for number in range(reports)]
    made = []
    seconds = once(
        lambda: made.extend(
            len(make(one)) for one in snapshots for _type, make in documents.KINDS.values()
        )
    )
    return {
        "bench": "documents",
        "reports": reports,
        "files": len(made),
        "cpu_seconds": round(seconds, 2),
        "bar": DOCUMENTS_BAR * reports,
        "within_bar": seconds <= DOCUMENTS_BAR * reports,
    }


def attacked(histories):
    """How many histories of four quarters and more give away a fact about fewer than k people."""
    broken = released = 0
    for seed in range(histories):
        history = []
        for cells in quarters(random.Random(seed), periods=4 + seed % 2):
            ids = release([Cell(*one) for one in cells], history, k=SMALL)
            history += [dict(cells)[one] for one in ids]
        released += len(history)
        broken += small_fact(history, SMALL) is not None
    return {
        "bench": "attacker",
        "histories": histories,
        "released": released,
        "broken": broken,
        "bar": 0,
        "within_bar": broken == 0,
    }


if __name__ == "__main__":
    raise SystemExit(main())
