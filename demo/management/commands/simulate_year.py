"""Live a year of a program by machine and say whether anybody slipped."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

MOST_PARTNERSHIPS, MONTHS = 2000, (2, 12)


class Command(BaseCommand):
    help = (
        "Live a year of a program through the services and real workers, in a database, with a "
        "broker and a mail server of its own, and print what came of it as JSON, in the last line."
    )

    def add_arguments(self, parser):
        parser.add_argument("--partnerships", type=int, default=20, help="how many are matched")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same year")
        parser.add_argument("--json", action="store_true", help="print the JSON alone")
        parser.add_argument("--kill-workers", type=int, default=0, metavar="K")
        parser.add_argument("--flush-broker", type=int, default=0, metavar="F")
        parser.add_argument("--months", type=int, default=12, help="how long the program lasts")
        parser.add_argument("--template", help="a migrated, empty database to copy")
        parser.add_argument("--inside", help=argparse.SUPPRESS)

    def handle(self, *args, **options):
        _check(options)
        try:
            from demo.year import running  # noqa: PLC0415 (the mail server is not in production)
        except ImportError as missing:
            raise CommandError(f"A year needs the embedded servers: {missing}") from missing
        if options["inside"]:
            self._say(running.live(options, Path(options["inside"])), options["json"])
            return
        with tempfile.TemporaryDirectory(prefix="mentoring-year-") as folder:
            code = running.surround(sys.argv[1:], options, Path(folder))
        if code:
            raise CommandError("The year was not lived to its end.", returncode=code)

    def _say(self, said, is_json_alone):
        if not is_json_alone:
            for violation in said["violations"]:
                self.stdout.write(violation)
            self.stdout.write(f"{said['mails_on_wire']} mails in {said['seconds']} seconds")
        self.stdout.write(json.dumps(said))


def _check(options):
    least, most = MONTHS
    bounds = {
        "partnerships": (1, MOST_PARTNERSHIPS),
        "months": (least, most),
        "kill_workers": (0, 10_000),
        "flush_broker": (0, 10_000),
    }
    for name, (low, high) in bounds.items():
        if not low <= options[name] <= high:
            raise CommandError(f"--{name.replace('_', '-')} takes a number from {low} to {high}.")
