"""Read the reports of mail servers about mails that were not delivered."""

import sys
from email.utils import parseaddr
from itertools import batched

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentoring.tenancy import context
from notifications.bounces import boxes, reports, services
from organizations.models import Organization

AT_ONCE = 500
STDIN = "-"


class Command(BaseCommand):
    """For a mail server's pipe, or a box that is read every few minutes."""

    help = "Reads delivery reports (RFC 3464) from a maildir, an mbox, a file, or standard input."

    def add_arguments(self, parser):
        parser.add_argument("path", help="a maildir, an mbox, one mail, or - for standard input")

    def handle(self, *args, path, **options):
        read = noted = 0
        try:
            for mails in batched(_mails(path), AT_ONCE):
                read += len(mails)
                noted += _take(mails)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error
        self.stdout.write(f"{read} mails read, {noted} new reports about mails of ours")


def _mails(path):
    if path == STDIN:
        return [sys.stdin.buffer.read(reports.LONGEST)]
    return boxes.mails_in(path)


def _take(mails):
    """Note what these mails say, in whichever organization knows the message."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    found = [report for raw in mails if (report := reports.read(raw, domain))]
    if not found:
        return 0
    noted = 0
    for pk in Organization.objects.order_by("slug").values_list("pk", flat=True):
        with context.enter(context.Context(pk)):
            noted += services.take(found)
    return noted
