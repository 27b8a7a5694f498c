"""Pairs that do not meet: never yet, not for long, or no sign of them at all."""

from datetime import timedelta

from django.db.models import Exists, F, IntegerField, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from partnerships.agreements.models import Agreement, Signature
from partnerships.agreements.queries import agreed_weeks
from partnerships.cases.kinds import Signal
from partnerships.cases.signals.looking import HUNDRED, pauses
from partnerships.checks.models import Check
from partnerships.goals.models import GoalFact
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership, PartnershipEvent

# What was planned and nobody has said yet how it went: for so long it counts as planned.
UNSAID_FOR = timedelta(days=3)
SHORTEST_CADENCE = 7  # days
MEETS = (Status.PREPARING, Status.ACTIVE)
FALLEN_THROUGH = (MeetingStatus.PLANNED, MeetingStatus.MISSED)


def no_first_meeting(look):
    """Introduced some days ago, none held, none planned.

    Another one that was planned and did not take place is another occasion.
    """
    signal = Signal.FIRST_MEETING
    rows = _unplanned(look, signal, before=look.before(signal)).filter(held_at__isnull=True)
    for row in rows.values("pk", "program", "introduced_at", "missed_at", "pauses"):
        if look.late(signal, row["program"], row["introduced_at"], row["pauses"]):
            anchor = look.day(row["missed_at"] or row["introduced_at"])
            yield look.found(
                signal,
                program=row["program"],
                partnership=row["pk"],
                since=row["introduced_at"],
                anchor=anchor.isoformat(),
            )


def no_meeting(look):
    """Have met, and not for longer than their own agreement says by so many percent; none planned.

    Before both have signed it is the cadence of the program that counts.
    """
    signal = Signal.NO_MEETING
    least = SHORTEST_CADENCE * min(look.thresholds.numbers(signal)) // HUNDRED
    before = look.midnight(look.today - timedelta(days=least - 1))
    rows = _unplanned(look, signal, before=before).filter(held_at__lt=before)
    rows = rows.annotate(
        cadence=Coalesce(agreed_weeks() * 7, F("program__meeting_every_days"), output_field=_WHOLE)
    )
    for row in rows.values("pk", "program", "held_at", "missed_at", "pauses", "cadence"):
        held_at, program = row["held_at"], row["program"]
        percent = look.thresholds.number(signal, program)
        allowed = -(-row["cadence"] * percent // HUNDRED)  # a part of a day is another day
        held_on = look.day(held_at)
        if (look.today - held_on).days - look.rested(held_on, row["pauses"]) < allowed:
            continue
        last = max(held_at, row["missed_at"] or held_at)
        yield look.found(
            signal,
            program=program,
            partnership=row["pk"],
            since=held_at,
            anchor=look.day(last).isoformat(),
            days=allowed,
        )


def silence(look):
    """Nothing that coordinators could see has happened between the two for a long time."""
    signal = Signal.SILENCE
    before = look.before(signal)
    rows = _unplanned(look, signal, before=before).annotate(
        sign_at=Greatest("introduced_at", *_signs())
    )
    rows = rows.filter(sign_at__lt=before)
    for row in rows.values("pk", "program", "sign_at", "pauses"):
        if look.late(signal, row["program"], row["sign_at"], row["pauses"]):
            yield look.found(
                signal,
                program=row["program"],
                partnership=row["pk"],
                since=row["sign_at"],
                anchor=look.day(row["sign_at"]).isoformat(),
            )


_WHOLE = IntegerField()


def _unplanned(look, signal, *, before):
    """Pairs that can meet since before then and have nothing planned.

    ``held_at`` is their last meeting, ``missed_at`` the last that did not take place.
    """
    of_pair = Meeting.objects.filter(partnership=OuterRef("pk"))
    planned = of_pair.filter(status=MeetingStatus.PLANNED, starts_at__gt=look.now - UNSAID_FOR)
    past = of_pair.filter(starts_at__lte=look.now).order_by("-starts_at").values("starts_at")
    rows = Partnership.objects.filter(
        ~Exists(planned), status__in=MEETS, introduced_at__lt=before
    ).exclude(program__in=look.thresholds.off(signal))
    return rows.annotate(
        held_at=Subquery(past.filter(status=MeetingStatus.HELD)[:1]),
        missed_at=Subquery(past.filter(status__in=FALLEN_THROUGH)[:1]),
        pauses=pauses(),
    ).order_by()


def _signs():
    """The newest moments at which the two did something together or with the product."""
    pair = Q(partnership=OuterRef("pk"))
    theirs = {"role__in": (MENTEE, MENTOR)}
    newest = (
        (Meeting.objects.filter(pair), "partnership", "proposed_at"),
        (Meeting.objects.filter(pair), "partnership", "agreed_at"),
        (Meeting.objects.filter(pair, status=MeetingStatus.HELD), "partnership", "starts_at"),
        (Agreement.objects.filter(pair), "partnership", "proposed_at"),
        (
            Signature.objects.filter(agreement__partnership=OuterRef("pk")),
            "agreement__partnership",
            "signed_at",
        ),
        (GoalFact.objects.filter(pair), "partnership", "set_at"),
        (Check.objects.filter(pair), "partnership", "answered_at"),
        (PartnershipEvent.objects.filter(pair, **theirs), "partnership", "at"),
    )
    return [
        Coalesce(
            Subquery(rows.order_by().values(group).annotate(last=Max(field)).values("last")),
            F("introduced_at"),
        )
        for rows, group, field in newest
    ]
