"""Lock and unlock what people write, and destroy the keys of those who leave.

A value opens only for its author, in its own row, column and organization. Keys live as long as the
``Keyring`` that loaded them: use one for a page, not for a process.
"""

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from mentoring.crypto import master
from mentoring.crypto.master import NONCE, Unreadable
from mentoring.crypto.models import ContentKey
from mentoring.tenancy import context

FORMAT = 1
HEAD = struct.Struct(">BH")  # format, version of the key
SHORTEST = HEAD.size + NONCE + 16
MOST_AT_ONCE = 500


class Destroyed(Unreadable):
    """The author's key was destroyed: nobody can read this again."""


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
        nonce = os.urandom(NONCE)
        head = HEAD.pack(FORMAT, row.version)
        locked = AESGCM(self._key(row)).encrypt(nonce, value.encode(), self._bound(author, about))
        return head + nonce + locked

    def decrypt(self, author: UUID, locked: bytes, about: About) -> str:
        """What was locked, or ``Unreadable`` (``Destroyed`` if its key is gone on purpose)."""
        locked = bytes(locked)
        if len(locked) < SHORTEST or locked[0] != FORMAT:
            raise Unreadable("this was not locked here")
        version = HEAD.unpack_from(locked)[1]
        row = self.rows.get(author, {}).get(version)
        if row is None:
            raise Unreadable("there is no such key")
        nonce, rest = locked[HEAD.size : HEAD.size + NONCE], locked[HEAD.size + NONCE :]
        try:
            return AESGCM(self._key(row)).decrypt(nonce, rest, self._bound(author, about)).decode()
        except InvalidTag as error:
            raise Unreadable("this is not what was locked here") from error

    def _newest(self, author: UUID) -> ContentKey:
        versions = self.rows.setdefault(author, {})
        if not versions:
            versions[1] = _first_key(author)
        return versions[max(versions)]

    def _key(self, row: ContentKey) -> bytes:
        if row.wrapped is None:
            raise Destroyed("the key was destroyed")
        place = (row.author_id, row.version)
        if place not in self.keys:
            self.keys[place] = master.unwrap(row.master, bytes(row.wrapped), row.about)
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
    gone = rows.update(wrapped=None, destroyed_at=timezone.now())
    if not gone and not ContentKey.objects.filter(author_id=author).exists():
        # Nothing was written yet, and nothing can be from now on.
        ContentKey.objects.create(author_id=author, destroyed_at=timezone.now())
    return gone


@transaction.atomic
def rewrap_keys() -> int:
    """Lock the organization's keys by the master key in use; answers how many were others'.

    What people wrote is not touched. Call it until it answers 0, then older masters can go.
    """
    name = master.current_name()
    rows = ContentKey.objects.filter(destroyed_at__isnull=True).exclude(master=name)
    chosen = list(rows.select_for_update(no_key=True).order_by("pk")[:MOST_AT_ONCE])
    for row in chosen:
        key = master.unwrap(row.master, bytes(row.wrapped or b""), row.about)
        row.master, row.wrapped = master.wrap(key, row.about)
    ContentKey.objects.bulk_update(chosen, ["master", "wrapped"])
    return len(chosen)


def _first_key(author: UUID) -> ContentKey:
    """The author's first key; two who ask at once get the same one."""
    row = ContentKey(author_id=author, organization_id=context.current().organization_id)
    row.master, row.wrapped = master.wrap(os.urandom(32), row.about)
    found, _made = ContentKey.objects.get_or_create(
        author_id=author,
        version=row.version,
        defaults={"master": row.master, "wrapped": row.wrapped},
    )
    return found
