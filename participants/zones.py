"""Time zones as they are stored: a name may outlive the zone."""

from django.db import models

from participants.reference import zone_today


class ZoneField(models.CharField):
    """The name of a time zone that exists, or nothing.

    A stored name that was given up since is read as the one that took its place, and one that the
    installed zones do not know any more as none: whoever it belongs to is asked again.
    """

    def from_db_value(self, value, expression, connection):
        return zone_today(value) if value else value
