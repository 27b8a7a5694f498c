"""What every step of a partnership does: hold its row, leave its traces, tell the two."""

from mentoring import clock
from mentoring.jobs.tasks import wake
from notifications.services import tell
from organizations.audit import record_many
from partnerships import lifecycle
from partnerships.models import Partnership, PartnershipEvent


def locked(partnership):
    """The partnership as it stands now, held until the transaction ends."""
    return Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)


def end_now(partnership, action, verb, *, by, role, reason=""):
    """Take a step that ends the held partnership: its place is free, and the next can have it."""
    partnership.status = lifecycle.step(partnership.status, action, role).target
    partnership.place = None
    partnership.ended_at = clock.now()
    partnership.save(update_fields=["status", "place", "ended_at"])
    note(partnership, action, verb, by=by, role=role, reason=reason)
    wake()


def note(partnership, action, verb, *, by, role, reason=""):
    note_many([partnership], action, verb, by=by, role=role, reason=reason)


def note_many(partnerships, action, verb, *, by, role, reason=""):
    """One event and one audit row for each."""
    PartnershipEvent.objects.bulk_create(
        PartnershipEvent(
            partnership=partnership,
            action=action,
            status=partnership.status,
            role=role,
            by_user_id=by.user_id if by else None,
            reason=reason,
        )
        for partnership in partnerships
    )
    facts = {"reason": reason} if reason else {}
    traces = [(row, {"status": row.status, **facts}) for row in partnerships]
    record_many(f"partnership.{verb}", traces, by=by)


def tell_sides(kind, partnership, *sides):
    """A message of this kind to each of these sides."""
    for side in sides:
        tell(getattr(partnership, f"{side}_person"), kind, partnership.pk, side=side)
