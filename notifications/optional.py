"""Mails that somebody may do without: stopping them, from a page or from the mail itself.

The link in a mail is signed and names the login: it needs no sign-in, and opens nothing else.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from mentoring import clock
from notifications.models import OptionalMail
from organizations.audit import record
from organizations.models import Membership
from organizations.roles import STAFF

PURPOSE = "notifications.stop"
_ID = 16

_kinds = {}


def register(kind, name, description):
    """Offer this kind of mail to be stopped; it is named and described on the page."""
    _kinds[kind] = name, description


def kinds():
    """``{kind: (name, description)}`` of all mails that may be stopped."""
    return dict(_kinds)


def stopped_kinds(user_id):
    """The kinds that a login does without."""
    rows = OptionalMail.objects.filter(user=user_id, stopped_at__isnull=False)
    return set(rows.values_list("kind", flat=True))


def stop(user_id, kind, *, by):
    """No more mails of this kind; twice changes nothing."""
    _change(user_id, kind, clock.now(), "mail.stopped", by)


def start(user_id, kind, *, by):
    """Mails of this kind again, about what is new from then on."""
    _change(user_id, kind, None, "mail.started", by)


@transaction.atomic
def _change(user_id, kind, stopped_at, verb, by):
    OptionalMail.objects.get_or_create(user_id=user_id, kind=kind)
    row = OptionalMail.objects.select_for_update(of=("self",)).get(user=user_id, kind=kind)
    if (row.stopped_at is None) != (stopped_at is None):
        row.stopped_at = stopped_at
        row.save(update_fields=["stopped_at"])
        record(verb, row, by=by, kind=kind)


def stop_url(organization, user_id, kind):
    """The address of the page that stops this kind of mail, for the mail alone."""
    token = _token(organization.pk, user_id, kind)
    return settings.BASE_URL + reverse("stop-mail", args=[kind, token])


def settings_url(organization):
    """Where staff choose what they get, signed in."""
    return settings.BASE_URL + reverse("mail:choices", args=[organization.slug])


def place_of(kind, token):
    """``(organization id, user id)`` of a link in a mail, or None."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        place = UUID(bytes=raw[:_ID]), UUID(bytes=raw[_ID : 2 * _ID])
    except ValueError:
        return None
    is_ours = kind in _kinds and constant_time_compare(token, _token(*place, kind))
    return place if is_ours else None


def _token(organization_id, user_id, kind):
    parts = f"{organization_id}:{user_id}:{kind}"
    digest = salted_hmac(PURPOSE, parts, algorithm="sha256").digest()
    token = organization_id.bytes + user_id.bytes + digest
    return urlsafe_b64encode(token).rstrip(b"=").decode()


def staff_behind(user_id):
    """The staff membership of a login in the organization in force, or None."""
    held = Membership.objects.filter(user=user_id, role__in=STAFF)
    held = held.filter(organization__ended_at__isnull=True)
    return held.select_related("organization").order_by("id").first()
