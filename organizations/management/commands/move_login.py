"""Let somebody whose mailbox is gone sign in by another address: `move_login OLD NEW`.

Runs as the owner of the tables (`DATABASE_ROLE=owner`), after the operator has made sure, outside
this product, who is asking: whoever reads mail at the new address is that person from now on.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from organizations.operator import move_login


class Command(BaseCommand):
    """Roles, sign-in and passkeys stay; each organization of the login keeps a trace of it."""

    help = "Move a login to another mail address, for somebody whose old mailbox is gone."

    def add_arguments(self, parser):
        parser.add_argument("old")
        parser.add_argument("new")

    def handle(self, *args, **options):
        if not settings.IS_OWNER:
            raise CommandError("Run this as the owner of the tables: DATABASE_ROLE=owner.")
        try:
            told = move_login(options["old"], options["new"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(
            f"They sign in as {options['new'].strip().lower()} now. Noted in {told} organizations; "
            "where mail to them fails, a coordinator corrects their address on their page."
        )
