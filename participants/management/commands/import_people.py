"""Import people of a program from a file, as the pages do."""

from pathlib import Path

from django.core.management.base import CommandError

from mentoring.jobs.running import Refused
from mentoring.tenancy.commands import TenantCommand
from participants.importing.runs import FaultyRows, import_file
from participants.roles import Side
from programs.models import Program

SIDES = {"mentees": Side.MENTEE, "mentors": Side.MENTOR}


class Command(TenantCommand):
    help = "Import mentees or mentors of a program from a CSV file; all of it or nothing."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--program", required=True, metavar="SLUG")
        parser.add_argument("--side", required=True, choices=SIDES)
        parser.add_argument(
            "--leave-out", action="store_true", help="import the other rows if some have problems"
        )
        parser.add_argument("file", type=Path)

    def handle_organization(self, organization, /, **options):
        program = Program.objects.filter(slug=options["program"]).first()
        if program is None:
            raise CommandError(f"There is no program “{options['program']}”.")
        path, side = options["file"], SIDES[options["side"]]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        try:
            run = import_file(
                program, side, content, path.name, by=None, leave_out=options["leave_out"]
            )
        except FaultyRows as refusal:
            self._explain(refusal.lines)
            raise CommandError(f"{refusal} (--leave-out)") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self._explain(run.lines.all())
        self.stdout.write(
            f"{run.created} created, {run.changed} changed, {run.unchanged} unchanged, "
            f"{run.faulty} left out."
        )

    def _explain(self, lines):
        for line in lines:
            for column, message in (*line.problems, *line.notes):
                place = f"row {line.number}" + (f", {column}" if column else "")
                self.stderr.write(f"{place}: {message}")
