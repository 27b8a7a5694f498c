"""Seeing what there is at the end of one's year."""

from evaluations.seen.models import Seen
from mentoring import clock


def see(participant, what):
    """The participant opens it now; one statement, twice is once."""
    seen = Seen(participant=participant, what=what, at=clock.now())
    Seen.objects.bulk_create(
        [seen],
        update_conflicts=True,
        update_fields=["at"],
        unique_fields=["organization", "participant", "what"],
    )
