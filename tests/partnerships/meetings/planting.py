"""Secrets written through every page of meetings, for the hunt for what a pair writes."""

from datetime import timedelta

from django.urls import reverse

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.meetings.models import Meeting, MeetingSeries
from tests.factories.training import introduce
from tests.surroundings import inside


def plant(ground, planter):
    """Everything that can be typed on the pages of meetings; the pages that were opened."""
    visited = set()
    with inside(ground.organization):
        ground.partnership.refresh_from_db()
        if ground.partnership.introduced_at is None:
            introduce(ground.partnership)
        zone = ground.partnership.mentee.time_zone or "UTC"

    def send(side, name, *args, **form):
        visited.add(name)
        address = reverse(
            f"portal:meetings:{name}", args=[ground.slugs[0], ground.partnership.pk, *args]
        )
        browser = ground.browsers[side]
        answer = browser.post(address, form) if form else browser.get(address)
        assert answer.status_code in (200, 302, 409), (name, answer.status_code)
        return answer

    day = (clock.now() + timedelta(days=5)).date()
    typed = {"day_1": day, "time_1": "10:30", "zone": zone, "minutes": 60, "form": "virtual"}
    for item in (uuid7(), planter.secret()):
        send("mentee", "propose", **typed, item=item, place=planter.secret())
    send("mentee", "propose", **{**typed, "item": uuid7(), "place": planter.secret() * 100})
    rule = {"first_on": day, "at": "09:00", "every": "week:2", "until": day + timedelta(days=90)}
    shape = {"zone": zone, "minutes": 60, "form": "virtual", "item": uuid7()}
    send("mentor", "repeat", **rule, **shape, place=planter.secret())
    with inside(ground.organization):
        meeting, series = Meeting.objects.get(), MeetingSeries.objects.get()
    answer = {"go": "take", "at": meeting.options[0].isoformat(), "seen": 0}
    send("mentor", "answer", meeting.pk, **answer)
    send("mentor", "answer", meeting.pk, go="take", at=planter.secret(), seen=0)
    assert "Quarzitgrube" in send("mentee", "series", series.pk).text
    send("mentee", "answer-series", series.pk, go="take", seen=0)
    send("mentee", "series", series.pk)
    for seen in (0, 1, planter.secret()):
        moved = {**rule, **shape, "item": uuid7(), "seen": seen}
        send("mentor", "move-series", series.pk, **moved, place=planter.secret())
    for seen in (1, 0, planter.secret()):
        send("mentor", "place", meeting.pk, text=planter.secret(), seen=seen)
        send("mentee", "agenda", meeting.pk, text=planter.secret(), seen=seen)
    send("mentee", "agenda", meeting.pk, text=planter.secret(), seen=0)
    send("mentee", "agenda", meeting.pk, text=planter.secret() * 1_000, seen=1)
    send("mentor", "say", meeting.pk, what=planter.secret())
    send("mentor", "log", **{**shape, "item": uuid7(), "day": planter.secret(), "at": "10:00"})
    send("mentor", "move", meeting.pk, **typed, item=uuid7(), seen=planter.secret())
    send("mentor", "cancel", meeting.pk, scope=planter.secret(), seen=0)
    assert "Quarzitgrube" in send("mentor", "one", meeting.pk).text
    send("mentee", "list")
    return visited
