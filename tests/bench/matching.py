"""Measures the matching engine: JSON lines, one or more a row.

    dev.py bench matching [--quick] [--rows ROW ...]

Seconds are CPU seconds, the median of three, unless a row says otherwise; ratios are of figures
taken in this one run. ``--quick`` takes small pools, and only those problems with published optima
that are small.
"""

import argparse
import json

from tests.bench._matching import edits, explained, fairness, large, peer, published, whole

LARGEST, SMALL = 10_000, 100
SEEDS = 5


def _explained(quick):
    return map(explained.measure, (100, 300) if quick else (100, 300, 1_000))


def _large(quick):
    return [large.measure(SMALL if quick else LARGEST)]


def _whole(quick):
    return [whole.measure(SMALL if quick else 1_000)]


def _edits(quick):
    return [edits.measure(SMALL if quick else 1_000)]


def _peer(quick):
    return [peer.measure(SMALL if quick else 500)]


def _fairness(quick):
    return [fairness.measure((40,) if quick else (50, 100, 200), SEEDS)]


def _published(quick):
    return published.measure(("assign100",) if quick else tuple(published.OPTIMA))


ROWS = {
    "explained": _explained,
    "large": _large,
    "whole": _whole,
    "edits": _edits,
    "peer": _peer,
    "fairness": _fairness,
    "published": _published,
}


def main(argv=None):
    """Prints the lines; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="matching", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small counts")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    arguments = parser.parse_args(argv)
    missed = 0
    for row in arguments.rows:
        for line in ROWS[row](arguments.quick):
            missed += line["within_bar"] is False
            print(json.dumps({"bench": "matching"} | line), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
