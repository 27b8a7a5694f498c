"""Context processor: the coordinators' navigation, the menu of programs, and the search."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboard.morning import due_cases
from evaluations import navigation as evaluations
from mentoring.tenancy import context
from organizations.roles import STAFF
from programs.queries import program_menu

# Namespaces whose pages are about companies.
OF_COMPANIES = ("companies", "organizations", "apart")
# Those that are tabs of a program's reports.
OF_REPORTS = ("reports", "quality")
# Those that stand beside the answers to questionnaires.
OF_EVALUATIONS = evaluations.NAMESPACES
TABS_OF = {"instruments": OF_EVALUATIONS, "reports": OF_REPORTS}


def surface(request):
    """The layout's variables, only for somebody who acts as staff; one statement.

    Error pages are made when the organization's context is closed, and have no navigation.
    """
    membership = getattr(request, "membership", None)
    if membership is None or membership.role not in STAFF or context.maybe() is None:
        return {}
    slug, match = request.organization.slug, request.resolver_match
    chosen = match.kwargs.get("program", "")
    programs = program_menu(request)
    return {
        "navigation": _links(slug, chosen, match, programs),
        "programs": [
            {
                "label": program.name,
                "url": reverse("programs:detail", args=[slug, program.slug]),
                "current": program.slug == chosen,
            }
            for program in programs
        ],
        "search_url": reverse("dashboard:search", args=[slug]),
    }


def _links(slug, chosen, match, programs):
    namespace = match.namespace
    links = [
        _link(_("Today"), "sun", "dashboard:home", [slug], match.view_name == "dashboard:home"),
        _link(_("Cases"), "inbox", "cases:list", [slug], namespace == "cases" and not chosen)
        | {"count": due_cases(programs)},
        _link(
            _("Programs"), "layers", "programs:list", [slug], namespace == "programs" and not chosen
        ),
    ]
    if any(program.slug == chosen for program in programs):
        inside = (
            (_("Overview"), "compass", "programs:detail"),
            (_("Nominations"), "user-plus", "nominations:sponsors"),
            (_("People"), "users", "participants:list"),
            (_("Evaluations"), "clipboard-list", "instruments:overview"),
            (_("Training"), "graduation-cap", "training:list"),
            (_("Matching"), "shuffle", "matching:home"),
            (_("Partnerships"), "handshake", "partnerships:list"),
            (_("Checks and calls"), "clipboard-check", "checks:overview"),
            (_("Reports"), "file-text", "reports:list"),
        )
        for number, (label, icon, name) in enumerate(inside):
            own = name.split(":")[0]
            current = namespace == own or namespace in TABS_OF.get(own, ())
            link = _link(label, icon, name, [slug, chosen], current)
            links.append(link | {"rule": number == 0})
    everybody = _("All people"), "user", "people:list", [slug]
    companies = _("Companies"), "building-2", "companies:list", [slug]
    staff = _("Staff"), "user-check", "staff:list", [slug]
    links.append(_link(*everybody, namespace == "people") | {"rule": True})
    links.append(_link(*companies, namespace in OF_COMPANIES))
    return [*links, _link(*staff, namespace == "staff")]


def _link(label, icon, name, arguments, current):
    return {
        "label": label,
        "icon": icon,
        "url": reverse(name, args=arguments),
        "current": current,
    }
