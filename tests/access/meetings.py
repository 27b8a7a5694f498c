"""Meetings of the pair of each organization, with a word in what the two alone may read."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from partnerships.meetings import again, services, written

TIMES, WORDS = "meeting time and held/missed", "meeting notes"
PAIR = ("mentee", "mentor")
API = ("api:meetings", "api:log-meeting", "api:answer-meeting", "api:cancel-meeting")
ARRANGED = ("api:move-meeting", "api:meeting-", "api:series", "api:answer-series")
WRITTEN = ("portal:meetings:", *API, "api:tell-meeting", *ARRANGED, "api:cancel-series")
SHAPE = {"zone": "UTC", "minutes": 60, "form": "virtual"}


def plant(place):
    """One that is planned, with its place and agenda, and a series that waits for an answer."""
    partnership = place.rows["partnership"]

    def does(name, act, *args, **facts):
        person = place.participants[name].person
        own = context.Context(place.organization.pk, person.user_id, context.Actor.PARTICIPANT)
        with context.enter(own):
            return act(*args, by=place.members[name], **facts)

    at = (clock.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    where = place.garden.plant("pair.place", (WORDS, set(PAIR)))
    facts = {"times": [at], "meeting_id": uuid7(), "place": where, **SHAPE}
    meeting = does("mentee", services.propose, partnership, **facts)
    meeting = does("mentor", services.accept, meeting, at, seen=0)
    agenda = place.garden.plant("pair.agenda", (WORDS, set(PAIR)))
    does("mentee", written.write_agenda, meeting, agenda, seen=0)
    facts = {"first_on": at.date(), "at": at.time(), "every": 2, "unit": "week", **SHAPE}
    facts |= {"until": at.date() + timedelta(days=90), "series_id": uuid7()}
    series = does("mentor", again.propose_series, partnership, **facts)
    place.rows |= {"meeting": meeting, "series": series}


def item_of(place, name, route):
    """The id of the pair's meeting or series; nobody else's leads anywhere."""
    if name not in PAIR:
        return uuid7()
    return place.rows["series" if "series" in route.name else "meeting"].pk
