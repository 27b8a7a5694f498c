"""Measures readiness: JSON lines, one per size of a pool and number of mentors.

    python -m tests.bench.readiness [--quick]

CPU seconds, the median of three, from profiles to groups, offers and what sponsors owe. `mentors`
is 0.7 or 0.35 times the number of mentees: the second pool is short, which is more work.
"""

import argparse
import json

from matching.engine.helping import Owed
from matching.engine.readiness import assess
from tests.bench._matching.clock import cpu
from tests.bench._matching.people import COMPANIES, pool

SHARE_OF_MENTEES = 0.6
BARS = {300: 0.15, 1_000: 0.5}


def main(argv=None):
    """Prints one line per size; returns 1 when a bar is missed, else 0."""
    parser = argparse.ArgumentParser(prog="readiness", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="300 people only")
    quick = parser.parse_args(argv).quick
    missed = 0
    for people in (300,) if quick else (300, 1_000):
        for share in (1, 2):
            line = measure(people, share)
            missed += line["within_bar"] is False
            print(json.dumps(line), flush=True)
    return 1 if missed else 0


def measure(people, share):
    """One pool of about ``people``, with every ``share``-th of its mentors."""
    mentees, mentors, facts = pool(round(SHARE_OF_MENTEES * people))
    mentors = mentors[::share]
    owed = [Owed(company, 2) for company in range(0, COMPANIES, 10)]
    found = assess(mentees, mentors, facts=facts, owed=owed)
    seconds = cpu(lambda: assess(mentees, mentors, facts=facts, owed=owed))
    return {
        "bench": "readiness",
        "people": people,
        "mentees": found.mentees,
        "mentors": found.mentors,
        "places": found.places,
        "matched": found.matched,
        "groups": len(found.groups),
        "offers": len(found.offers),
        "cpu_seconds": round(seconds, 4),
        "bar": BARS.get(people),
        "within_bar": seconds < BARS[people] if people in BARS else None,
    }


if __name__ == "__main__":
    raise SystemExit(main())
