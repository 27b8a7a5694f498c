"""How the list of a program's people can be narrowed and ordered."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from mentoring.ui.listing import Filter, Listing
from participants import reference
from participants.models import Participant, ParticipantCompetency
from participants.nominating.models import Consent
from participants.roles import Side, Standing
from participants.services import BINDING

# By what comes first, second …; the last makes the order complete.
SORTS = {
    "name": ("person__family_name", "person__given_name"),
    "company": ("company__name", "person__family_name", "person__given_name"),
    "standing": ("standing", "person__family_name", "person__given_name"),
    "level": ("level", "person__family_name", "person__given_name"),
    "added": ("created_at",),
}
# A partnership's status while it is announced and not yet accepted by both; as ``BINDING``, words
# of an app above this one that a test compares.
ANNOUNCED = ("proposed",)
LIVE = (*ANNOUNCED, *BINDING)
# What a time zone's name starts with, for those that people live in.
AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
NONE = "none"


def listing_of(query, companies):
    """What ``query`` asks of a program's people; ``companies`` are ``{id: name}``."""
    return Listing(query, _filters(companies), SORTS, sort="name")


def _filters(companies):
    competencies, languages = _labels(reference.competencies()), _labels(reference.languages())
    small = small_filters()
    return [
        Filter("side", _("Side"), dict(Side.choices), lambda value: Q(side=value)),
        Filter("standing", _("Standing"), dict(Standing.choices), lambda value: Q(standing=value)),
        Filter("company", _("Company"), companies, lambda value: Q(company=value)),
        small["profile"],
        small["match"],
        small["consent"],
        Filter("language", _("Language"), languages, _has_language),
        small["zone"],
        Filter("competency", _("Need or offer"), competencies, _has_competency),
    ]


def small_filters():
    """``{name: Filter}`` of those with a handful of values of their own."""
    filters = (
        Filter("profile", _("Profile"), profile_options(), PROFILES.get),
        Filter("match", _("Match"), match_options(), lambda value: MATCHES[value]()),
        Filter("consent", _("Consent"), consent_options(), lambda value: CONSENTS[value]()),
        Filter("zone", _("Time zone"), zone_options(), in_zone),
    )
    return {one.name: one for one in filters}


def _labels(registry):
    return {entry.code: entry.label for entry in registry}


def _has_language(code):
    return Q(languages__contains=[code])


def _competencies(**narrow):
    return ParticipantCompetency.objects.filter(participant=OuterRef("pk"), **narrow)


def _has_competency(code):
    return Q(Exists(_competencies(competency=code)))


def profile_options():
    return {"complete": _("Complete"), "incomplete": _("Incomplete")}


# Complete enough to be matched: the columns of ``profile.NEEDED_FOR_MATCHING``. The first is not
# written as what is not the second: a semi-join is half as dear as a check of each row.
PROFILES = {
    "complete": Q(Exists(_competencies())) & ~Q(languages=[]) & ~Q(time_zone=""),
    "incomplete": ~Q(Exists(_competencies())) | Q(languages=[]) | Q(time_zone=""),
}


def match_options():
    return {
        NONE: _("Not matched"),
        "announced": _("Match announced"),
        "accepted": _("Both accepted"),
    }


def _paired(statuses):
    """In a partnership of one of these statuses, on either side."""
    either = Q()
    for side in ("as_mentee", "as_mentor"):
        found = Participant.objects.filter(**{f"{side}__status__in": statuses})
        either |= Q(pk__in=found.order_by().values("pk"))
    return either


MATCHES = {
    NONE: lambda: ~_paired(LIVE),
    "announced": lambda: _paired(ANNOUNCED),
    "accepted": lambda: _paired(BINDING),
}


def consent_options():
    return {"given": _("Given in writing here"), NONE: _("Not given here")}


def _consented():
    return Q(Exists(Consent.objects.filter(participant=OuterRef("pk"))))


CONSENTS = {"given": _consented, NONE: lambda: ~_consented()}


def zone_options():
    return {area: area for area in AREAS} | {"other": _("Another"), NONE: _("None given")}


def in_zone(value):
    """Whose time zone is of this area, by its name."""
    if value == NONE:
        return Q(time_zone="")
    if value != "other":
        return Q(time_zone__startswith=f"{value}/")
    known = Q(time_zone="")
    for area in AREAS:
        known |= Q(time_zone__startswith=f"{area}/")
    return ~known
