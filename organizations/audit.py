"""Leave a trace of a decision."""

from organizations.models import AuditEvent


def record(verb, row, *, by, **facts):
    """Write one audit row in the caller's transaction.

    ``by`` is the Membership acted under, or None for the system itself. ``facts`` are ids, dates,
    numbers and names of choices; never what people wrote.
    """
    event = _event(verb, row, by, facts)
    event.save(force_insert=True)
    return event


def record_many(verb, traces, *, by):
    """The same for many rows in one statement; ``traces`` are ``(row, facts)``."""
    AuditEvent.objects.bulk_create(_event(verb, row, by, facts) for row, facts in traces)


def _event(verb, row, by, facts):
    return AuditEvent(
        verb=verb,
        role=by.role if by else "",
        by_user_id=by.user_id if by else None,
        object_type=row._meta.model_name,
        object_id=row.pk,
        facts=facts,
    )
