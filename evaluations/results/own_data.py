"""Who reads somebody's feedback and what they have opened, to take along and to be forgotten."""

from evaluations.results import consenting
from evaluations.results.models import FeedbackConsent
from evaluations.seen.models import Seen
from partnerships.models import Partnership

OF_CONSENT = ("partnership", "text_version", "given_at", "revoked_at")


def consents_of(person_id):
    """Each consent of a mentee to their mentor's reading along."""
    rows = FeedbackConsent.objects.filter(partnership__mentee_person=person_id)
    return list(rows.order_by("given_at", "id").values(*OF_CONSENT))


def seen_by(person_id):
    """When they last opened what the end of a year had for them."""
    rows = Seen.objects.filter(participant__person=person_id)
    return list(rows.order_by("at", "id").values("participant", "what", "at"))


def forget(person_id):
    """Part of an erasure: no mentor reads on, and nothing tells when somebody looked."""
    for pair in Partnership.objects.filter(mentee_person=person_id).order_by("pk"):
        consenting.revoke(pair, by=None)
    Seen.objects.filter(participant__person=person_id).delete()
