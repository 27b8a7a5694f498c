"""What several pages of training share: tabs, values to begin with, and pages of long lists."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from training.roles import Kind

PER_PAGE = 50
NEW_SESSION = {"kind": Kind.MENTEES, "invites": ["mentees"]}
# Whom each kind of session is for, to begin with.
GROUPS_OF = {
    Kind.MENTEES: ["mentees"],
    Kind.MENTORS: ["mentors"],
    Kind.BRIEFING: ["contacts"],
    Kind.OTHER: [],
}


def tabs(request, program):
    """Tabs of a program's training: modules, who has finished them, sessions, briefings."""
    here = request.resolver_match.url_name
    pages = {
        "list": _("Sessions"),
        "modules": _("Modules"),
        "progress": _("Progress"),
        "briefings": _("Briefings"),
    }
    return [
        {
            "label": label,
            "url": reverse(f"training:{name}", args=[request.organization.slug, program.slug]),
            "current": name == here,
        }
        for name, label in pages.items()
    ]


def kind_in(text):
    """Values of a new session of this kind; none for a kind that does not exist."""
    if text not in Kind.values:
        return {}
    return {"kind": text, "invites": GROUPS_OF[Kind(text)]}


def page_of(request, rows):
    """One page of a long list."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
