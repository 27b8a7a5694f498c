"""Whom a mentee has asked and what was said of them, for themselves to take along."""

from evaluations.observers.models import ObserverInvitation
from evaluations.observers.queries import pages_of, words_to

FACTS = ("occasion", "relation", "name", "email", "invited_at", "submitted_at", "read_at")


def observers_of(person_id):
    """Each invitation of the person's own; answers once they have opened them."""
    rows = ObserverInvitation.objects.filter(participant__person=person_id)
    rows = rows.select_related("participant").order_by("invited_at", "id")
    return [_invitation(row) for row in rows]


def _invitation(row):
    pages = pages_of(row) if row.read_at else []
    lines = [line for page in pages for line in page.lines]
    return {
        **{name: getattr(row, name) for name in FACTS},
        "program": row.participant.program_id,
        "words": words_to(row),
        "answers": [{"question": line.item.text, "answer": line.value} for line in lines],
    }
