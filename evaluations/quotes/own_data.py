"""A person's quotes, for themselves to take along."""

from evaluations.quotes.models import Quote
from evaluations.quotes.queries import read

OF_CONSENT = ("audience", "text_version", "given_at", "revoked_at", "taken_at")


def quotes_by(person_id):
    """Each with its words, None when they were withdrawn or erased, and each consent."""
    rows = Quote.objects.filter(participant__person=person_id).select_related("participant")
    return [
        {
            "state": one.row.state,
            "words": one.words,
            "reason": one.reason,
            "written_at": one.row.written_at,
            "consents": list(one.row.consents.values(*OF_CONSENT)),
        }
        for one in read(rows.prefetch_related("consents"))
    ]
