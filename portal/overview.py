"""The page of two who know each other: the way to all their pages, and the one next step."""

from collections import Counter
from zoneinfo import ZoneInfo

from mentoring import clock
from partnerships.unread.queries import news_of
from partnerships.writing.surfaces import OVERVIEW, tabs
from portal.matches import facts_of
from portal.queries import match_page
from portal.situations import Situation
from portal.together import together
from portal.waits import add_what_waits


def pair_page(partnership, person_id, slug):
    """What ``match_page`` says, with ``step`` once the two can meet, and ``tabs`` once they know
    each other.
    """
    add_what_waits([partnership], person_id)
    page = match_page(partnership, person_id)
    match = page["match"]
    if match.partner:
        news = news_of(person_id, [partnership.pk])[partnership.pk] if match.news else Counter()
        page["tabs"] = tabs(OVERVIEW, partnership.pk, slug, news)
        page["news"] = [tab for tab in page["tabs"] if tab["news"]]
    if match.can_meet:
        page["step"] = together(_situation(partnership, match, page["zone"], slug))
    return page


def _situation(partnership, match, zone, slug):
    own = getattr(partnership, match.side)
    return Situation(
        organization=slug,
        participant=str(own.pk),
        program=partnership.program.name,
        side=match.side,
        standing=own.standing,
        missing=(),
        now=clock.now(),
        today=clock.today(ZoneInfo(zone)),
        ends_on=partnership.ends_on or partnership.program.ends_on,
        match=facts_of(match),
    )
