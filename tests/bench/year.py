"""A year lived by machine, and the daily pass over many partnerships.

    dev.py bench year [--partnerships 300] [--kills 50] [--flushes 5] [--many 5000]

Three lines: the year as it is, the same year while workers are killed and the broker forgets
everything, and what beat starts each day in an organization with so many active partnerships.
`seconds` of the pass end when nothing is due any more, of which `cpu_seconds` are this process's
own; its memory is what the process grew by.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import datetime
from datetime import time as hour
from zoneinfo import ZoneInfo

from mentoring import clock
from mentoring.jobs.registry import due_work
from mentoring.launch import paths
from mentoring.tenancy import context
from notifications.models import Message
from organizations.zones import zone_of
from programs.models import Program, ProgramDate
from tests.bench._organizations import MENTEE_SHARE, filled, refresh_statistics
from tests.bench._owner import as_owner

PASS_BAR, MEMORY_BAR = 60, 64  # seconds, megabytes
MORNING = hour(8, 5)
# What a pair has behind it three months after the introduction, written as its owner: a bench of
# the pass is not one of five thousand trainings and signatures.
ACTIVE = """
UPDATE partnerships_partnership p SET status = 'active', announced_at = %(begun)s - interval '40 d',
    answer_by = %(begun)s - interval '33 d', mentor_accepted_at = %(begun)s - interval '35 d',
    mentee_accepted_at = %(begun)s - interval '35 d', ends_on = %(ends_on)s,
    introduced_at = %(begun)s - (random() * interval '20 d')
WHERE p.program_id = %(program)s AND p.status = 'proposed'
"""


def main(argv=None):
    """Prints three lines; returns how many miss their bar."""
    parser = argparse.ArgumentParser(prog="year", description=__doc__.splitlines()[0])
    for name, usual in (("partnerships", 300), ("kills", 50), ("flushes", 5), ("many", 5000)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    missed = 0
    for line in _lines(asked):
        print(json.dumps(line), flush=True)
        missed += not line["within_bar"]
    return missed


def _lines(asked):
    if asked.partnerships:
        yield lived(asked.partnerships, asked.seed)
        yield lived(asked.partnerships, asked.seed, asked.kills, asked.flushes)
    if asked.many:
        yield daily_pass(asked.many)


def lived(partnerships, seed, kills=0, flushes=0):
    """A line about a whole year."""
    asked = {"partnerships": partnerships, "seed": seed}
    asked |= {"kill-workers": kills, "flush-broker": flushes}
    options = [f"--{name}={value}" for name, value in asked.items()]
    command = [sys.executable, "manage.py", "simulate_year", "--json", *options]
    done = subprocess.run(command, cwd=paths.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    is_kept = not found["violations"] and not found["lost"] and found["kills"] >= kills
    return {
        "bench": "year",
        "run": "with deaths" if kills else "plain",
        "mails": found["mails_on_wire"],
        **{name: found[name] for name in ("kills", "flushes", "lost", "duplicates_on_wire")},
        "violations": len(found["violations"]),
        "first_violations": found["violations"][:5],
        "seconds": found["seconds"],
        "within_bar": is_kept and found["duplicates_on_wire"] <= kills,
    }


def daily_pass(partnerships):
    """A line about the morning on which all are asked how their third month went."""
    made = filled(round(partnerships / MENTEE_SHARE * 1.02), announced=partnerships)
    within = context.Context(made.organization.pk)
    with context.enter(within):
        program = Program.objects.get(pk=made.program.pk)
        row = ProgramDate.objects.get(program=program, key="check_3")
    begun = begin(program)
    refresh_statistics()
    zone = ZoneInfo(str(zone_of(made.organization)))
    moment = datetime.combine(row.opens_on, MORNING, tzinfo=zone)
    grew = _memory()
    with clock.held_at(moment):
        start, own = time.monotonic(), time.process_time()
        passes = [_pass(within)]
        while passes[-1]["written"]:
            passes.append(_pass(within))
        seconds, own = time.monotonic() - start, time.process_time() - own
    grew = _memory() - grew
    return {
        "bench": "year",
        "run": "daily pass",
        "partnerships": begun,
        "asked": _written(within, kind="check_open"),
        "written": sum(one["written"] for one in passes),
        "passes": len(passes),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(own, 1),
        "slowest_pass": max(one["seconds"] for one in passes),
        "megabytes": grew,
        "bar": PASS_BAR,
        "within_bar": seconds < PASS_BAR and grew < MEMORY_BAR,
    }


def begin(program):
    """Let all announced pairs of the program be under way since its start; how many they are."""
    begun = datetime.combine(program.starts_on, hour(9), tzinfo=ZoneInfo("UTC"))
    facts = {"program": str(program.pk), "begun": begun, "ends_on": program.ends_on}
    with as_owner("partnerships_partnership") as cursor:
        cursor.execute(ACTIVE, facts)
        return cursor.rowcount


def _pass(within):
    """What the sweep of one minute does; how many messages it wrote, and its seconds."""
    start, before = time.monotonic(), _written(within)
    for find in due_work():
        with context.enter(within):
            find()
    seconds = round(time.monotonic() - start, 2)
    return {"written": _written(within) - before, "seconds": seconds}


def _written(within, **which):
    with context.enter(within):
        return Message.objects.filter(**which).count()


def _memory():
    """The most that this process has held so far, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (2**20 if sys.platform == "darwin" else 2**10))


if __name__ == "__main__":
    raise SystemExit(main())
