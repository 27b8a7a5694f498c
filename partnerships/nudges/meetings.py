"""The day before a meeting both hear when it is: on the clocks of either, never where or why."""

from datetime import timedelta

from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import city, written_time
from notifications.models import Message
from notifications.services import tell_many
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting
from partnerships.nudges.wording import spoken
from partnerships.queries import other_side
from programs.reminding import MORNING
from training.zones import zone_or_utc

KIND = "meeting_tomorrow"
# From the morning before to the end of a day, wherever somebody is, with an hour for the clocks.
AHEAD = timedelta(hours=41)
MEETS = (Status.PREPARING, Status.ACTIVE, Status.CLOSING)


def remind_of_meetings():
    """Due work: each of the two, in the morning before by their own clocks."""
    now = clock.now()
    rows = Meeting.objects.filter(
        status=MeetingStatus.PLANNED,
        starts_at__range=(now, now + AHEAD),
        partnership__status__in=MEETS,
    )
    rows = rows.select_related(
        *(f"partnership__{side}{of}" for side in (MENTEE, MENTOR) for of in ("", "_person"))
    )
    due = [
        (getattr(row.partnership, f"{side}_person"), occasion_of(row), {})
        for row in rows.order_by("starts_at", "id")
        for side in (MENTEE, MENTOR)
        if is_eve(row, getattr(row.partnership, side).time_zone, now)
    ]
    told = Message.objects.filter(kind=KIND, occasion__in={occasion for _who, occasion, _ in due})
    told = set(told.values_list("person", "occasion"))
    if fresh := [one for one in due if (one[0].pk, one[1]) not in told]:
        tell_many(KIND, fresh)


def is_eve(meeting, zone_name, now):
    """Whether it is the day before a meeting there, past the morning.

    Whoever has heard of the meeting, or of its new time, on that day already is not told twice.
    """
    zone = zone_or_utc(zone_name)
    eve = meeting.starts_at.astimezone(zone).date() - timedelta(days=1)
    here = now.astimezone(zone)
    is_news = meeting.changed_at.astimezone(zone).date() >= eve
    return here.date() == eve and here.time() >= MORNING and not is_news


def occasion_of(meeting):
    """A meeting that was moved is another occasion."""
    return f"{meeting.pk}:{meeting.starts_at:%Y%m%dT%H%MZ}"


def meeting_tomorrow(person, occasion, facts):
    """When you meet; the partner's clocks are beside your own where they differ."""
    rows = Meeting.objects.filter(pk=occasion.partition(":")[0], status=MeetingStatus.PLANNED)
    meeting = rows.first()
    if meeting is None or occasion_of(meeting) != occasion or meeting.starts_at <= clock.now():
        return None
    to = spoken(meeting.partnership_id, person)
    if to.pair.status not in MEETS:
        return None
    other = getattr(to.pair, other_side(to.side))
    own, theirs = zone_or_utc(to.participant.time_zone), zone_or_utc(other.time_zone)
    when = [(_("When"), _written(meeting, own))]
    if (
        meeting.starts_at.astimezone(own).utcoffset()
        != meeting.starts_at.astimezone(theirs).utcoffset()
    ):
        when.append((_("For %(name)s") % to.said, _written(meeting, theirs)))
    return to.letter(
        _("You are about to meet %(name)s"),
        _AGENDAS[to.side](),
        _("If you cannot make it, say so there: moving a meeting takes a moment."),
        action=_("Open the meeting"),
        url=to.page("portal:meetings:one", meeting.pk),
        facts=tuple(when),
    )


_AGENDAS = {
    MENTEE: lambda: _(
        "Your meeting with %(name)s is near. Where you meet is in your portal, and there you write "
        "down what you would like to talk about."
    ),
    MENTOR: lambda: _(
        "Your meeting with %(name)s is near. Where you meet is in your portal, and so is what "
        "%(name)s would like to talk about."
    ),
}


def _written(meeting, zone):
    return f"{written_time(meeting.starts_at, zone, meeting.ends_at)} ({city(zone)})"
