"""Context processor: the portal's navigation, without a question to the database."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.roles import Role

# Page, word, icon, and how the names of the pages that hang below it begin.
PAGES = (
    (
        "portal:home",
        _("Home"),
        "home",
        (
            *("portal:match", "portal:accept", "portal:decline", "portal:consent"),
            *("portal:shortlist", "portal:pause", "portal:resume", "portal:extend", "portal:end"),
            *("portal:writing:", "portal:goals:", "portal:actions:", "portal:meetings:"),
            *("portal:agreements:", "portal:checks:", "portal:help:"),
        ),
    ),
    ("portal:profile", _("Profile"), "user", ("portal:profile-", "portal:photo", "portal:data")),
    ("portal-training:list", _("Training"), "graduation-cap", ("portal-training:", "portal:guide")),
    (
        "portal:year",
        _("Year"),
        "calendar",
        (
            "portal:questionnaires:",
            "portal:results:",
            "portal:observers:",
            "portal:calendar",
            "portal:quotes:",
            "portal:certificates:",
            "portal:shared:",
        ),
    ),
    ("portal:contact", _("Contact"), "life-buoy", ()),
)


def surface(request):
    """The layout's variables when somebody acts as a participant in the portal."""
    membership = getattr(request, "membership", None)
    if membership is None or membership.role != Role.PARTICIPANT:
        return {}
    view = request.resolver_match.view_name if request.resolver_match else ""
    slug = request.organization.slug
    return {
        "home_url": reverse("portal:home", args=[slug]),
        "navigation": [
            {
                "label": label,
                "url": reverse(name, args=[slug]),
                "icon": icon,
                "current": view == name or view.startswith(below),
            }
            for name, label, icon, below in PAGES
        ],
    }
