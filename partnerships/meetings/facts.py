"""What coordinators see of the meetings of a pair: that, when, and whether they were held."""

from datetime import timedelta

from django.db.models import Count, DateTimeField, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from mentoring import clock
from partnerships.lifecycle import BEGUN
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting

# Of the filter of the list: one and a half times a month.
LONG = timedelta(days=45)
IN_LISTS = ("meetings_held", "last_meeting_at")


def facts():
    """Annotations of ``Partnership``: ``meetings_held``, ``meetings_missed``, ``last_meeting_at``
    (of those held) and ``next_meeting_at``, the two moments None when there is none.
    """
    of_pair = Meeting.objects.filter(partnership=OuterRef("pk"))
    held, missed = (of_pair.filter(status=status) for status in ("held", "missed"))
    return {
        "meetings_held": _count(held),
        "meetings_missed": _count(missed),
        "last_meeting_at": _moment(held.order_by("-starts_at")),
        "next_meeting_at": _moment(_planned().order_by("starts_at")),
    }


def facts_of_lists():
    """Those that a list shows of each."""
    return {name: value for name, value in facts().items() if name in IN_LISTS}


def met_options():
    """How the list can be narrowed by meetings."""
    return {
        "never": _("None held yet"),
        "long": _("None held for 45 days"),
        "unplanned": _("None planned"),
        "held": _("At least one held"),
    }


def met(value):
    """The condition of one of these; all but the last ask of pairs who can meet."""
    held = Meeting.objects.filter(partnership=OuterRef("pk"), status=MeetingStatus.HELD)
    now = clock.now()
    meets = Q(status__in=BEGUN, introduced_at__isnull=False)
    if value == "held":
        return Q(Exists(held))
    if value == "never":
        return meets & ~Q(Exists(held))
    if value == "long":
        lately = held.filter(starts_at__gt=now - LONG)
        return meets & Q(introduced_at__lte=now - LONG) & ~Q(Exists(lately))
    return meets & ~Q(Exists(_planned()))


def _planned():
    rows = Meeting.objects.filter(partnership=OuterRef("pk"), status=MeetingStatus.PLANNED)
    return rows.filter(starts_at__gt=clock.now())


def _count(rows):
    counted = rows.order_by().values("partnership").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, IntegerField()), 0)


def _moment(rows):
    return Subquery(rows.values("starts_at")[:1], DateTimeField())
