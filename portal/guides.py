"""Guides for the stages of a partnership, and the page of each."""

from django.http import Http404
from django.urls import reverse

from partnerships.nudges.stages import LABELS
from training.modules import parsing, queries
from training.roles import TextKind


def guide_of(participant_id, code):
    """A guide as links name it, or None without a code."""
    return {"participant": participant_id, "code": code, "label": LABELS[code]} if code else None


def page_of(person_id, participant_id, code, organization):
    """Values of a guide's page; 404 for a guide or a participation that is not one's own."""
    if code not in LABELS:
        raise Http404
    participant = queries.own_participant_or_404(person_id, participant_id)
    version = queries.newest(TextKind.GUIDE, participant.side, code)
    tabs = [
        {
            "label": label,
            "url": reverse("portal:guide", args=[organization, participant_id, one]),
            "current": one == code,
        }
        for one, label in LABELS.items()
    ]
    return {"participant": participant, "text": parsing.guide(version.source), "tabs": tabs}
