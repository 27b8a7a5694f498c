"""What somebody may do without: stopping mails, from a page or from the mail itself.

The link in a mail is signed and names the login: it needs no sign-in, and opens nothing else.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from mentoring import clock
from mentoring.links import ID_BYTES, SECRET_BYTES, Secrets, read, written
from notifications import catalog, readers
from notifications.models import OptionalMail, Reader, Surface
from organizations.audit import record
from organizations.models import Membership
from organizations.roles import STAFF

SECRETS = Secrets("notifications.stop")

PAGES = {
    Surface.PORTAL: "portal:mail:choices",
    Surface.DASHBOARD: "mail:choices",
    Surface.COMPANY: "company:mail:choices",
}
# What may be chosen of a kind, and the words of the trail.
MAIL, BELL = "stopped_at", "hidden_at"
_VERBS = {
    (MAIL, True): "mail.stopped",
    (MAIL, False): "mail.started",
    (BELL, True): "notice.hidden",
    (BELL, False): "notice.shown",
}


def stopped_kinds(user_id, channel=MAIL):
    """The kinds that a login does without, by mail or behind the bell."""
    rows = OptionalMail.objects.filter(user=user_id, **{f"{channel}__isnull": False})
    return set(rows.values_list("kind", flat=True))


def stop(user_id, kind, *, by, channel=MAIL):
    """Nothing more of this kind there; twice changes nothing. Raises ``Owed`` where it may not."""
    if not catalog.kind_of(kind).is_optional:
        raise Owed(kind)
    _change(user_id, kind, channel, clock.now(), by)


def start(user_id, kind, *, by, channel=MAIL):
    """This kind again, about what is new from then on."""
    _change(user_id, kind, channel, None, by)


def choose_kinds(shown, by_mail, by_bell, *, by):
    """Of the kinds ``shown`` to the login of ``by``: those it wants by mail and by the bell."""
    wanted = {MAIL: by_mail, BELL: by_bell}
    for channel, kinds in wanted.items():
        stopped = stopped_kinds(by.user_id, channel)
        for kind in sorted(shown):
            if catalog.kind_of(kind).is_optional and (kind in stopped) == (kind in kinds):
                change = start if kind in kinds else stop
                change(by.user_id, kind, by=by, channel=channel)


class Owed(ValueError):
    """Messages of this kind always come."""


@transaction.atomic
def _change(user_id, kind, channel, at, by):
    OptionalMail.objects.get_or_create(user_id=user_id, kind=kind)
    row = OptionalMail.objects.select_for_update(of=("self",)).get(user_id=user_id, kind=kind)
    if (getattr(row, channel) is None) != (at is None):
        setattr(row, channel, at)
        row.save(update_fields=[channel])
        record(_VERBS[channel, at is not None], row, by=by, kind=kind)


@transaction.atomic
def choose_hours(*, by, **chosen):
    """When and how the login of ``by`` is written to; fields of ``Reader``, all of them."""
    row, is_first = Reader.objects.get_or_create(user_id=by.user_id, defaults=chosen)
    changed = [name for name, value in chosen.items() if getattr(row, name) != value]
    if not is_first and not changed:
        return
    for name in changed:
        setattr(row, name, chosen[name])
    row.save()
    record("mail.hours_chosen", row, by=by, pace=row.pace)


def stop_url(organization, user_id, kind):
    """The address of the page that stops this kind of mail, for the mail alone."""
    token = _token(organization.pk, user_id, kind)
    return settings.BASE_URL + reverse("stop-mail", args=[kind, token])


def settings_url(organization, surface=Surface.DASHBOARD):
    """Where somebody chooses what they get, signed in."""
    return settings.BASE_URL + reverse(PAGES[surface], args=[organization.slug])


def place_of(kind, token):
    """``(organization id, user id)`` of a link in a mail that may be stopped, or None."""
    raw = read(token)
    if raw is None or len(raw) != 2 * ID_BYTES + SECRET_BYTES:
        return None
    place = UUID(bytes=raw[:ID_BYTES]), UUID(bytes=raw[ID_BYTES : 2 * ID_BYTES])
    is_ours = constant_time_compare(token, _token(*place, kind))
    return place if is_ours and catalog.kind_of(kind).is_optional else None


def _token(organization_id, user_id, kind):
    secret = SECRETS.secret_of(f"{organization_id}:{user_id}:{kind}")
    return written(organization_id.bytes + user_id.bytes + secret)


def staff_behind(user_id):
    """The staff membership of a login in the organization in force, or None."""
    return _held(user_id).filter(role__in=STAFF).first()


def reader_behind(user_id, kind):
    """``(membership, surface)`` as which a login reads this kind, or None when it does not."""
    held = {one.role: one for one in _held(user_id)}
    for surface, audience in readers.AUDIENCES.items():
        if catalog.kind_of(kind).is_for(*audience):
            for role in readers.ROLES[surface]:
                if role in held:
                    return held[role], surface
    return None


def _held(user_id):
    held = Membership.objects.filter(user=user_id, organization__ended_at__isnull=True)
    return held.select_related("organization").order_by("id")
