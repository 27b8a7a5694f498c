"""Pages on which somebody with several roles chooses one."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from organizations import acting
from organizations.access import organization_view
from organizations.navigation import SURFACES, role_links
from organizations.roles import Role


@require_safe
@organization_view(*Role, choosing=True)
def choose(request):
    """All roles of this person in this organization."""
    roles = role_links(request.memberships)
    return render(request, "organizations/staff_acting.html", {"choices": roles})


@require_POST
@organization_view(*Role, choosing=True)
def act_as(request, membership_id):
    """Act under this membership from here on, and go to its surface."""
    chosen = next((one for one in request.memberships if one.pk == membership_id), None)
    if chosen is None:
        raise Http404
    acting.remember(request, chosen)
    return redirect(SURFACES[chosen.role], request.organization.slug)
