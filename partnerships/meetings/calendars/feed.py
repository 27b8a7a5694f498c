"""The file behind a private calendar address: that and when, from all that somebody takes part in.

Whoever holds the address reads it without signing in, so it names no person, program, company or
organization, and its one link is the door of the installation.
"""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import vDuration

from mentoring import clock
from notifications.calendars import PUBLISH, calendar_file, uid_of
from partnerships.meetings.calendars import queries
from partnerships.meetings.calendars.entries import of_meeting, of_series
from training import calendars as training

ASK_AGAIN = timedelta(hours=1)


def content(person_id):
    """The bytes of the calendar of one person; the same until something of theirs changes."""
    since = clock.now() - queries.SHOWN_FOR
    page = f"{settings.BASE_URL}/"
    single, series = queries.meetings_of(person_id, since)
    entries = [of_meeting(one, page=page) for one in single]
    for meetings in series:
        entries += of_series(meetings[0].series, meetings, page=page)
    entries += [_session(one, page) for one in queries.sessions_of(person_id, since)]
    return calendar_file(*entries, method=PUBLISH, properties=_properties())


def _session(invitation, page):
    """A training session, as somebody invited has it, without what it is about and where."""
    entry = training.appointment(invitation.session, sequence=invitation.sequence)
    return replace(
        entry,
        uid=uid_of(f"session-{invitation.pk}"),
        title=_("Mentoring training"),
        description=_("More is in your portal: %(page)s") % {"page": page},
        place="",
        link="",
        page=page,
        is_private=True,
    )


def _properties():
    return (
        ("x-wr-calname", _("Mentoring")),
        ("refresh-interval", vDuration(ASK_AGAIN, params={"VALUE": "DURATION"})),
        ("x-published-ttl", vDuration(ASK_AGAIN).to_ical().decode()),
    )
