"""What a pair writes, and its keys: sealed, and behind the third wall.

A table with a column ``sealed`` is one of content: ``check_walls`` refuses it without the wall that
``wall = "pair"`` or ``wall = "author"`` brings with it.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from mentoring import clock
from mentoring.crypto.models import LockedKey
from mentoring.crypto.services import About
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.writing.kinds import Kind, Reader


class PairKey(LockedKey):
    """One author's key in one partnership, for what both read or for what the author alone reads.

    Its own third wall shows the first to the two of them, the second to the author.
    """

    words = "keys of pairs"

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    author = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    reader = models.CharField(max_length=6, choices=Reader)

    class Meta(LockedKey.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership", "author", "reader", "version"],
                name="pairkey_once",
            ),
            LockedKey.rule("pairkey_destroyed_iff_gone"),
        ]

    @property
    def about(self) -> bytes:
        place = (self.organization_id, self.partnership_id, self.author_id)
        parts = ("pairkey", *place, self.reader, self.version)
        return "|".join(str(part) for part in parts).encode()


class PairWriting(TenantModel):
    """Something that one of a pair has written. What it says is in ``sealed`` and nowhere else."""

    wall = "pair"
    reader = Reader.PAIR

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    author = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    written_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = ["-written_at", "-id"]

    @property
    def about(self) -> bytes:
        """Where this stands and for whom; sealed in with it, so that it opens nowhere else."""
        place = (self.organization_id, self.partnership_id, self.author_id, self.reader)
        parts = (*place, f"{self._meta.db_table}.sealed", self.pk)
        return "|".join(str(part) for part in parts).encode()


class Note(PairWriting):
    """For both to read; its author alone changes it. ``revision`` counts the changes."""

    edited_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta(PairWriting.Meta):
        indexes = [
            models.Index(
                fields=["organization", "partnership", "-written_at", "-id"], name="note_newest"
            )
        ]


class JournalEntry(PairWriting):
    """For its author alone: not even the partner knows that it is there."""

    wall = "author"
    reader = Reader.AUTHOR

    edited_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta(PairWriting.Meta):
        indexes = [
            models.Index(
                fields=["organization", "partnership", "author", "-written_at", "-id"],
                name="journal_newest",
            )
        ]


class PairMessage(PairWriting):
    """One line of the thread of a partnership; sent, it stays as it is."""

    class Meta(PairWriting.Meta):
        indexes = [
            models.Index(
                fields=["organization", "partnership", "-written_at", "-id"], name="thread_newest"
            )
        ]


class PairFile(PairWriting):
    """A file for both: its name and kind are sealed like any words, what it holds beside them."""

    content = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta(PairWriting.Meta):
        indexes = [
            models.Index(
                fields=["organization", "partnership", "-written_at", "-id"], name="files_newest"
            )
        ]

    @property
    def about_content(self) -> bytes:
        """As ``about``, for the other column."""
        return self.about + b"|content"


class Draft(PairWriting):
    """What somebody has typed and not saved yet: a new item of a ``kind``, or a change to one.

    ``item_id`` is the item that it changes, or will be.
    """

    wall = "author"
    reader = Reader.AUTHOR

    kind = models.CharField(max_length=7, choices=Kind)
    item_id = models.UUIDField()
    is_new = models.BooleanField()

    class Meta(PairWriting.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "author", "partnership", "kind"],
                condition=Q(is_new=True),
                name="draft_one_new",
            ),
            models.UniqueConstraint(
                fields=["organization", "author", "item_id"],
                condition=Q(is_new=False),
                name="draft_one_an_item",
            ),
        ]


class SharedCopy(TenantModel):
    """A copy of one item that one of the two shares with the coordinators, until it is taken back.

    The original stays behind its wall. The copy is locked by the author's key in the organization,
    so that it goes with them; a later change of the original does not reach it.
    """

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    author = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    shared_by = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    item_id = models.UUIDField()
    locked = models.BinaryField()
    written_at = models.DateTimeField()
    shared_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["-shared_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "item_id"], name="sharedcopy_once"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.JOURNAL) | Q(author=F("shared_by")),
                name="sharedcopy_own_journal",
            ),
        ]

    @property
    def about(self) -> About:
        """Where the copy stands, as it is locked."""
        return About("partnerships_sharedcopy.locked", self.pk)
