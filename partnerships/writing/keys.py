"""The keys of one partnership: made at the first word, and destroyed for good."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from mentoring import clock
from mentoring.crypto.master import Unreadable
from mentoring.crypto.sealing import seal, seal_bytes, unseal, unseal_bytes, version_of
from mentoring.tenancy import context
from partnerships.models import Partnership
from partnerships.writing.kinds import Reader
from partnerships.writing.models import PairFile, PairKey, PairWriting

# How long the two can still read and write when their partnership is over; the third wall has the
# same number.
OPEN_AFTER_END = timedelta(days=30)


class Keyring:
    """The keys of a partnership that whoever is at work may have, loaded in one statement.

    They live as long as the keyring: use one for a page, not for a process.
    """

    def __init__(self, partnership_id: UUID):
        self.partnership_id = partnership_id
        self.rows: dict[tuple, PairKey] = {}
        for row in PairKey.objects.filter(partnership=partnership_id):
            self.rows[row.author_id, row.reader, row.version] = row
        self.keys: dict[UUID, bytes] = {}

    def seal(self, row: PairWriting, text: str) -> None:
        """Put ``text`` into the row, under its author's newest key, made if there is none.

        Raises ``Destroyed`` for an author whose keys are gone.
        """
        key = self._newest(row.author_id, row.reader)
        row.sealed = seal(self._open(key), key.version, text, row.about)

    def read(self, row: PairWriting) -> str:
        """What the row says, or ``Unreadable`` (``Destroyed`` if its key is gone on purpose)."""
        sealed = bytes(row.sealed)
        return unseal(self._key_of(row, sealed), sealed, row.about)

    def seal_content(self, row: PairFile, content: bytes) -> None:
        """Put what a file holds into its row; see ``seal``."""
        key = self._newest(row.author_id, row.reader)
        row.content = seal_bytes(self._open(key), key.version, content, row.about_content)

    def read_content(self, row: PairFile) -> bytes:
        """What the file holds; see ``read``."""
        content = bytes(row.content)
        return unseal_bytes(self._key_of(row, content), content, row.about_content)

    def _key_of(self, row, sealed):
        key = self.rows.get((row.author_id, row.reader, version_of(sealed)))
        if key is None:
            raise Unreadable("there is no such key")
        return self._open(key)

    def _open(self, key: PairKey) -> bytes:
        if key.pk not in self.keys:
            self.keys[key.pk] = key.open()
        return self.keys[key.pk]

    def _newest(self, author_id: UUID, reader: Reader) -> PairKey:
        own = [key for place, key in self.rows.items() if place[:2] == (author_id, reader)]
        if not own:
            own = [self._first(author_id, reader)]
        return max(own, key=lambda key: key.version)

    def _first(self, author_id: UUID, reader: Reader) -> PairKey:
        """The author's first key here; two who ask at once get the same one."""
        place = {"partnership_id": self.partnership_id, "author_id": author_id, "reader": reader}
        key = PairKey(**place, organization_id=context.current().organization_id)
        key.make()
        key, _made = PairKey.objects.get_or_create(
            **place,
            version=key.version,
            defaults={"master": key.master, "wrapped": key.wrapped},
        )
        self.rows[author_id, key.reader, key.version] = key
        return key


def destroy_keys(person_id: UUID, partnership_id: UUID | None = None) -> int:
    """Make unreadable for good what this person wrote, in one partnership or in all of them.

    They write nothing there afterwards, and what their partners wrote stays. Answers how many keys
    went; twice is once.
    """
    own = Partnership.objects.filter(Q(mentor_person=person_id) | Q(mentee_person=person_id))
    keys = PairKey.objects.filter(author=person_id, destroyed_at__isnull=True)
    if partnership_id is not None:
        keys, own = keys.filter(partnership=partnership_id), own.filter(pk=partnership_id)
    now = clock.now()
    with _as_keeper():
        # Where nothing was written yet, nothing can be from now on. This waits for whoever is just
        # making a key, which is then seen below.
        _insert_destroyed(person_id, own.values_list("pk", flat=True), now)
        return keys.update(wrapped=None, destroyed_at=now)


def _insert_destroyed(person_id, partnerships, now):
    PairKey.objects.bulk_create(
        (
            PairKey(author_id=person_id, partnership_id=pk, reader=reader, destroyed_at=now)
            for pk in partnerships
            for reader in Reader.values
        ),
        ignore_conflicts=True,
    )


def _as_keeper():
    organization_id = context.current().organization_id
    return context.enter(context.Context(organization_id, actor=context.Actor.KEEPER))
