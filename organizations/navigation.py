"""What every surface's layout needs: where one is, as whom, and where else one may go."""

from django.urls import reverse

from organizations.roles import Role

SURFACES = {
    Role.ADMINISTRATOR: "dashboard:home",
    Role.COORDINATOR: "dashboard:home",
    Role.HR: "company:home",
    Role.PARTICIPANT: "portal:home",
}

# What a form, and the context of a page, say of the membership they were drawn for.
ACTING_AS = "acting_as"


def role_links(memberships, acting=None):
    """One way in for each membership: ``[{label, organization, url, is_post, current}]``.

    With ``is_post`` the address is posted to, as it changes the role acted under.
    """
    ways = [(membership, _is_beside(membership, memberships)) for membership in memberships]
    return [
        {
            "label": role_label(membership),
            "organization": membership.organization.name,
            "url": _way_in(membership, is_beside),
            "is_post": is_beside,
            "current": acting is not None and membership.pk == acting.pk,
        }
        for membership, is_beside in ways
    ]


def role_label(membership):
    """The role in words, with the company where somebody is the contact of several."""
    company = getattr(membership, "company_name", "")
    role = membership.get_role_display()
    return f"{role}, {company}" if company else role


def _is_beside(membership, memberships):
    """Whether its surface can be entered as another of the person's roles too."""
    return any(
        one.pk != membership.pk
        and one.organization_id == membership.organization_id
        and SURFACES[one.role] == SURFACES[membership.role]
        for one in memberships
    )


def _way_in(membership, is_beside):
    """To the surface at once if it can only be entered as this, else by choosing this."""
    if is_beside:
        return act_as_url(membership)
    return reverse(SURFACES[membership.role], args=[membership.organization.slug])


def act_as_url(membership):
    """Posted to, to act under this membership."""
    return reverse("acting:act-as", args=[membership.organization.slug, membership.pk])


def surface(request):
    """Context processor: the layout's variables, when a membership is acted under."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    return {
        "organization": request.organization,
        ACTING_AS: str(membership.pk),
        "acting": role_label(membership),
        "viewer": membership.name,
        "roles": role_links(request.memberships, membership),
    }
