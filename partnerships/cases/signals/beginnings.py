"""Pairs that do not come to a beginning: training, agreement, goals."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest

from partnerships.agreements.queries import unsigned_since
from partnerships.cases.kinds import Signal
from partnerships.cases.signals.looking import pauses
from partnerships.goals.facts import without_goals
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.models import Partnership
from programs.models import ProgramDate
from training.modules.overview import TRAINING
from training.modules.queries import is_trained

# Who accepted after the days of training has these days for it.
TO_TRAIN = timedelta(days=7)
ONCE = "once"


def training_late(look):
    """Both have accepted, the days of training are over, and one of the two has not finished."""
    signal = Signal.TRAINING
    last = ProgramDate.objects.filter(program=OuterRef("program"), key=TRAINING)
    rows = Partnership.objects.filter(status=Status.PREPARING, introduced_at__isnull=True)
    rows = rows.exclude(program__in=look.thresholds.off(signal)).annotate(
        accepted_at=Greatest("mentee_accepted_at", "mentor_accepted_at"),
        train_until=Subquery(last.values("closes_on")[:1]),
        **{f"{side}_trained": _is_trained(side) for side in (MENTEE, MENTOR)},
    )
    kept = ("pk", "program", "accepted_at", "train_until", "mentee_trained", "mentor_trained")
    for row in rows.order_by().values(*kept, "mentee", "mentor"):
        until = look.day(row["accepted_at"]) + TO_TRAIN
        since = look.midnight(max(until, row["train_until"] or until))
        if not look.late(signal, row["program"], since):
            continue
        for side in (MENTEE, MENTOR):
            if not row[f"{side}_trained"]:
                yield look.found(
                    signal,
                    program=row["program"],
                    partnership=row["pk"],
                    participant=row[side],
                    since=since,
                    anchor=ONCE,
                )


def unsigned(look):
    """Introduced some days ago, and the agreement lacks a signature."""
    return _waiting(look, Signal.UNSIGNED, unsigned_since(look.before(Signal.UNSIGNED)))


def no_goal(look):
    """Introduced some days ago, and no goal is set."""
    rows = Partnership.objects.filter(status__in=(Status.PREPARING, Status.ACTIVE))
    return _waiting(look, Signal.GOAL, without_goals(rows, look.before(Signal.GOAL)))


def _waiting(look, signal, rows):
    """Pairs that have been able to meet for as many days as their program says."""
    rows = rows.exclude(program__in=look.thresholds.off(signal)).annotate(pauses=pauses())
    for row in rows.order_by().values("pk", "program", "introduced_at", "pauses"):
        if look.late(signal, row["program"], row["introduced_at"], row["pauses"]):
            yield look.found(
                signal,
                program=row["program"],
                partnership=row["pk"],
                since=row["introduced_at"],
                anchor=ONCE,
            )


def _is_trained(side):
    return is_trained("program", side, side)
