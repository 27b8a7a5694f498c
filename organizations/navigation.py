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
            "label": role_label(membership),
            "organization": membership.organization.name,
            "url": _way_in(membership, memberships),
            "current": acting is not None and membership.pk == acting.pk,
        }
        for membership in memberships
    ]


def role_label(membership):
    """The role in words, with the company where somebody is the contact of several."""
    company = getattr(membership, "company_name", "")
    role = membership.get_role_display()
    return f"{role}, {company}" if company else role


def _way_in(membership, memberships):
    """To the surface at once if it can only be entered as this, else by choosing this."""
    slug, surface = membership.organization.slug, SURFACES[membership.role]
    beside = [
        one
        for one in memberships
        if one.organization_id == membership.organization_id and SURFACES[one.role] == surface
    ]
    if len(beside) > 1:
        return reverse("acting:act-as", args=[slug, membership.pk])
    return reverse(surface, args=[slug])


def surface(request):
    """Context processor: the layout's variables, when a membership is acted under."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    return {
        "organization": request.organization,
        "acting": role_label(membership),
        "viewer": membership.name,
        "roles": role_links(request.memberships, membership),
    }
