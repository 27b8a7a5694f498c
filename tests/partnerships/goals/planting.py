"""Secrets, put through every page of goals and of what is to be done, by both."""

from datetime import timedelta

from django.urls import reverse

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.actions import urls as action_urls
from partnerships.goals import urls
from partnerships.goals.models import (
    Goal,
    GoalProgress,
    GoalSuggestion,
    GoalVersion,
    Milestone,
)
from partnerships.goals.scale import Level
from partnerships.goals.wording import name_of
from partnerships.models import Partnership
from partnerships.writing.models import SharedCopy
from tests.factories.training import introduce
from tests.partnerships.writing.people import as_side
from tests.surroundings import inside

KEPT = (Goal, GoalVersion, Milestone, GoalProgress, GoalSuggestion)
PAGES = {f"goals:{one.name}" for one in urls.urlpatterns} | {
    f"actions:{one.name}" for one in action_urls.urlpatterns
}


def plant(ground, planter):
    """Write, fail to write, change, share and read secrets everywhere; the pages that took them."""
    visited = set()

    def send(side, name, *args, query="", **form):
        visited.add(name)
        place = [ground.slugs[0], ground.partnership.pk, *args]
        address = reverse(f"portal:{name}", args=place)
        answer = ground.browsers[side].post(address + query, form)
        assert answer.status_code in (200, 302, 404, 409), (name, answer.status_code)
        ground.browsers[side].get(address)
        return answer

    with inside(ground.organization):
        partnership = Partnership.objects.get(pk=ground.partnership.pk)
        if partnership.introduced_at is None:
            introduce(partnership)
    goal = _set(ground, planter, send)
    _change(planter, send, goal)
    _add_to(planter, send, goal)
    _suggest(planter, send, goal)
    _share(ground, send, goal)
    _put_on_the_list(ground, planter, send)
    other = _set(ground, planter, send)
    send("mentee", "goals:close", goal)
    send("mentee", "goals:remove", other)
    for name, args in (("goals:board", ()), ("goals:goal", (goal,))):
        address = reverse(f"portal:{name}", args=[ground.slugs[0], ground.partnership.pk, *args])
        assert "Quarzitgrube" in ground.browsers["mentor"].get(address).text
        visited.add(name)
    assert visited == PAGES
    return KEPT


def _levels(planter):
    return {name_of(level): planter.secret() for level in Level}


def _set(ground, planter, send):
    words = {"title": planter.secret(), "why": planter.secret()}
    send("mentee", "goals:new", "goal", title=planter.secret() * 900, why=planter.secret())
    send("mentee", "goals:new", "goal", **words)
    send("mentee", "goals:new", "levels", level_0=planter.secret())
    send("mentee", "goals:new", "levels", **_levels(planter), start="-1")
    send("mentee", "goals:new", "check", another=planter.secret())
    answer = send("mentee", "goals:new", "check", another="")
    return answer.url.rstrip("/").rpartition("/")[2]


def _change(planter, send, goal):
    for _ in range(2):  # the second is stale
        words = {"title": planter.secret(), "why": planter.secret(), **_levels(planter)}
        send("mentee", "goals:change", goal, seen=0, **words)


def _add_to(planter, send, goal):
    day, step, note = clock.today() + timedelta(days=3), uuid7(), uuid7()
    for due_on in (day, "no day"):
        facts = {"due_on": due_on, "item": step}
        send("mentee", "goals:plan", goal, text=planter.secret(), **facts)
    for _ in range(2):
        facts = {"due_on": day, "item": step, "seen": 0}
        send("mentee", "goals:step", goal, step, text=planter.secret(), **facts)
    send("mentee", "goals:tick", goal, step, go="done")
    for side in ("mentee", "mentor"):
        for level in (1, ""):
            facts = {"level": level, "item": note if side == "mentee" else uuid7()}
            send(side, "goals:note", goal, text=planter.secret(), **facts)
    send("mentee", "goals:plan", uuid7(), text=planter.secret(), due_on=day, item=uuid7())
    send("mentee", "goals:unnote", goal, note)


def _suggest(planter, send, goal):
    for place in ("", goal):
        item = uuid7()
        text = planter.secret()
        send("mentor", "goals:suggest", text=text, item=item, goal=place)
        send("mentor", "goals:suggest", text=planter.secret() * 900, item=item, goal=place)
        answer = send("mentee", "goals:answer", item, go="take")
        if place:
            query = "?" + answer.url.partition("?")[2]
            send("mentee", "goals:change", goal, query=query, title=planter.secret())
    send("mentor", "goals:suggest", text=planter.secret(), item=uuid7())
    send("mentee", "goals:new", "goal", go="discard")


def _share(ground, send, goal):
    """A coordinator reads a copy, which is then taken back."""
    send("mentor", "goals:share", goal)
    with inside(ground.organization), as_side(ground.partnership, "mentor"):
        copy = SharedCopy.objects.get(item_id=goal)
    place = [*ground.slugs, ground.partnership.pk, copy.pk]
    answer = ground.browsers["coordinator"].get(reverse("partnerships:shared", args=place))
    assert "Quarzitgrube" in answer.text
    send("mentor", "goals:take-back", goal)


def _put_on_the_list(ground, planter, send):
    for side in ("mentee", "mentor"):
        item, owner = uuid7(), ground.partnership.mentor_person_id
        for text in (planter.secret(), planter.secret() * 900):
            send(side, "actions:board", text=text, item=item, owner=owner, due_on="")
        for _ in range(2):
            facts = {"item": item, "owner": owner, "seen": 0, "due_on": ""}
            send(side, "actions:change", item, text=planter.secret(), **facts)
        send(side, "actions:say", item, go="done", seen="0")
