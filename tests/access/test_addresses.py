"""Every address × every actor × every method × own, foreign and missing rows.

The addresses come from the URL configuration, the expectations from the threat matrix.
"""

import pytest

from tests.access import matrix, values
from tests.access.calls import METHODS, OF_THE_API, call, header_problems
from tests.access.expectations import Verdict, status_problem, verdict
from tests.access.planting import Actor
from tests.access.routes import routes
from tests.surroundings import DarkClient

ROUTES = {route.name: route for route in routes("tests.access.urls")}
PLACES = matrix.places()
SLUGS = ("one", "two")
# Development's own page puts a mail into a frame of its own page.
FRAMED = {"ui:mail_html"}
LINKS = {"apply", "briefing", "calendar-feed", "concern", "invitation", "stop-mail"}
LINKS |= {"observe", "observe-link"}
PICTURES = {"people:picture", "portal:picture"}


def place_of(route, method):
    """Where the address stands in the matrix for this method."""
    return PLACES.get((route.name, method)) or PLACES[route.name, ""]


def test_every_address_is_classified():
    assert sorted({name for name, _method in PLACES}) == sorted(ROUTES)


def test_every_classification_is_a_row_of_the_matrix():
    unknown = {place.resource for place in PLACES.values()} - set(matrix.MATRIX)
    unknown -= {matrix.MISSING, matrix.LINK}

    assert unknown == set()


@pytest.fixture(scope="module")
def missing(everything):
    """The body of a page that is not there, and that of a row of the API that is not there."""
    page = call(Actor("anonymous", {}, DarkClient()), "GET", "/no/such/address")
    row = call(everything.actors["coord_t1"], "GET", "/one/api/v1/no-such-address")
    assert page.status == row.status == 404
    return {"page": page.body, "api": row.body}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_address_answers_as_the_matrix_says(name, everything, missing):
    route = ROUTES[name]
    problems = []
    for method in OF_THE_API if route.surface == "api" else METHODS:
        problems += Round(everything, route, method, missing).problems()

    assert not problems, "\n" + "\n".join(problems)


class Round:
    """All calls of one address by one method."""

    def __init__(self, world, route, method, missing):
        self.world, self.route, self.method = world, route, method
        self.place = place_of(route, method)
        self.missing = missing["api" if route.surface == "api" else "page"]
        self.slugs = SLUGS if route.in_organization else SLUGS[:1]

    def problems(self):
        """A line for every answer that is not as it should be."""
        calls = sorted(self._calls(), key=lambda one: one[2] != Verdict.ALLOWED)
        found, allowed, tried, nobody_may = [], [], set(), False
        for actor, slug, expected, why, parts in calls:
            if nobody_may and why in tried:
                continue  # the method is none here: one such row of others stands for all
            answer = call(actor, self.method, self.route.path(parts))
            if expected == Verdict.ALLOWED:
                allowed.append(answer.status)
            nobody_may = bool(allowed) and set(allowed) == {405}
            tried.update({why} - {"own"})
            wrong = [self._status_problem(answer, expected, nobody_may)]
            wrong += self._content_problems(answer, expected, actor, slug)
            if self.route.name not in FRAMED:
                is_admin = self.route.name.startswith("operator:")
                is_link = self.route.name in LINKS
                kinds = {"is_admin": is_admin, "is_link": is_link}
                kinds["is_picture"] = self.route.name in PICTURES
                wrong += header_problems(answer, actor, **kinds)
            told = f"{self.method} {self.route.path(parts)} as {actor.name} ({why})"
            found += [f"{told}: {problem}" for problem in wrong if problem]
        return found

    def _calls(self):
        for actor in self.world.actors.values():
            for slug in self.slugs:
                yield from self._calls_in(actor, slug)

    def _calls_in(self, actor, slug):
        expected = verdict(self.place, self.route, actor, slug)
        parts = values.own(self.world, actor, slug, self.route)
        if parts is not None:
            yield actor, slug, expected, "own", parts
        if expected == Verdict.ALLOWED and self.method not in ("HEAD", "OPTIONS"):
            resource = self.place.resource
            others = values.foreign(self.world, actor, slug, self.route, resource)
            for why, theirs in others if not actor.is_anonymous else ():
                yield actor, slug, Verdict.HIDDEN, why, theirs

    def _status_problem(self, answer, expected, nobody_may):
        return status_problem(expected, self.place, self.route, self.method, answer, nobody_may)

    def _content_problems(self, answer, expected, actor, slug):
        problems = [
            f"shows {key}" for key, word in self.world.forbidden(actor, slug) if word in answer.text
        ]
        if self.method == "GET" and expected == Verdict.ALLOWED and answer.status == 200:
            problems += [
                f"does not show {wanted}"
                for wanted in self.place.shows
                if not self._is_shown(answer, wanted, actor, slug)
            ]
        if self.method != "HEAD" and answer.status == 404 and answer.body != self.missing:
            problems.append("a 404 of its own")
        return problems

    def _is_shown(self, answer, wanted, actor, slug):
        words = (self.world.shown(slug, actor, key) for key in wanted.split("|"))
        return any(word.lower() in answer.text for word in words if word)
