"""Make somebody an operator of the installation: `create_operator ADDRESS`, or `--end` it.

Runs as the owner of the tables (`DATABASE_ROLE=owner`): the application itself cannot set the flag.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from organizations.models import User


class Command(BaseCommand):
    """Twice changes nothing. The operator signs in by a code to this address."""

    help = "Make the login of a mail address an operator, or take that back with --end."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--end", action="store_true")

    def handle(self, *args, **options):
        if not settings.IS_OWNER:
            raise CommandError("Run this as the owner of the tables: DATABASE_ROLE=owner.")
        email = options["address"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as refused:
            raise CommandError(f"{email} is no mail address.") from refused
        user = User.objects.filter(email=email).first()
        if user is None and options["end"]:
            raise CommandError(f"There is no login {email}.")
        user = user or User.objects.create_user(email)
        user.is_operator = not options["end"]
        user.save(update_fields=["is_operator"])
        what = "an operator no more" if options["end"] else "an operator"
        self.stdout.write(f"{email} is {what}. Pages: {settings.BASE_URL}/operator/")
