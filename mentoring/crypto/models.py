"""The keys of what people write, each locked by a master key."""

from django.db import models
from django.db.models import Q

from mentoring.tenancy.models import TenantModel


class ContentKey(TenantModel):
    """One author's key in one organization. Without it nothing of theirs can be read again.

    ``author_id`` is a person, or whatever else writes under its own key. A destroyed key leaves its
    row, so that what is gone on purpose can be told from what is lost.
    """

    author_id = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    master = models.CharField(max_length=40)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "author_id", "version"], name="contentkey_once"
            ),
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="contentkey_destroyed_iff_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} {self.version}"

    @property
    def about(self) -> bytes:
        """Whose key this is; locked in with it, so that no row can take another's place."""
        return f"key|{self.organization_id}|{self.author_id}|{self.version}".encode()
