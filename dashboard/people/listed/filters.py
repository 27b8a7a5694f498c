"""How the list of everybody known to an organization can be narrowed and ordered."""

from django.db.models import Q
from django.utils.translation import gettext as _

from mentoring.ui.listing import Filter, Listing
from participants import reference
from participants.roles import Side, Standing

# By what comes first, second …; the last makes the order complete.
SORTS = {
    "name": ("family_name", "given_name"),
    "employer": ("employer", "family_name", "given_name"),
    "added": ("created_at",),
}
NONE = "none"
# Filters that are about one and the same participation: ``queries.found`` puts them together.
OF_PARTICIPATION = ("program", "side", "standing", "language")


def listing_of(query, programs, companies):
    """What ``query`` asks of people; ``programs`` and ``companies`` are ``{id: name}``."""
    filters = [
        Filter("program", _("Program"), {**programs, NONE: _("In no program")}, _anything),
        Filter("standing", _("Standing"), dict(Standing.choices), _anything),
        Filter("side", _("Side"), dict(Side.choices), _anything),
        Filter("company", _("Works for"), {**companies, NONE: _("No job now")}, _works_for),
        Filter("language", _("Language"), language_options(), _anything),
        Filter("login", _("Sign-in"), login_options(), _with_login),
    ]
    return Listing(query, filters, SORTS, sort="name")


def listing_contradicts(listing):
    """Whether it asks for people in no program by what only somebody in a program has."""
    others = set(OF_PARTICIPATION) & set(listing.chosen) - {"program"}
    return listing.chosen.get("program") == NONE and bool(others)


def _anything(_value):
    return Q()


def language_options():
    return {entry.code: entry.label for entry in reference.languages()}


def login_options():
    return {"yes": _("Has a login"), NONE: _("No login yet")}


def _with_login(value):
    return Q(user__isnull=value == NONE)


def _works_for(value):
    return Q(job__isnull=True) if value == NONE else Q(job=value)
