"""What waits for one of a pair about meetings, as annotations over ``Partnership``."""

from datetime import timedelta

from django.db.models import (
    BooleanField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
)

from mentoring import clock
from partnerships.lifecycle import Status
from partnerships.meetings.kinds import MeetingStatus, SeriesStatus
from partnerships.meetings.models import Meeting, MeetingSeries

# How long somebody is asked whether a meeting took place.
ASK_FOR = timedelta(days=30)
LENGTH = ExpressionWrapper(F("minutes") * timedelta(minutes=1), DurationField())
ENDS_AT = ExpressionWrapper(F("starts_at") + LENGTH, DateTimeField())
MEETS = (Status.PREPARING, Status.ACTIVE, Status.CLOSING)


def waiting(person_id):
    """For this person, in partnerships that can meet:

    ``meeting_to_answer``, times that the partner proposed and that are still to come;
    ``meeting_to_confirm``, one that is over and nobody has said whether it was held, for 30 days;
    ``next_meeting``, the key of the next one that is planned, and its moment
    ``next_meeting_at``, or None;
    ``no_meeting_planned``, nothing is planned or proposed by either;
    ``last_meeting_at``, when the last one was held that somebody said was, or None.
    """
    now = clock.now()
    of_pair = Meeting.objects.filter(partnership=OuterRef("pk"))
    series = MeetingSeries.objects.filter(
        partnership=OuterRef("pk"), status=SeriesStatus.PROPOSED, until__gte=now.date()
    )
    asked = of_pair.filter(open_until__gt=now)
    planned = of_pair.filter(status=MeetingStatus.PLANNED, starts_at__gt=now).order_by("starts_at")
    held = of_pair.filter(status=MeetingStatus.HELD).order_by("-starts_at")
    over = of_pair.filter(status=MeetingStatus.PLANNED, starts_at__gt=now - ASK_FOR)
    over = over.alias(ends_at=ENDS_AT).filter(ends_at__lte=now)
    open_now = Q(status__in=MEETS, introduced_at__isnull=False)
    theirs = Q(Exists(asked.exclude(proposed_by=person_id)))
    theirs |= Q(Exists(series.exclude(proposed_by=person_id)))
    some = Q(Exists(planned)) | Q(Exists(asked)) | Q(Exists(series))
    return {
        "meeting_to_answer": _bool(open_now & theirs),
        "meeting_to_confirm": _bool(open_now & Q(Exists(over))),
        "next_meeting": Subquery(planned.values("pk")[:1]),
        "next_meeting_at": _moment(planned),
        "no_meeting_planned": _bool(open_now & ~some),
        "last_meeting_at": _moment(held),
    }


def _bool(condition):
    return ExpressionWrapper(condition, output_field=BooleanField())


def _moment(rows):
    return Subquery(rows.values("starts_at")[:1], DateTimeField())
