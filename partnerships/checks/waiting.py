"""What about checks waits for somebody, of partnerships as they are read anyway."""

from django.db.models import DateField, OuterRef, Subquery, UUIDField

from mentoring import clock
from partnerships.checks.kinds import Occasion
from partnerships.checks.models import Check


def waiting(person_id):
    """Annotations of a ``Partnership`` queryset for one of its two.

    ``check_open`` is the progress check that closes first and ``check_open_until`` its last day;
    ``fit_check_open`` the fit check, ``fit_check_open_until`` its last day. None where none waits.
    """
    mine = Check.objects.filter(
        partnership=OuterRef("pk"),
        participant__person=person_id,
        answered_at__isnull=True,
        closes_on__gte=clock.today(),
    ).order_by("closes_on", "id")
    found = {}
    for name, rows in (
        ("check_open", mine.exclude(occasion=Occasion.FIT)),
        ("fit_check_open", mine.filter(occasion=Occasion.FIT)),
    ):
        found[name] = Subquery(rows.values("pk")[:1], output_field=UUIDField())
        found[f"{name}_until"] = Subquery(rows.values("closes_on")[:1], output_field=DateField())
    return found
