"""Fill the demo, once; say who can sign in."""

from django.core.management.base import BaseCommand
from django.db import transaction

from demo import seeding
from demo.cast import PASSWORD
from mentoring.jobs.tasks import unhurried


class Command(BaseCommand):
    help = "Load the demo's organizations through the same services that pages use."

    def add_arguments(self, parser):
        parser.add_argument("--background-part", action="store_true")
        parser.add_argument("--lived-part", action="store_true")
        parser.add_argument("--print-sign-in", action="store_true")

    def handle(self, *args, **options):
        if options["print_sign_in"]:
            self._print_sign_in()
        elif options["background_part"] or options["lived_part"]:
            with unhurried():
                self._live_on(options)
        elif not seeding.is_loaded():
            with transaction.atomic():  # all of it or nothing: an interrupted start begins anew
                seeding.load()

    def _live_on(self, options):
        if options["background_part"]:
            seeding.live_on(self.stdout.write)
        if options["lived_part"]:
            seeding.live_through(self.stdout.write)

    def _print_sign_in(self):
        self.stdout.write(f"Sign in with the password  {PASSWORD}  as")
        names = seeding.sign_in_names()
        width = max(len(address) for _, address in names)
        for who, address in names:
            self.stdout.write(f"  {address:<{width}}  {who}")
        self.stdout.write(
            "Everybody else of the demo has the same password."
            " People whom you import sign in with a code."
        )
