"""Under which of several roles somebody acts: one at a time, chosen and remembered.

The session remembers one membership for each organization. Entering a surface that is open to
another role of the person's makes that the role acted under. Within one surface only the person
changes it: who acts as coordinator does not administer by following a link.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from organizations.navigation import SURFACES

REMEMBERED = "acting"


class ChooseFirst(PermissionDenied):
    """Several memberships of one role open this page, and none was chosen yet."""


def choose(request, memberships, roles):
    """The membership to act under, of these roles' the first; remembered if there are several.

    Raises ``PermissionDenied`` without the role, ``ChooseFirst`` for the contact of two companies.
    """
    open_to = [one for role in roles for one in memberships if one.role == role]
    if not open_to:
        raise PermissionDenied
    if len(memberships) == 1:
        return open_to[0]
    known = _remembered(request, memberships)
    if known in open_to:
        return known
    if known is not None and SURFACES[known.role] == SURFACES[open_to[0].role]:
        raise PermissionDenied
    if [one.role for one in open_to].count(open_to[0].role) > 1:
        raise ChooseFirst
    remember(request, open_to[0])
    return open_to[0]


def remember(request, membership):
    """Act under this membership from now on; calls of programs leave no trace in the session."""
    if not isinstance(request, HttpRequest):
        return
    kept = dict(request.session.get(REMEMBERED, {}))
    kept[str(membership.organization_id)] = str(membership.pk)
    request.session[REMEMBERED] = kept


def _remembered(request, memberships):
    organization_id = str(memberships[0].organization_id)
    kept = request.session.get(REMEMBERED, {}).get(organization_id)
    return next((one for one in memberships if str(one.pk) == kept), None)
