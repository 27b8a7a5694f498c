"""What the people of a program read of its results."""

from django.db import models
from django.db.models import Q

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel

MOST_OF_WORDS = 2000


class SharedResults(TenantModel):
    """The results of one program for those who took part: a draft until it is published.

    ``words`` are the coordinators' own. ``content`` is the canonical JSON of
    ``sharing.content``, frozen with ``content_hash`` when it was published.
    """

    program = TenantForeignKey("programs.Program", models.PROTECT, related_name="shared_results")
    words = models.TextField(blank=True, default="", max_length=MOST_OF_WORDS)
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    content = models.TextField(blank=True, default="")
    content_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "program"], name="sharedresults_one_a_program"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, content="", content_hash="")
                | (
                    Q(published_at__isnull=False, content_hash__regex=r"^[0-9a-f]{64}$")
                    & ~Q(content="")
                ),
                name="sharedresults_frozen_when_published",
            ),
        ]

    def __str__(self):
        return f"{self.program_id}"
