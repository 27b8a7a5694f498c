"""No page takes more than twelve statements, for whoever may open it."""

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from tests.access import values
from tests.access.calls import undone
from tests.access.expectations import Verdict, verdict
from tests.access.matrix import places
from tests.access.routes import routes

MOST = 12
# Pages that keep in the process what their numbers are worked out from, and the most that they may
# take when it is not kept yet; afterwards they are bound like all others.
FIRST = {"matching:tuning": 25, "matching:tuning-effect": 25}
ROUTES = {route.name: route for route in routes("tests.access.urls")}
PLACES = places()
# Beginning and end of a unit of work inside the transaction of a test.
MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def calls_of(world, route):
    """``(actor, address)`` of everybody who may look at their own rows there."""
    place = PLACES.get((route.name, "GET")) or PLACES[route.name, ""]
    for actor in world.actors.values():
        for slug in actor.columns if route.in_organization else ("one",):
            parts = values.own(world, actor, slug, route)
            if parts is not None and verdict(place, route, actor, slug) == Verdict.ALLOWED:
                yield actor, route.path(parts)


def statements(actor, address):
    """What a page asks the database, or nothing where there is no page to look at."""
    reset_queries()  # the log of one connection holds 9,000
    with undone(), CaptureQueriesContext(connection) as captured:
        response = actor.client.get(address)
    if response.status_code != 200:
        return []
    return [query["sql"] for query in captured if not query["sql"].startswith(MARKS)]


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_page_takes_few_statements(name, everything):
    calls = list(calls_of(everything, ROUTES[name]))
    if name in FIRST:
        assert max(len(statements(actor, address)) for actor, address in calls) <= FIRST[name]
    taken = {(actor.name, address): statements(actor, address) for actor, address in calls}

    assert {call: len(sql) for call, sql in taken.items() if len(sql) > MOST} == {}
