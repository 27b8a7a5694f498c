"""Pages on which somebody with several roles chooses one."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
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
    found = {"choices": roles, "next": request.GET.get("next", "")}
    return render(request, "organizations/staff_acting.html", found)


@require_POST
@organization_view(*Role, choosing=True)
def act_as(request, membership_id):
    """Act under this membership from here on, and go to its surface, or a page of it: `next`."""
    chosen = next((one for one in request.memberships if one.pk == membership_id), None)
    if chosen is None:
        raise Http404
    acting.remember(request, chosen)
    home = reverse(SURFACES[chosen.role], args=[request.organization.slug])
    onward = request.POST.get("next", "")
    is_there = onward.startswith(home) and url_has_allowed_host_and_scheme(onward, None)
    return redirect(onward if is_there else home)
