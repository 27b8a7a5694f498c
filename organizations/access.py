"""The only door into an organization.

Every view under ``/<organization>/`` carries ``@organization_view(...roles)``. It finds the
signed-in person's membership, opens the organization's context in the right database role and its
time zone, and calls the view. Strangers get 404, so that organizations cannot be probed; members
without the role get 403.
"""

from functools import wraps
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from mentoring.tenancy import context
from organizations import acting
from organizations.models import Company, Membership
from organizations.roles import ACTORS, Role


def organization_view(*roles, choosing=False):
    """Open a view to these roles; of several that the person holds, ``acting`` says which is used.

    ``choosing`` is for the page of that choice itself. Sets ``request.organization``,
    ``request.membership`` (acted under) and ``request.memberships`` (all of the person's in this
    organization).
    """

    def decorator(view):
        @wraps(view)
        def wrapper(request, organization, **kwargs):
            request.memberships = _memberships(request.user, organization)
            request.organization = request.memberships[0].organization
            try:
                request.membership = _acting(request, roles, choosing)
            except acting.ChooseFirst:
                if not isinstance(request, HttpRequest):
                    raise
                return redirect("acting:choose", organization)
            try:
                zone = _zone(request.organization)
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


def _zone(organization):
    """Its time zone, or UTC when the zones of this machine no longer know the name."""
    try:
        return ZoneInfo(organization.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def memberships_of(user):
    """All memberships of a login, in every organization, each with its organization."""
    with context.as_user(user.pk):
        mine = _live(user).order_by("organization__name", "role")
        memberships = list(mine)
    for organization_id in {one.organization_id for one in memberships}:
        name_companies([one for one in memberships if one.organization_id == organization_id])
    return memberships


def name_companies(memberships):
    """Give the contact of several companies of one organization their names, to choose by."""
    contacts = [one for one in memberships if one.role == Role.HR]
    if len(contacts) < 2:
        return
    first = contacts[0]
    with context.enter(context.Context(first.organization_id, first.user_id)):
        names = dict(
            Company.objects.filter(pk__in=[one.company_id for one in contacts]).values_list(
                "pk", "name"
            )
        )
    for one in contacts:
        one.company_name = names[one.company_id]


def _live(user):
    held = Membership.everywhere.filter(user_id=user.pk, ended_at__isnull=True)
    return held.filter(organization__ended_at__isnull=True).select_related("organization")


def _memberships(user, slug):
    with context.as_user(user.pk):
        memberships = list(_live(user).filter(organization__slug=slug).order_by("id"))
    if not memberships:
        raise Http404
    name_companies(memberships)
    return memberships


def _acting(request, roles, choosing):
    if choosing:
        return request.memberships[0]
    return acting.choose(request, request.memberships, roles)


def _context(request):
    membership = request.membership
    return context.Context(
        organization_id=request.organization.pk,
        user_id=request.user.pk,
        actor=ACTORS[membership.role],
        company_id=membership.company_id,
    )
