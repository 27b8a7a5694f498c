"""The keys of what people write, each locked by a master key."""

import os

from django.db import models
from django.db.models import Q

from mentoring.crypto import master
from mentoring.crypto.master import Unreadable
from mentoring.tenancy.models import TenantModel


class Destroyed(Unreadable):
    """The author's key was destroyed: nobody can read this again."""


class LockedKey(TenantModel):
    """A key in the database, locked by a master key outside of it.

    A destroyed key leaves its row, so that what is gone on purpose can be told from what is lost.
    ``words`` name the keys of a table to whoever looks after them.
    """

    words = "keys"

    version = models.PositiveSmallIntegerField(default=1)
    master = models.CharField(max_length=40)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        abstract = True

    @property
    def about(self) -> bytes:
        """Whose key this is; locked in with it, so that no row can take another's place."""
        raise NotImplementedError

    def make(self) -> None:
        """Give an unsaved row a new key."""
        self.master, self.wrapped = master.wrap(os.urandom(32), self.about)

    def open(self) -> bytes:
        """The key itself; ``Destroyed``, or ``Unreadable`` without its master key."""
        if self.wrapped is None:
            raise Destroyed("the key was destroyed")
        return master.unwrap(self.master, bytes(self.wrapped), self.about)

    def rewrap(self) -> None:
        """Lock the same key by the master key in use."""
        self.master, self.wrapped = master.wrap(self.open(), self.about)

    @staticmethod
    def rule(name: str) -> models.CheckConstraint:
        """The constraint that every table of keys has: destroyed is what is gone, and no other."""
        return models.CheckConstraint(
            condition=Q(wrapped__isnull=False, destroyed_at__isnull=True)
            | Q(wrapped__isnull=True, destroyed_at__isnull=False),
            name=name,
        )


class ContentKey(LockedKey):
    """One author's key in one organization. Without it nothing of theirs can be read again.

    ``author_id`` is a person, or whatever else writes under its own key.
    """

    words = "keys of authors"

    author_id = models.UUIDField()

    class Meta(LockedKey.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "author_id", "version"], name="contentkey_once"
            ),
            LockedKey.rule("contentkey_destroyed_iff_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} {self.version}"

    @property
    def about(self) -> bytes:
        return f"key|{self.organization_id}|{self.author_id}|{self.version}".encode()
