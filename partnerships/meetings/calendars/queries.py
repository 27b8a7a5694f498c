"""Everything of one person that a calendar may show: meetings of all pairs, and training."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q

from organizations.models import Membership
from organizations.roles import Role
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting
from training.queries import own_invitations
from training.roles import Answer, SessionStatus

SHOWN_FOR = timedelta(days=90)


def person_of(user_id):
    """The id of the person whom a login is as a participant, or None."""
    held = Membership.objects.filter(
        user=user_id, role=Role.PARTICIPANT, ended_at__isnull=True, person__isnull=False
    )
    return held.values_list("person_id", flat=True).first()


def meetings_of(person_id, since):
    """``(single, series)`` from a moment on: meetings of their own, and lists of those of a series.

    Cancelled ones are among those of a series, which must leave them out.
    """
    of_theirs = Q(partnership__mentor_person=person_id) | Q(partnership__mentee_person=person_id)
    rows = Meeting.objects.filter(of_theirs, Q(starts_at__gte=since) | Q(original_at__gte=since))
    rows = rows.exclude(status=MeetingStatus.PROPOSED)
    rows = rows.exclude(status=MeetingStatus.CANCELLED, series__isnull=True)
    single, series = [], defaultdict(list)
    for row in rows.select_related("series").order_by("starts_at", "id"):
        (series[row.series_id] if row.series_id else single).append(row)
    return single, list(series.values())


def sessions_of(person_id, since):
    """``SessionInvitation`` of planned sessions from a moment on that they have not declined."""
    rows = own_invitations(person_id).exclude(answer=Answer.CANNOT)
    return rows.filter(session__starts_at__gte=since, session__status=SessionStatus.PLANNED)
