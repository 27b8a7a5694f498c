"""Facts of programs that nobody wrote into a database."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from reports.content import ReportKind
from reports.gathering.facts import Facts, One, Pair
from reports.periods import Period

START = date(2026, 1, 5)
QUARTER = Period(ReportKind.QUARTERLY, START, date(2026, 4, 4))
FINAL = Period(ReportKind.FINAL, START, date(2027, 1, 26))


def ones(company, mentees, mentors=0, **facts):
    """So many participants of a company, by name."""
    return [
        One(f"{company}-{side}-{number}", company, side, facts.get("is_in", True), None)
        for side, many in (("mentee", mentees), ("mentor", mentors))
        for number in range(many)
    ]


def moment(day):
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)


def pair(number, mentor, mentee, introduced=START, ended=None, status="active"):
    ended = moment(ended) if ended else None
    return Pair(f"pair-{number}", mentor, mentee, status, moment(introduced), ended)


def facts_of(people, period=QUARTER, **given):
    """``Facts`` in which nothing has happened unless it is given."""
    values = {
        "program": SimpleNamespace(report_minimum=5),
        "period": period,
        "said_from": period.first,
        "zone": UTC,
        "people": {one.id: one for one in people},
        "pairs": [],
        "trained": set(),
        "meetings": Counter(),
        "goals": set(),
        "asked": Counter(),
        "answered": Counter(),
        "useful": {},
        "scales": {},
        "readers": {},
        "watched": {},
    }
    return Facts(**{**values, **given})
