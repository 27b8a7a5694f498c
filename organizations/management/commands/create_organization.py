"""Make an organization and invite its first administrator by mail, as an operator's page does."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from organizations.names import clean_name
from organizations.operator import found_organization


class Command(BaseCommand):
    """Both or neither; a slug that is taken or reserved is refused."""

    help = "Make an organization and invite its first administrator."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the first part of its addresses, such as aldergate")
        parser.add_argument("--name", required=True)
        parser.add_argument("--administrator", required=True, metavar="ADDRESS")
        parser.add_argument("--time-zone", default="UTC", metavar="ZONE")
        parser.add_argument("--industry-digits", type=int, default=4, metavar="N")

    def handle(self, *args, **options):
        try:
            validate_email(options["administrator"])
            organization = found_organization(
                name=clean_name(options["name"]),
                slug=options["slug"],
                time_zone=options["time_zone"],
                industry_digits=options["industry_digits"],
                administrator=options["administrator"],
            )
        except ValidationError as refused:
            raise CommandError("Nothing is made. " + " ".join(refused.messages)) from refused
        self.stdout.write(f"{organization.name} is made; {options['administrator']} gets a mail.")
