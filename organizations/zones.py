"""The day it is where an organization is."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(organization):
    """Its time zone, or UTC when the zones of this machine no longer know the name."""
    try:
        return ZoneInfo(organization.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
