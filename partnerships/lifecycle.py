"""What a partnership may do next: one table, no database, no HTTP."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PREPARING = "preparing", _("Preparing")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    CLOSING = "closing", _("Closing")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended early")


class DeclineReason(models.TextChoices):
    """Neutral categories; only coordinators see which one was chosen."""

    OTHER_GOALS = "other_goals", _("I am looking for something else")
    NOT_NOW = "not_now", _("It is not the right time for me")
    TOO_CLOSE = "too_close", _("We may know each other, or our companies are too close")
    LOGISTICS = "logistics", _("Languages, hours or distance do not fit")


class EndReason(models.TextChoices):
    """Why a partnership ends early: without fault, and only coordinators see which was chosen."""

    REACHED = "reached", _("What we wanted is reached")
    TIME = "time", _("There is not enough time for it any more")
    CHANGED = "changed", _("Something has changed at work or in life")
    FIT = "fit", _("It does not fit as we had hoped")
    OTHER = "other", _("Another reason")


class PauseReason(models.TextChoices):
    """Why a partnership pauses: as neutral, and seen by coordinators alone."""

    AWAY = "away", _("One of us is away for a while")
    BUSY = "busy", _("Work leaves no room for it at the moment")
    LIFE = "life", _("Something in life comes first now")
    UNSAID = "unsaid", _("Another reason")


# A live partnership holds a place at its mentor.
LIVE = (Status.PROPOSED, Status.PREPARING, Status.ACTIVE, Status.PAUSED, Status.CLOSING)
FINAL = (Status.COMPLETED, Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.ENDED)
# Both said yes at some time, so each knows who the other is.
ACCEPTED = (Status.PREPARING, Status.ACTIVE, Status.PAUSED, Status.CLOSING, Status.COMPLETED)
UNDER_WAY = (Status.ACTIVE, Status.PAUSED, Status.CLOSING)
# Both accepted, and it goes on: it can be ended early.
BEGUN = (Status.PREPARING, *UNDER_WAY)
# Never came to be: the next alternate may be announced.
FAILED = (Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN)

MENTEE, MENTOR, COORDINATOR, SYSTEM = "mentee", "mentor", "coordinator", "system"
PAIR = frozenset({MENTEE, MENTOR})


@dataclass(frozen=True)
class Step:
    """One action: from which statuses, to which, and who may take it."""

    action: str
    label: str
    sources: tuple[Status, ...]
    target: Status
    by: frozenset[str]


STEPS = {
    step.action: step
    for step in (
        Step("prepare", _("Accept"), (Status.PROPOSED,), Status.PREPARING, PAIR),
        Step("decline", _("Decline"), (Status.PROPOSED,), Status.DECLINED, PAIR),
        Step("expire", _("Expire"), (Status.PROPOSED,), Status.EXPIRED, frozenset({SYSTEM})),
        Step(
            "withdraw",
            _("Take back"),
            (Status.PROPOSED,),
            Status.WITHDRAWN,
            frozenset({COORDINATOR, SYSTEM}),
        ),
        Step("activate", _("Sign"), (Status.PREPARING,), Status.ACTIVE, PAIR),
        Step("pause", _("Pause"), (Status.ACTIVE,), Status.PAUSED, PAIR | {COORDINATOR}),
        Step("resume", _("Resume"), (Status.PAUSED,), Status.ACTIVE, PAIR | {COORDINATOR}),
        Step(
            "close",
            _("Close"),
            (Status.PREPARING, Status.ACTIVE, Status.PAUSED),
            Status.CLOSING,
            frozenset({SYSTEM}),
        ),
        Step("complete", _("Complete"), (Status.CLOSING,), Status.COMPLETED, frozenset({SYSTEM})),
        Step(
            "end",
            _("End early"),
            (Status.PREPARING, Status.ACTIVE, Status.PAUSED, Status.CLOSING),
            Status.ENDED,
            PAIR | {COORDINATOR},
        ),
    )
}


class IllegalStep(Exception):
    """The partnership is not in a status that this action can leave, or not by this role."""


def step(status, action, role):
    """The step that ``role`` takes with ``action`` from ``status``, or ``IllegalStep``."""
    candidate = STEPS[action]
    if status not in candidate.sources:
        raise IllegalStep(f"cannot {action} a partnership that is {status}")
    if role not in candidate.by:
        raise IllegalStep(f"a {role} cannot {action} a partnership")
    return candidate


def transitions():
    """Every legal ``(from, to)``; the database's own table holds the same pairs."""
    return {(source, step.target) for step in STEPS.values() for source in step.sources}
