"""One run: its surroundings outside, and inside them the year and what is said of it."""

import subprocess
import sys
import time

from demo.year.living import Life, Options
from demo.year.reporting import report
from demo.year.surroundings import Hand, surroundings
from demo.year.workers import Workers
from mentoring.launch import paths

WORKERS = 2


def surround(arguments, options, folder):
    """Run the same command again where everything is its own; the exit code."""
    with surroundings(folder, options["template"]) as env:
        command = [sys.executable, "manage.py", *arguments, "--inside", str(folder)]
        return subprocess.run(command, env=env, cwd=paths.ROOT, check=False).returncode


def live(options, folder):
    """The year, and what came of it: ready to be written as JSON."""
    began = time.monotonic()
    asked = Options(
        options["partnerships"],
        options["seed"],
        options["months"],
        options["kill_workers"],
        options["flush_broker"],
    )
    with Hand() as hand, Workers(WORKERS, folder) as workers:
        life = Life(asked, hand, workers)
        life.live()
        said = report(life)
    return said | {"seconds": round(time.monotonic() - began)}
