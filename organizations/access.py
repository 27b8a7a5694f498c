"""The only door into an organization.

Every view under ``/<organization>/`` carries ``@organization_view(...roles)``. It finds the
signed-in person's membership, opens the organization's context in the right database role and its
time zone, and calls the view. Strangers get 404, so that organizations cannot be probed; members
without the role get 403.
"""

from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from mentoring.tenancy import context
from organizations import acting
from organizations.models import Company, Membership
from organizations.navigation import SURFACES, act_as_url, role_label, role_links
from organizations.roles import ACTORS, Role
from organizations.zones import zone_of


def organization_view(*roles, choosing=False):
    """Open a view to these roles; of several that the person holds, ``acting`` says which is used.

    ``choosing`` is for the page of that choice itself. Sets ``request.organization``,
    ``request.membership`` (acted under), ``request.memberships`` (all of the person's in this
    organization), and ``request.asked`` (see ``ask_with``).
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
                return _to_choice(request)
            except acting.DrawnForAnother as refused:
                return _drawn_for_another(request, refused)
            try:
                zone = zone_of(request.organization)
                question = _question(request)
                entering = context.enter(_context(request), savepoint=False, question=question)
                with entering, timezone.override(zone):
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


def ask_with(question_of):
    """Let ``question_of(request)`` answer a ``Question`` to ask with each request, or None.

    For what every page shows: it comes with the settings of the context, as ``request.asked``.
    """
    _questions.append(question_of)


_questions = []


def _question(request):
    found = (question_of(request) for question_of in _questions)
    request.asked = next(filter(None, found), None)
    return request.asked


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
    membership = acting.choose(request, request.memberships, roles)
    acting.check(request, membership, request.memberships)
    return membership


def _to_choice(request):
    """To the choice of a role, and from there to the page that was asked for."""
    address = reverse("acting:choose", args=[request.organization.slug])
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)


def _drawn_for_another(request, refused):
    """The page that says that nothing was written, and how to go on; without any surface."""
    request.membership = None
    found = {
        "organization": request.organization,
        "now": role_label(refused.now),
        "home_url": reverse(SURFACES[refused.now.role], args=[request.organization.slug]),
        "next": urlsplit(request.headers.get("Referer", "")).path,
    }
    if refused.drawn_for is not None:
        (found["way"],) = role_links([refused.drawn_for])
        found["way"]["url"] = act_as_url(refused.drawn_for)
    return render(request, "organizations/staff_other_tab.html", found, status=409)


def _context(request):
    membership = request.membership
    return context.Context(
        organization_id=request.organization.pk,
        user_id=request.user.pk,
        actor=ACTORS[membership.role],
        company_id=membership.company_id,
    )
