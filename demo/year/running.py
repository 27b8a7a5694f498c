"""One run: its surroundings outside, and inside them the year and what is said of it."""

import shutil
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
        try:
            return subprocess.run(command, env=env, cwd=paths.ROOT, check=False).returncode
        finally:
            keep_logs(folder)


def keep_logs(folder):
    """What the workers had to say stays where the logs of this clone are."""
    paths.data_folder()
    for log in folder.glob("*.log"):
        shutil.copyfile(log, paths.LOG / f"year_{log.name}")


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
