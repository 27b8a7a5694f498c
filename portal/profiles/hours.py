"""A week of hours, told on another clock."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import city
from participants import reference
from participants.profiles.saving import HOURS
from participants.stored import values_of


def elsewhere(participant, typed):
    """The hours of a participant as a clock in the zone named by ``typed`` shows them today."""
    zone = reference.time_zones().find(typed.strip().replace(" ", "_"))
    if zone is None:
        near = reference.time_zones().nearest(typed.strip())
        if not near:
            return _("No place of that name is known. Type a larger city nearby.")
        zone = reference.time_zones().find(near[0])
    values = values_of(participant)
    if not values["time_zone"] or not all(values[name] for name in HOURS):
        return _("Say your time zone and your hours first.")
    start, end = (
        _moment(values[name], values["time_zone"]).astimezone(ZoneInfo(zone.code))
        for name in ("hours_from", "hours_to")
    )
    words = {"place": city(zone.code), "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}
    told = _("In %(place)s your hours are %(from)s to %(to)s.") % words
    shift = (start.date() - clock.now().astimezone(ZoneInfo(values["time_zone"])).date()).days
    if shift:
        day = _("the day after") if shift > 0 else _("the day before")
        told += " " + _("They begin %(day)s.") % {"day": day}
    return told


def _moment(at: time, zone):
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    return datetime.combine(today, at, ZoneInfo(zone))
