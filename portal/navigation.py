"""Context processor: the portal's navigation, without a question to the database."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.roles import Role

# Page, word, icon, and the pages that hang below it.
PAGES = (
    ("home", _("Home"), "home", ("match", "accept", "decline", "consent", "decline-program")),
    ("profile", _("Profile"), "user", ()),
    ("portal-training:list", _("Training"), "graduation-cap", ()),
    ("year", _("Year"), "calendar", ()),
    ("contact", _("Contact"), "life-buoy", ()),
)


def surface(request):
    """The layout's variables when somebody acts as a participant in the portal."""
    membership = getattr(request, "membership", None)
    if membership is None or membership.role != Role.PARTICIPANT:
        return {}
    here = request.resolver_match.url_name if request.resolver_match else ""
    view = request.resolver_match.view_name if request.resolver_match else ""
    slug = request.organization.slug
    return {
        "home_url": reverse("portal:home", args=[slug]),
        "navigation": [
            {
                "label": label,
                "url": reverse(_view_name(name), args=[slug]),
                "icon": icon,
                "current": view == _view_name(name) or here in below,
            }
            for name, label, icon, below in PAGES
        ],
    }


def _view_name(name):
    """Pages of the portal itself stand without a namespace in ``PAGES``."""
    return name if ":" in name else f"portal:{name}"
