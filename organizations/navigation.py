"""What every surface's layout needs: where one is, as whom, and where else one may go."""

from django.urls import reverse

from organizations.roles import Role

SURFACES = {
    Role.ADMINISTRATOR: "dashboard:home",
    Role.COORDINATOR: "dashboard:home",
    Role.HR: "company:home",
    Role.PARTICIPANT: "portal:home",
}


def role_links(memberships, acting=None):
    """One link for each membership: ``[{label, organization, url, current}]``."""
    return [
        {
            "label": membership.get_role_display(),
            "organization": membership.organization.name,
            "url": reverse(SURFACES[membership.role], args=[membership.organization.slug]),
            "current": acting is not None and membership.pk == acting.pk,
        }
        for membership in memberships
    ]


def surface(request):
    """Context processor: the layout's variables, when a membership is acted under."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    return {
        "organization": request.organization,
        "acting": membership.get_role_display(),
        "viewer": membership.name,
        "roles": role_links(request.memberships, membership),
    }
