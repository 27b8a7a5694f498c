"""What people say, or do not say when they are asked: checks, ratings, calls."""

from django.db.models import F, Q

from partnerships.cases.kinds import Signal
from partnerships.cases.signals.looking import pauses
from partnerships.checks.kinds import Fit
from partnerships.checks.models import Check
from partnerships.checks.queries import SHOWN_FOR
from partnerships.concerns.models import CallRequest
from partnerships.lifecycle import FINAL, Status


def checks_late(look):
    """A check closed without an answer some days ago, while the pair did not rest."""
    signal = Signal.CHECK_LATE
    rows = Check.objects.filter(
        answered_at__isnull=True,
        closes_on__range=(look.today - SHOWN_FOR, look.latest_day(signal)),
    ).exclude(partnership__status__in=(*FINAL, Status.PAUSED))
    rows = rows.exclude(partnership__program__in=look.thresholds.off(signal))
    rows = rows.annotate(program=F("partnership__program"), pauses=pauses("partnership"))
    kept = ("pk", "program", "partnership", "participant", "closes_on", "pauses")
    for pk, program, partnership, participant, closes_on, rests in rows.order_by().values_list(
        *kept
    ):
        is_late = look.late(signal, program, look.midnight(closes_on))
        if is_late and not _rested_on(look, closes_on, rests):
            yield look.found(
                signal,
                program=program,
                partnership=partnership,
                participant=participant,
                since=look.midnight(closes_on),
                anchor=str(pk),
            )


def low_ratings(look):
    """An answer with a rating as low as the program says, in the last two months."""
    signal = Signal.RATING
    most = max(look.thresholds.numbers(signal))
    low = Q(meeting__lte=most) | Q(useful__lte=most)
    for row in _answers(look, signal, low).values(*_KEPT, "meeting", "useful"):
        if min(row["meeting"], row["useful"]) <= look.thresholds.number(signal, row["program"]):
            yield _of_answer(look, signal, row)


def no_fits(look):
    """One of the two has said that it does not fit."""
    signal = Signal.NOT_A_FIT
    for row in _answers(look, signal, Q(fit=Fit.NOT_A_FIT)).values(*_KEPT):
        yield _of_answer(look, signal, row)


def calls(look):
    """One of the two has asked for a call, and nobody has closed it."""
    signal = Signal.CALL
    rows = CallRequest.objects.filter(closed_at__isnull=True).annotate(
        program=F("partnership__program"),
        mentee=F("partnership__mentee"),
        mentor=F("partnership__mentor"),
        mentee_person=F("partnership__mentee_person"),
    )
    rows = rows.exclude(program__in=look.thresholds.off(signal)).order_by()
    kept = ("pk", "program", "partnership", "person", "asked_at")
    for row in rows.values(*kept, "mentee", "mentor", "mentee_person"):
        side = "mentee" if row["person"] == row["mentee_person"] else "mentor"
        yield look.found(
            signal,
            program=row["program"],
            partnership=row["partnership"],
            participant=row[side],
            since=row["asked_at"],
            anchor=str(row["pk"]),
        )


_KEPT = ("pk", "program", "partnership", "participant", "answered_at")


def _answers(look, signal, condition):
    since = look.midnight(look.today - SHOWN_FOR)
    rows = Check.objects.filter(condition, answered_at__gte=since)
    rows = rows.exclude(partnership__status__in=FINAL).annotate(program=F("partnership__program"))
    return rows.exclude(program__in=look.thresholds.off(signal)).order_by()


def _of_answer(look, signal, row):
    return look.found(
        signal,
        program=row["program"],
        partnership=row["partnership"],
        participant=row["participant"],
        since=row["answered_at"],
        anchor=str(row["pk"]),
    )


def _rested_on(look, day, moments):
    days = [look.day(moment) for moment in moments]
    if len(days) % 2:
        days.append(look.today)
    return any(start <= day < until for start, until in zip(days[::2], days[1::2], strict=True))
