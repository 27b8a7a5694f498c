"""What the matrix says about a call, and whether an answer agrees."""

import enum

from tests.access import matrix

OK = {
    "GET": {200, 302, 409},
    "HEAD": {200, 302, 409},
    "POST": {200, 201, 204, 302, 400, 409, 422},
    "OPTIONS": {200, 302},
    "PUT": {200, 204, 400, 409},
    "PATCH": {200, 400, 409},
}
SIGN_IN = "/accounts/login/"


class Verdict(enum.StrEnum):
    """What becomes of a call."""

    ALLOWED = "allowed"
    SIGN_IN = "asked to sign in"
    STRANGER = "not found, like any address"
    REFUSED = "forbidden"
    HIDDEN = "not found, like any row"
    NO_LINK = "a link that opens nothing, to whomever"


REFUSALS = {Verdict.REFUSED: 403, Verdict.NO_LINK: 410}


def verdict(place, route, actor, slug):
    """What the matrix says about this actor at this address of organization ``slug``."""
    if place.resource == matrix.PUBLIC:
        return Verdict.ALLOWED
    if place.resource == matrix.LINK:
        return Verdict.NO_LINK
    if actor.is_anonymous:
        return Verdict.SIGN_IN
    if route.name.startswith("operator:"):
        return Verdict.ALLOWED if actor.is_operator else Verdict.REFUSED
    if place.resource == matrix.ACCOUNT:
        return Verdict.ALLOWED
    if place.resource == matrix.MISSING:
        return Verdict.HIDDEN
    column = actor.column(slug)
    if column is None:
        return Verdict.STRANGER
    for_whom = matrix.SURFACES.get(route.surface)
    if for_whom is not None and column not in for_whom:
        return Verdict.REFUSED
    is_open = matrix.may(place.resource, column, aggregate=place.answers == "numbers")
    return Verdict.ALLOWED if is_open else Verdict.REFUSED


def status_problem(expected, place, route, method, answer, nobody_may):
    """Why the status contradicts the verdict, or an empty text.

    ``nobody_may``: those who are allowed in get 405 for this method too.
    """
    status = answer.status
    if status >= 500:
        return f"{status}: {answer.error}"
    if status == 405 and (expected in (Verdict.ALLOWED, Verdict.NO_LINK) or nobody_may):
        return ""
    if expected == Verdict.SIGN_IN:
        right = status in {401, 403} if route.surface == "api" else _leads_to_sign_in(answer)
    elif expected == Verdict.ALLOWED:
        right = status in OK[method]
        right = right and (place.resource == matrix.PUBLIC or not _leads_to_sign_in(answer))
    else:
        right = status == REFUSALS.get(expected, 404)
    return "" if right else f"{status} {answer.location}, but should be {expected}"


def _leads_to_sign_in(answer):
    return answer.status == 302 and answer.location.partition("?")[0] == SIGN_IN
