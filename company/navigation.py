"""Context processor: HR's navigation. Reads nothing: HR's database role could not."""

from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.roles import Role


def surface(request):
    """The layout's variables, only for somebody who acts as HR."""
    membership = getattr(request, "membership", None)
    if membership is None or membership.role != Role.HR:
        return {}
    slug = request.organization.slug
    pages = (
        (_("Home"), "home", "company:home"),
        (_("Our people"), "users", "company:people"),
        (_("Reports"), "file-text", "company-reports:list"),
        (_("Briefings"), "megaphone", "company-briefings:list"),
        (_("Competitors"), "shield", "company:competitors"),
    )
    return {
        "home_url": reverse("company:home", args=[slug]),
        "navigation": [
            {
                "label": label,
                "icon": icon,
                "url": reverse(name, args=[slug]),
                "current": _is_current(request.resolver_match, name),
            }
            for label, icon, name in pages
        ],
    }


def _is_current(match, name):
    """A page below that of a namespace of its own belongs to it."""
    namespace = name.split(":")[0]
    return match.view_name == name or match.namespace == namespace != "company"
