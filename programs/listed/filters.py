"""How the list of programs can be narrowed and ordered."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring.ui.listing import Filter, Listing
from programs.gates import STAGES
from programs.models import Door, ProgramDate
from programs.timetable import LABELS

# The first is an order of its own: what runs, what is to come, then what is over.
SOONEST = "soonest"
SORTS = {SOONEST: (), "name": ("name",), "starts": ("starts_on", "name"), "ends": ("ends_on",)}


def listing_of(query, programs):
    """What ``query`` asks of programs; ``programs`` are all there are, for their years."""
    years = {str(year): str(year) for year in sorted({one.starts_on.year for one in programs})}
    filters = [
        Filter("when", _("When"), when_options(), _when),
        Filter("year", _("Starts in"), years, lambda value: Q(starts_on__year=int(value))),
        Filter("gate", _("Open now"), gate_options(), _open_today),
    ]
    return Listing(query, filters, SORTS, sort=SOONEST)


def when_options():
    return {"coming": _("To come"), "running": _("Running"), "over": _("Over")}


def _when(value):
    today = timezone.localdate()
    if value == "coming":
        return Q(starts_on__gt=today)
    if value == "over":
        return Q(ends_on__lt=today)
    return Q(starts_on__lte=today, ends_on__gte=today)


def gate_options():
    labels = dict(LABELS)
    return {key: labels[key] for key in STAGES}


def _open_today(key):
    """By its dates or a coordinator's hand, whatever else it waits for."""
    today = timezone.localdate()
    by_date = Q(door=Door.BY_DATE, opens_on__lte=today, closes_on__gte=today)
    rows = ProgramDate.objects.filter(Q(door=Door.OPEN) | by_date, key=key, program=OuterRef("pk"))
    return Q(Exists(rows))
