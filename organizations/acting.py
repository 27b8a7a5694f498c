"""Under which of several roles somebody acts: one at a time, chosen and remembered.

The surface says which role it is entered as, and entering changes nothing. Where one surface is
open to several of a person's memberships (administrator and coordinator, HR of two companies) the
person chooses one by posting, and the session remembers it for that surface alone.

Two tabs share one session: every form therefore says which membership it was drawn for
(``{% csrf_token %}`` and the page's ``hx-headers``), and ``check`` refuses what was drawn for
another. Nothing is then written.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from organizations.navigation import ACTING_AS, SURFACES

REMEMBERED = "acting"
HEADER = "Acting-As"
SAFE = ("GET", "HEAD", "OPTIONS")


class ChooseFirst(PermissionDenied):
    """Several memberships open this surface, and none was chosen yet."""


class DrawnForAnother(Exception):
    """The form was drawn for another membership than the one acted under now."""

    def __init__(self, now, drawn_for=None):
        super().__init__("drawn for another membership")
        self.now, self.drawn_for = now, drawn_for


def choose(request, memberships, roles):
    """The membership to act under. A program's call may name it in the header ``Acting-As``.

    Raises ``PermissionDenied`` without the role, ``ChooseFirst`` when there are several.
    """
    open_to = [one for role in roles for one in memberships if one.role == role]
    if not open_to:
        raise PermissionDenied
    if not isinstance(request, HttpRequest) and HEADER in request.headers:
        return _named(open_to, request.headers[HEADER])
    beside = _beside(open_to[0], memberships)
    if len(beside) == 1:
        return open_to[0]
    chosen = _remembered(request, beside)
    if chosen is None:
        raise ChooseFirst
    if chosen not in open_to:
        raise PermissionDenied
    return chosen


def check(request, membership, memberships):
    """Raise ``DrawnForAnother`` unless what is posted was drawn for this membership.

    What does not say for whom is taken only where the surface has one membership.
    """
    if request.method in SAFE or not isinstance(request, HttpRequest):
        return
    said = {request.POST.get(ACTING_AS), request.headers.get(HEADER)} - {None}
    if said == {str(membership.pk)}:
        return
    if said or len(_beside(membership, memberships)) > 1:
        drawn_for = next((one for one in memberships if str(one.pk) in said), None)
        raise DrawnForAnother(membership, drawn_for)


def remember(request, membership):
    """Act under this membership on its surface from now on."""
    kept = dict(request.session.get(REMEMBERED, {}))
    kept[_place(membership)] = str(membership.pk)
    request.session[REMEMBERED] = kept


def _named(open_to, said):
    named = next((one for one in open_to if str(one.pk) == said), None)
    if named is None:
        raise PermissionDenied
    return named


def _beside(membership, memberships):
    """Those whose surface is the same, the membership itself among them."""
    surface = SURFACES[membership.role]
    return [one for one in memberships if SURFACES[one.role] == surface]


def _remembered(request, beside):
    kept = request.session.get(REMEMBERED, {}).get(_place(beside[0]))
    return next((one for one in beside if str(one.pk) == kept), None)


def _place(membership):
    return f"{membership.organization_id} {SURFACES[membership.role]}"
