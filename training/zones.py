"""Time zones of sessions and readers: known, abolished, and clocks that jump."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def zone_or_utc(name):
    """The zone of this name; UTC for none, and for one that is not known any more."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment(day, time, name):
    """``day`` and ``time`` on the clocks of the zone ``name``, as an aware datetime in UTC.

    Of an hour that comes twice it is the first. Raises ValidationError for a time that no clock
    shows, because they are put forward in that night.
    """
    zone = ZoneInfo(name)
    local = datetime.combine(day, time, zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            _("There is no %(time)s on this day in %(zone)s: the clocks are put forward.")
            % {"time": f"{time:%H:%M}", "zone": name}
        )
    return found


def differs(session, name):
    """Whether somebody in the zone ``name`` reads another time than where the session is."""
    if not name:
        return False
    there, here = zone_or_utc(session.time_zone), zone_or_utc(name)
    return any(
        when.astimezone(there).utcoffset() != when.astimezone(here).utcoffset()
        for when in (session.starts_at, session.ends_at)
    )
