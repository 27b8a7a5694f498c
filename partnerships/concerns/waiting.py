"""What somebody has asked the coordinators for, of partnerships as they are read anyway."""

from django.db.models import DateTimeField, OuterRef, Subquery

from partnerships.concerns.models import CallRequest


def waiting(person_id):
    """``call_asked_at``: since when this person waits for a call, or None."""
    rows = CallRequest.objects.filter(
        partnership=OuterRef("pk"), person=person_id, closed_at__isnull=True
    )
    return {"call_asked_at": Subquery(rows.values("asked_at")[:1], output_field=DateTimeField())}
