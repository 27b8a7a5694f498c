"""How the list of companies can be narrowed and ordered."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from mentoring.ui.listing import Filter, Listing
from organizations.industries import registry
from organizations.models import CompanyIndustry, NamedCompetitor
from programs.models import Sponsorship

# By what comes first, second …; the last makes the order complete.
SORTS = {
    "name": ("name",),
    "group": ("corporate_group__name", "name"),
    "people": ("people", "name"),
    "added": ("created_at",),
}
NONE = "none"
SECTOR_DIGITS = 2


def listing_of(query, programs, groups):
    """What ``query`` asks of companies; ``programs`` and ``groups`` are ``{id: name}``."""
    programs, groups = {**programs, NONE: _("No program")}, {**groups, NONE: _("No group")}
    filters = [
        Filter("program", _("Sponsors"), programs, _sponsors),
        Filter("open", _("To do"), open_options(), _open),
        Filter("sector", _("Industry"), sector_options(), _of_sector),
        Filter("group", _("Corporate group"), groups, _in_group),
    ]
    return Listing(query, filters, SORTS, sort="name")


def sector_options():
    """``{code: label}`` of the sectors; those of several numbers stand for all of them."""
    found, seen = {}, set()
    for code, one in registry().items():
        if len(code) == SECTOR_DIGITS and one.label not in seen:
            seen.add(one.label)
            found[code] = one.label
    return {**found, NONE: _("No industry yet")}


def _of_sector(value):
    codes = CompanyIndustry.objects.filter(company=OuterRef("pk"))
    if value == NONE:
        return ~Q(Exists(codes))
    found, label = Q(), registry()[value].label
    for code, one in registry().items():
        if len(code) == SECTOR_DIGITS and one.label == label:
            found |= Q(code__startswith=code)
    return Q(Exists(codes.filter(found)))


def _sponsors(value):
    rows = Sponsorship.objects.filter(company=OuterRef("pk"))
    return ~Q(Exists(rows)) if value == NONE else Q(Exists(rows.filter(program=value)))


def _in_group(value):
    return Q(corporate_group=None if value == NONE else value)


def open_options():
    return {
        "competitors": _("Competitors not stated"),
        "names": _("Names from HR wait"),
        "people": _("Nobody works there"),
    }


def _open(value):
    if value == "competitors":
        rows = Sponsorship.objects.filter(competitors_stated_at__isnull=True)
        return Q(Exists(rows.filter(company=OuterRef("pk"))))
    if value == "names":
        rows = NamedCompetitor.objects.filter(removed_at__isnull=True, decisions=None)
        return Q(Exists(rows.filter(company=OuterRef("pk"))))
    return Q(people=0)
