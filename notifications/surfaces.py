"""Context processor: the bell of the surface, and where its reader chooses what they get."""

from django.urls import reverse

from mentoring.tenancy import context
from notifications import readers
from notifications.models import Surface

NAMESPACES = {
    Surface.PORTAL: "portal:mail",
    Surface.DASHBOARD: "mail",
    Surface.COMPANY: "company:mail",
}


def surface_of(membership):
    """Where this membership reads what is new."""
    return next(name for name, roles in readers.ROLES.items() if membership.role in roles)


def unread(request):
    """How many lines behind the bell were not opened, for each page that may show it."""
    if request.method != "GET" or request.resolver_match.namespace.partition(":")[0] == "api":
        return None
    which = surface_of(request.membership)
    return context.Question("SELECT app.unread_notices(%s)", (str(which),))


def surface(request):
    """The layout's variables when a membership is acted under."""
    membership = getattr(request, "membership", None)
    if membership is None or context.maybe() is None:
        return {}
    here = surface_of(membership)
    slug, view = request.organization.slug, request.resolver_match.view_name
    return {
        "bell_url": reverse(f"{NAMESPACES[here]}:news", args=[slug]),
        "bell_is_current": view == f"{NAMESPACES[here]}:news",
        "mail_url": reverse(f"{NAMESPACES[here]}:choices", args=[slug]),
        "unread": request.asked.row[0] if request.asked else 0,
    }
