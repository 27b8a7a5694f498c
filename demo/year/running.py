"""One run: its surroundings outside, and inside them the year and what is said of it."""

import shutil
import signal
import sys
import time

from demo.year.living import Life, Options
from demo.year.reporting import report
from demo.year.surroundings import Hand, surroundings
from demo.year.workers import Workers
from mentoring.launch import paths, processes

WORKERS = 2


def surround(arguments, options, folder):
    """Run the same command again where everything is its own; the exit code."""
    leave_in_order()
    processes.sweep()  # what a run that was killed has left
    with surroundings(folder, options["template"]) as env:
        command = [sys.executable, "manage.py", *arguments, "--inside", str(folder)]
        try:
            return processes.run("year", command, env=env, in_foreground=True)
        finally:
            keep_logs(folder)


def leave_in_order():
    """Who is asked to stop ends what was started."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def keep_logs(folder):
    """What the workers had to say stays where the logs of this clone are."""
    paths.data_folder()
    for log in folder.glob("*.log"):
        shutil.copyfile(log, paths.LOG / f"year_{log.name}")


def live(options, folder):
    """The year, and what came of it: ready to be written as JSON."""
    leave_in_order()
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
