"""A pair that meets every month, with something to answer and something to say, and its pages."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from partnerships.meetings import again, services, telling, written

AGENDA = "1. The talk with my sponsor: what to ask for.\n2. How did you leave your first team?"


def prepare(scenes, pair):
    """Held, missed and planned meetings, a series, and proposals of both."""

    def does(side, act, *args, **facts):
        user_id = getattr(pair, f"{side}_person").user_id
        own = context.Context(pair.organization_id, user_id, context.Actor.PARTICIPANT)
        by = Membership.objects.get(user_id=user_id, role=Role.PARTICIPANT)
        with context.enter(own):
            return act(*args, by=by, **facts)

    def proposed(side, *days, place=""):
        times = [noon + timedelta(days=day) for day in days]
        facts = {"times": times, "meeting_id": uuid7(), "place": place, **shape}
        return does(side, services.propose, pair, **facts)

    noon = clock.now().replace(hour=13, minute=0, second=0, microsecond=0)
    shape = {"zone": pair.mentee.time_zone or "UTC", "minutes": 60, "form": "virtual"}
    pair.refresh_from_db()
    logged = {"at": clock.now() - timedelta(minutes=5), "meeting_id": uuid7(), **shape}
    does("mentor", telling.log, pair, **logged)
    ahead = proposed("mentee", 3, place="https://call.example/nord-42")
    does("mentor", services.accept, ahead, ahead.options[0], seen=0)
    does("mentee", written.write_agenda, ahead, AGENDA, seen=0)
    asked, own = proposed("mentor", 10, 11, 15), proposed("mentee", 18)
    rule = {"every": 1, "unit": "month", "until": (noon + timedelta(days=210)).date(), **shape}
    rule |= {"first_on": (noon + timedelta(days=31)).date(), "at": noon.time()}
    agreed = does("mentor", again.propose_series, pair, series_id=uuid7(), **rule)
    does("mentee", again.accept_series, agreed, seen=0)
    rule |= {"first_on": (noon + timedelta(days=24)).date(), "every": 2, "unit": "week"}
    waits = does("mentor", again.propose_series, pair, series_id=uuid7(), **rule)
    scenes.values.update(
        meeting=ahead.pk,
        asked_meeting=asked.pk,
        own_meeting=own.pk,
        series_meeting=agreed.meetings.first().pk,
        series=waits.pk,
        agreed_series=agreed.pk,
    )


def choose_a_past_day(page):
    page.get_by_text("Other times").click()
    page.locator("[name=day_1]").fill("2020-01-01")
    page.locator("[name=time_1]").fill("10:00")
    with page.expect_navigation():
        page.get_by_role("button", name="Propose").click()


def pages(state):
    """States of every page of meetings."""
    here, early = {"partnership": "goal_pair"}, {"partnership": "preparing"}
    mentee = {"who": "goal_mentee"}

    def of(item):
        return {**here, "item": item}

    return {
        "portal:meetings:list": [
            state("mentee", **mentee, parts=here),
            state("mentor", who="goal_mentor", parts=here),
            state("none", who="agreed_mentee", parts={"partnership": "agreed"}),
            state("too-early", who="preparing", parts=early),
        ],
        "portal:meetings:propose": [
            state(**mentee, parts=here),
            state("errors", **mentee, parts=here, act=choose_a_past_day),
        ],
        "portal:meetings:repeat": [state(**mentee, parts=here)],
        "portal:meetings:log": [state(**mentee, parts=here)],
        "portal:meetings:one": [
            state("mentee", **mentee, parts=of("meeting")),
            state("mentor", who="goal_mentor", parts=of("meeting")),
            state("to-answer", **mentee, parts=of("asked_meeting")),
            state("waits", **mentee, parts=of("own_meeting")),
        ],
        "portal:meetings:move": [state(**mentee, parts=of("meeting"))],
        "portal:meetings:cancel": [
            state(**mentee, parts=of("meeting")),
            state("series", **mentee, parts=of("series_meeting")),
        ],
        "portal:meetings:move-series": [state(**mentee, parts=of("agreed_series"))],
        "portal:meetings:series": [state(**mentee, parts=of("series"))],
    }
