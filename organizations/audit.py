"""Leave a trace of a decision."""

from organizations.models import AuditEvent


def record(verb, row, *, by, **facts):
    """Write one audit row in the caller's transaction.

    ``by`` is the Membership acted under, or None for the system itself. ``facts`` are ids, dates,
    numbers and names of choices; never what people wrote.
    """
    return AuditEvent.objects.create(
        verb=verb,
        role=by.role if by else "",
        by_user_id=by.user_id if by else None,
        object_type=row._meta.model_name,
        object_id=row.pk,
        facts=facts,
    )
