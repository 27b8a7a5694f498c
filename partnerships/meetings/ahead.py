"""What becomes of the meetings that lie ahead when a partnership stops."""

from mentoring import clock
from organizations.audit import record
from partnerships.meetings.again import drop_series
from partnerships.meetings.kinds import MeetingStatus, SeriesStatus
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.meetings.services import drop, tell_both


def cancel_ahead(partnership, *, by):
    """Cancel all that is proposed, and what is planned and has not begun; both are told.

    Called under the partnership's lock by whatever ends or pauses it, also on behalf of nobody.
    """
    if partnership.introduced_at is None:
        return 0
    gone = _cancel_series(partnership) + _cancel_meetings(partnership)
    if gone:
        record("meeting.cancelled", partnership, by=by, times=gone)
    return gone


def _cancel_series(partnership):
    gone = 0
    rows = MeetingSeries.objects.filter(partnership=partnership)
    for series in rows.exclude(status=SeriesStatus.CANCELLED):
        series.partnership = partnership
        if series.status == SeriesStatus.PROPOSED:
            series.status, series.revision = SeriesStatus.CANCELLED, series.revision + 1
            series.save()
            gone += 1
        elif went := drop_series(series):
            tell_both("meeting_cancelled", series)
            gone += went
    return gone


def _cancel_meetings(partnership):
    ahead = Meeting.objects.filter(partnership=partnership)
    proposed = ahead.filter(status=MeetingStatus.PROPOSED)
    planned = ahead.filter(status=MeetingStatus.PLANNED, starts_at__gt=clock.now())
    gone = 0
    for meeting in proposed.union(planned):
        meeting = Meeting.objects.get(pk=meeting.pk)
        meeting.partnership, was_planned = partnership, meeting.status == MeetingStatus.PLANNED
        drop(meeting)
        if was_planned:
            tell_both("meeting_cancelled", meeting)
        gone += 1
    return gone
