"""How the list of programs can be narrowed and ordered.

There are few programs, and what is due in them is known to no single row: all are loaded, and the
filters look at the lines of the list.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from mentoring.ui.listing import Filter, Listing
from programs.gates import STAGES
from programs.listed.due import due_options, is_due
from programs.models import Door
from programs.timetable import LABELS

# The first two are orders of their own: what runs, what is to come, then what is over; and what
# needs a coordinator, then the nearest day.
SOONEST, DUE = "soonest", "due"
SORTS = {
    SOONEST: (),
    DUE: (),
    "name": ("name",),
    "starts": ("starts_on", "name"),
    "ends": ("ends_on",),
}


def listing_of(query, programs):
    """What ``query`` asks of programs; ``programs`` are all there are, for their years."""
    years = {str(year): str(year) for year in sorted({one.starts_on.year for one in programs})}
    filters = [
        Filter("when", _("When"), when_options(), _anything),
        Filter("due", _("What is due"), due_options(), _anything),
        Filter("year", _("Starts in"), years, _anything),
        Filter("gate", _("Open now"), gate_options(), _anything),
    ]
    return Listing(query, filters, SORTS, sort=SOONEST)


def _anything(_value):
    return Q()


def fits(line, listing):
    """Whether a line of the list is what the listing asks for."""
    name = line.program.name.casefold()
    named = all(word in name for word in listing.text.casefold().split())
    return named and all(_FITS[asked](line, value) for asked, value in listing.chosen.items())


def when_options():
    return {"coming": _("To come"), "running": _("Running"), "over": _("Over")}


def _is_when(line, value):
    if line.stage.is_over:
        return value == "over"
    return value == ("running" if line.stage.has_started else "coming")


def gate_options():
    labels = dict(LABELS)
    return {key: labels[key] for key in STAGES}


def _is_open(line, key):
    """By its dates or a coordinator's hand, whatever else it waits for."""
    today = line.stage.today
    return any(
        row.door == Door.OPEN
        or (row.door == Door.BY_DATE and row.opens_on <= today <= row.closes_on)
        for row in line.stage.rows
        if row.key == key
    )


_FITS = {
    "when": _is_when,
    "due": lambda line, value: is_due(line.due, value),
    "year": lambda line, value: str(line.program.starts_on.year) == value,
    "gate": _is_open,
}
