"""Where somebody says that they are."""

from participants.models import Participant


def zone_of_person(person_id):
    """The zone of their newest profile that gives one, or ''."""
    rows = Participant.objects.filter(person=person_id).exclude(time_zone="")
    return rows.order_by("-created_at", "-id").values_list("time_zone", flat=True).first() or ""
