"""After a new master key was put first in ``MASTER_KEYS``."""

from mentoring.crypto.services import rewrap_keys
from mentoring.tenancy.commands import TenantCommand


class Command(TenantCommand):
    help = "Lock all keys by the master key in use, so that older master keys can go."

    def handle_organization(self, organization, /, **options):
        total = 0
        while changed := rewrap_keys():
            total += changed
        self.stdout.write(f"{organization.slug}: {total} keys")
