"""What somebody says in the middle of the year that needs a coordinator: that, never what."""

from django.db.models import F, OuterRef, Q, Subquery

from instruments.kinds import Occasion
from instruments.models import Answer
from partnerships.cases.kinds import Signal
from partnerships.checks.queries import SHOWN_FOR
from partnerships.lifecycle import FINAL
from partnerships.models import Partnership

# Dimensions of shipped questions: signs that somebody sees or does not, and how well the two fit.
SIGNS, FIT = "warning", "fit"
SEEN = ["yes"]


def warnings(look):
    """A sign seen, or a fit rated as low as the program says, sent in the last two months."""
    signal = Signal.WARNING
    causes = {
        row["response"]: row
        for row in _worrying(look, signal)
        if row["number"] is None or row["number"] <= look.thresholds.number(signal, row["program"])
    }
    for response, row in causes.items():
        yield look.found(
            signal,
            program=row["program"],
            partnership=row["partnership"],
            participant=row["participant"],
            since=row["sent_at"],
            anchor=str(response),
        )


def _worrying(look, signal):
    """Answers that any program would call a warning; those of pairs that are over are none."""
    most = max(look.thresholds.numbers(signal))
    said = Q(item__dimension=SIGNS, choices__contains=SEEN)
    said |= Q(item__dimension=FIT, number__lte=most)
    rows = Answer.objects.filter(
        said,
        response__occasion=Occasion.MID_YEAR,
        response__submitted_at__gte=look.midnight(look.today - SHOWN_FOR),
    ).exclude(response__participant__program__in=look.thresholds.off(signal))
    rows = rows.annotate(
        program=F("response__participant__program"),
        participant=F("response__participant"),
        sent_at=F("response__submitted_at"),
        partnership=Subquery(_asked_about().values("pk")[:1]),
        status=Subquery(_asked_about().values("status")[:1]),
    )
    rows = rows.filter(partnership__isnull=False).exclude(status__in=FINAL).order_by()
    kept = ("program", "participant", "sent_at", "partnership")
    return rows.values("response", "number", *kept)


def _asked_about():
    """The pair that an answer is about: of several the one that began first."""
    mine = OuterRef("response__participant")
    sent_at = OuterRef("response__submitted_at")
    return Partnership.objects.filter(
        Q(mentor=mine) | Q(mentee=mine),
        Q(ended_at__isnull=True) | Q(ended_at__gte=sent_at),
        introduced_at__lt=sent_at,
    ).order_by("introduced_at", "id")
