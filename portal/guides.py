"""Guides for the stages of a partnership: which one fits now, and the page of each."""

from datetime import date, datetime, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.lifecycle import UNDER_WAY, Status
from training.modules import parsing, queries
from training.roles import TextKind

OPEN, AGREE, WORK, MID_YEAR, CLOSE = "open", "agree", "work", "mid-year", "close"
LABELS = {
    OPEN: _("The first meeting"),
    AGREE: _("Goals and the agreement"),
    WORK: _("A meeting in between"),
    MID_YEAR: _("Half time"),
    CLOSE: _("The last month"),
}
FIRST_DAYS = timedelta(days=10)
AROUND_MIDDLE = timedelta(days=21)
LAST_DAYS = timedelta(days=35)


def stage_now(status: str, introduced_at: datetime | None, ends_on: date, today: date) -> str:
    """The code of the guide that fits a partnership today; empty before and after it."""
    if status not in (Status.PREPARING, *UNDER_WAY):
        return ""
    if introduced_at is None:
        return OPEN
    start = introduced_at.date()
    if status == Status.PREPARING:
        return OPEN if today < start + FIRST_DAYS else AGREE
    if status == Status.CLOSING or today >= ends_on - LAST_DAYS:
        return CLOSE
    middle = start + (ends_on - start) / 2
    return MID_YEAR if abs(today - middle) <= AROUND_MIDDLE else WORK


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
