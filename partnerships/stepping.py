"""What every step of a partnership does: hold its row, leave its traces, tell the two."""

from mentoring import clock
from mentoring.jobs.tasks import wake
from notifications.services import tell
from organizations.audit import record_many
from organizations.roles import STAFF
from organizations.zones import zone_of
from partnerships import lifecycle
from partnerships.lasting.models import Outcome
from partnerships.meetings.ahead import cancel_ahead
from partnerships.models import Partnership, PartnershipEvent


def locked(partnership):
    """The partnership as it stands now, held until the transaction ends."""
    return Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)


def locked_or_none(pk):
    """The same by its id; None while somebody else holds it."""
    rows = Partnership.objects.filter(pk=pk)
    return rows.select_for_update(no_key=True, skip_locked=True).first()


def today_of(partnership):
    """The day it is where the organization of the partnership is."""
    return clock.today(zone_of(partnership.organization))


def end_now(partnership, action, verb, *, by, role, reason=""):
    """Take a step that ends the held partnership: its place is free, and the next can have it."""
    if partnership.status in lifecycle.UNDER_WAY:
        lapse_extension(partnership)
    partnership.status = lifecycle.step(partnership.status, action, role).target
    partnership.place = None
    partnership.ended_at = clock.now()
    partnership.save(update_fields=["status", "place", "ended_at"])
    note(partnership, action, verb, by=by, role=role, reason=reason)
    cancel_ahead(partnership, by=by)
    wake()


def role_of(partnership, by):
    """What ``by`` is to the partnership: one of the two, a coordinator, or None."""
    if by.role in STAFF:
        return lifecycle.COORDINATOR
    for side in (lifecycle.MENTOR, lifecycle.MENTEE):
        if by.person_id and by.person_id == getattr(partnership, f"{side}_person_id"):
            return side
    return None


def lapse_extension(partnership):
    """What one of the two proposed about a later end is answered no more."""
    waiting = partnership.extensions.filter(outcome="")
    waiting.update(outcome=Outcome.LAPSED, settled_at=clock.now())


def note(partnership, action, verb, *, by, role, reason="", ends_on=None):
    """The event that this step leaves."""
    [event] = note_many(
        [partnership], action, verb, by=by, role=role, reason=reason, ends_on=ends_on
    )
    return event


def note_many(partnerships, action, verb, *, by, role, reason="", ends_on=None):
    """One event and one audit row for each; ``ends_on`` is the last day where the step says it."""
    events = PartnershipEvent.objects.bulk_create(
        PartnershipEvent(
            partnership=partnership,
            action=action,
            status=partnership.status,
            role=role,
            by_user_id=by.user_id if by else None,
            reason=reason,
            ends_on=ends_on,
        )
        for partnership in partnerships
    )
    facts = {"reason": reason} if reason else {}
    if ends_on:
        facts["ends_on"] = ends_on.isoformat()
    traces = [(row, {"status": row.status, **facts}) for row in partnerships]
    record_many(f"partnership.{verb}", traces, by=by)
    return events


def tell_of(event, kind, partnership, *sides):
    """The same of a step that can come again: once for each ``event``."""
    for side in sides:
        person = getattr(partnership, f"{side}_person")
        tell(person, kind, f"{partnership.pk} {event.pk}", side=side)


def tell_sides(kind, partnership, *sides):
    """A message of this kind to each of these sides."""
    for side in sides:
        tell(getattr(partnership, f"{side}_person"), kind, partnership.pk, side=side)
