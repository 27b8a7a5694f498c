"""The only door into an organization.

Every view under ``/<organization>/`` carries ``@organization_view(...roles)``. It finds the
signed-in person's membership, opens the organization's context in the right database role and its
time zone, and calls the view. Strangers get 404, so that organizations cannot be probed; members
without the role get 403.
"""

from functools import wraps
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import ACTORS


def organization_view(*roles):
    """Open a view to these roles; the first one that the person holds is the one acted under.

    Sets ``request.organization``, ``request.membership`` (acted under) and ``request.memberships``
    (all of the person's in this organization).
    """

    def decorator(view):
        @wraps(view)
        def wrapper(request, organization, **kwargs):
            request.memberships = _memberships(request.user, organization)
            request.organization = request.memberships[0].organization
            request.membership = _acting(request.memberships, roles)
            try:
                zone = ZoneInfo(request.organization.time_zone)
                with context.enter(_context(request), savepoint=False), timezone.override(zone):
                    response = view(request, **kwargs)
                    if response.status_code >= 500:
                        transaction.set_rollback(True)
            except Exception:
                request.membership = None  # an error page is the same for everybody
                raise
            return response

        wrapper.roles = frozenset(roles)  # read by the guards
        return wrapper

    return decorator


def memberships_of(user):
    """All memberships of a login, in every organization, each with its organization."""
    with context.as_user(user.pk):
        mine = Membership.everywhere.filter(user_id=user.pk).select_related("organization")
        return list(mine.order_by("organization__name", "role"))


def _memberships(user, slug):
    with context.as_user(user.pk):
        held = Membership.everywhere.filter(user_id=user.pk, organization__slug=slug)
        memberships = list(held.select_related("organization"))
    if not memberships:
        raise Http404
    return memberships


def _acting(memberships, roles):
    for role in roles:
        for membership in memberships:
            if membership.role == role:
                return membership
    raise PermissionDenied


def _context(request):
    membership = request.membership
    return context.Context(
        organization_id=request.organization.pk,
        user_id=request.user.pk,
        actor=ACTORS[membership.role],
        company_id=membership.company_id,
    )
