"""What somebody has said to the coordinators and past them, for themselves to take along."""

from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import Keyring
from partnerships.checks.models import Check
from partnerships.concerns.models import CallRequest, Concern

OF_CHECK = ("occasion", "opened_at", "closes_on", "answered_at", "meeting", "useful", "fit")
OF_CALL = ("asked_at", "closed_at", "outcome")
OF_CONCERN = ("sent_at", "read_at")


def said_by(person_id):
    """``{"checks": …, "calls": …, "concerns": …}``, each with its words; in their own context."""
    keys = Keyring([person_id])
    found = {
        "checks": (Check.objects.filter(participant__person=person_id), OF_CHECK),
        "calls": (CallRequest.objects.filter(person=person_id), OF_CALL),
        "concerns": (Concern.objects.filter(author=person_id), OF_CONCERN),
    }
    return {
        name: [_row(row, columns, keys, person_id) for row in rows]
        for name, (rows, columns) in found.items()
    }


def _row(row, columns, keys, person_id):
    facts = {column: getattr(row, column) for column in columns}
    return {"partnership": row.partnership_id, **facts, "words": _words(row, keys, person_id)}


def _words(row, keys, person_id):
    """None when there were some and their key is gone."""
    if row.locked is None:
        return ""
    try:
        return keys.decrypt(person_id, row.locked, row.about)
    except Unreadable:
        return None
