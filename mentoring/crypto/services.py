"""Lock and unlock what people write, and destroy the keys of those who leave.

A value opens only for its author, in its own row, column and organization. Keys live as long as the
``Keyring`` that loaded them: use one for a page, not for a process.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import transaction

from mentoring import clock
from mentoring.crypto import master
from mentoring.crypto.master import Unreadable
from mentoring.crypto.models import ContentKey, Destroyed, LockedKey
from mentoring.crypto.sealing import seal, unseal, version_of
from mentoring.tenancy import context

__all__ = ["About", "Destroyed", "Keyring", "Unreadable", "decrypt", "destroy_keys", "encrypt"]

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class About:
    """Where a value stands: ``table.column`` and the id of its row."""

    column: str
    row: UUID


class Keyring:
    """The keys of some authors of the organization in force, loaded in one statement."""

    def __init__(self, authors: Iterable[UUID]):
        self.organization_id = context.current().organization_id
        self.rows: dict[UUID, dict[int, ContentKey]] = {author: {} for author in authors}
        for row in ContentKey.objects.filter(author_id__in=list(self.rows)).order_by("version"):
            self.rows[row.author_id][row.version] = row
        self.keys: dict[tuple[UUID, int], bytes] = {}

    def encrypt(self, author: UUID, value: str, about: About) -> bytes:
        """``value`` locked under the author's newest key, which is made if there is none.

        Raises ``Destroyed`` for an author whose keys are gone.
        """
        row = self._newest(author)
        return seal(self._key(row), row.version, value, self._bound(author, about))

    def decrypt(self, author: UUID, locked: bytes, about: About) -> str:
        """What was locked, or ``Unreadable`` (``Destroyed`` if its key is gone on purpose)."""
        locked = bytes(locked)
        row = self.rows.get(author, {}).get(version_of(locked))
        if row is None:
            raise Unreadable("there is no such key")
        return unseal(self._key(row), locked, self._bound(author, about))

    def _newest(self, author: UUID) -> ContentKey:
        versions = self.rows.setdefault(author, {})
        if not versions:
            versions[1] = _first_key(author)
        return versions[max(versions)]

    def _key(self, row: ContentKey) -> bytes:
        place = (row.author_id, row.version)
        if place not in self.keys:
            self.keys[place] = row.open()
        return self.keys[place]

    def _bound(self, author: UUID, about: About) -> bytes:
        return f"{self.organization_id}|{author}|{about.column}|{about.row}".encode()


def encrypt(author: UUID, value: str, about: About) -> bytes:
    """One value of one author; see ``Keyring.encrypt``."""
    return Keyring([author]).encrypt(author, value, about)


def decrypt(author: UUID, locked: bytes, about: About) -> str:
    """One value of one author; see ``Keyring.decrypt``."""
    return Keyring([author]).decrypt(author, locked, about)


@transaction.atomic
def destroy_keys(author: UUID) -> int:
    """Make everything that this author wrote unreadable for good; answers how many keys went."""
    rows = ContentKey.objects.filter(author_id=author, destroyed_at__isnull=True)
    gone = rows.update(wrapped=None, destroyed_at=clock.now())
    if not gone and not ContentKey.objects.filter(author_id=author).exists():
        # Nothing was written yet, and nothing can be from now on.
        ContentKey.objects.create(author_id=author, destroyed_at=clock.now())
    return gone


def key_tables() -> list[type[LockedKey]]:
    """Every table of keys that master keys lock."""
    return [model for model in apps.get_models() if issubclass(model, LockedKey)]


def keys_to_rewrap(model: type[LockedKey]) -> int:
    """How many keys of the organization another master key than the one in use still locks."""
    return _locked_otherwise(model).count()


@transaction.atomic
def rewrap_keys(model: type[LockedKey] = ContentKey) -> int:
    """Lock some of the organization's keys by the master key in use; answers how many.

    What people wrote is not touched. Call it until it answers 0, then older masters can go. Each
    call stands for itself: what was interrupted goes on where it stopped.
    """
    rows = _locked_otherwise(model).select_for_update(no_key=True)
    chosen = list(rows.order_by("pk")[:MOST_AT_ONCE])
    for row in chosen:
        row.rewrap()
    model.objects.bulk_update(chosen, ["master", "wrapped"])
    return len(chosen)


def _locked_otherwise(model: type[LockedKey]):
    return model.objects.filter(destroyed_at__isnull=True).exclude(master=master.current_name())


def _first_key(author: UUID) -> ContentKey:
    """The author's first key; two who ask at once get the same one."""
    row = ContentKey(author_id=author, organization_id=context.current().organization_id)
    row.make()
    found, _made = ContentKey.objects.get_or_create(
        author_id=author,
        version=row.version,
        defaults={"master": row.master, "wrapped": row.wrapped},
    )
    return found
