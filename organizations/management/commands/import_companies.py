"""Record the companies of a CSV file: `import_companies --organization SLUG FILE`."""

from pathlib import Path

from django.core.management.base import CommandError

from mentoring.tenancy.commands import TenantCommand
from organizations.company_files import COLUMNS, BadFile, read_rows, save_rows


class Command(TenantCommand):
    """All rows or none; twice changes nothing."""

    help = "Record companies from a CSV file with the columns " + ", ".join(COLUMNS) + "."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def handle_organization(self, organization, /, **options):
        try:
            count = save_rows(read_rows(options["file"]), by=None)
        except BadFile as fault:
            raise CommandError(f"Nothing is saved.\n{fault}") from fault
        self.stdout.write(f"{count} companies are recorded in {organization.name}.")
