"""Who reads a message: the login behind it, where it is at home, and what it has chosen."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from notifications import catalog
from notifications.catalog import PAIR, Audience
from notifications.hours import Hours
from notifications.models import OptionalMail, Pace, Reader, Surface
from organizations.models import Membership
from organizations.roles import STAFF, Role
from organizations.zones import zone_of

ROLES = {
    Surface.PORTAL: (Role.PARTICIPANT,),
    Surface.DASHBOARD: STAFF,
    Surface.COMPANY: (Role.HR,),
}
AUDIENCES = {
    Surface.PORTAL: PAIR,
    Surface.DASHBOARD: (Audience.COORDINATOR,),
    Surface.COMPANY: (Audience.HR,),
}

_zones_of_people = []


def register_zones(find):
    """Let ``find(person_id)`` answer the name of the zone that somebody's profile gives, or ''."""
    _zones_of_people.append(find)


@dataclass(frozen=True)
class Reading:
    """How one message is read. Without a login nothing was chosen, and there is no bell."""

    user_id: UUID | None
    surface: str
    hours: Hours
    pace: str
    language: str
    stopped: frozenset[str]
    hidden: frozenset[str]


def reading_of(message):
    """The ``Reading`` of a ``Message`` whose person and organization are loaded."""
    user_id, surface = _login_of(message)
    row = chosen(user_id)
    choices = OptionalMail.objects.filter(user=user_id) if user_id else ()
    choices = [(one.kind, one.stopped_at, one.hidden_at) for one in choices]
    return Reading(
        user_id=user_id,
        surface=surface,
        hours=hours_of(row, zone_for(row, message.person_id, message.organization)),
        pace=row.pace,
        language=row.language or settings.LANGUAGE_CODE,
        stopped=frozenset(kind for kind, stopped_at, _hidden in choices if stopped_at),
        hidden=frozenset(kind for kind, _stopped, hidden_at in choices if hidden_at),
    )


def chosen(user_id):
    """The ``Reader`` row of a login, or one as it ships."""
    row = Reader.objects.filter(user=user_id).first() if user_id else None
    return row or as_shipped(user_id)


def as_shipped(user_id=None):
    """A ``Reader`` that nobody has saved: each mail at once, but not at night."""
    start, end = settings.QUIET_HOURS
    return Reader(user_id=user_id, pace=Pace.NOW, quiet_from=start, quiet_until=end)


def hours_of(row, zone):
    return Hours(zone, row.quiet_from, row.quiet_until, row.is_quiet_on_weekends)


def zone_for(row, person_id, organization):
    """Where a reader is: by their own choice, their profile, or as their organization."""
    names = [row.time_zone]
    if not row.time_zone and person_id:
        names += [find(person_id) for find in _zones_of_people]
    for name in filter(None, names):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return zone_of(organization)


def _login_of(message):
    """``(login id, surface)``; ``(None, '')`` of an address that nobody here signs in with."""
    if message.person_id:
        user_id = message.person.user_id
        return (user_id, Surface.PORTAL) if user_id else (None, "")
    kind = catalog.kind_of(message.kind)
    for surface in (Surface.DASHBOARD, Surface.COMPANY):
        if kind.is_for(*AUDIENCES[surface]):
            held = Membership.objects.filter(role__in=ROLES[surface], user__is_active=True)
            held = held.filter(user__email__iexact=message.address)
            user_id = held.values_list("user_id", flat=True).first()
            if user_id:
                return user_id, surface
    return None, ""
