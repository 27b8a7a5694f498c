"""After a new master key was put first in ``MASTER_KEYS``."""

from django.core.management.base import CommandError

from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import key_tables, keys_to_rewrap, rewrap_keys
from mentoring.tenancy import context
from mentoring.tenancy.commands import TenantCommand


class Command(TenantCommand):
    help = "Lock all keys by the master key in use, so that older master keys can go."

    def handle(self, *args, **options):
        """Each batch is a transaction of its own: called again it goes on where it stopped."""
        for organization in self._chosen(options):
            self.handle_organization(organization, **options)

    def handle_organization(self, organization, /, **options):
        keeper = context.Context(organization.pk, actor=context.Actor.KEEPER)
        for model in key_tables():
            self._handle_table(organization, model, keeper)

    def _handle_table(self, organization, model, keeper):
        with context.enter(keeper):
            total = keys_to_rewrap(model)
        done = 0
        while True:
            try:
                with context.enter(keeper):
                    changed = rewrap_keys(model)
            except Unreadable as error:
                raise CommandError(f"{organization.slug}: {error}") from error
            if not changed:
                break
            done += changed
            self.stdout.write(f"{organization.slug}: {done} of {total} {model.words}")
        if not total:
            self.stdout.write(f"{organization.slug}: 0 {model.words}")
