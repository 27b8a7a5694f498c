"""The link of an observer, and the cookie that it is swapped for."""

import contextlib
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import connection
from django.utils.crypto import constant_time_compare

from mentoring import clock
from mentoring.links import SecretLinks
from mentoring.tenancy import context

PURPOSE = "evaluations.observer"
LINKS = SecretLinks(PURPOSE)
COOKIE = "__Host-observing" if settings.IS_SECURE else "observing"
COOKIE_LASTS = 30 * 60


def place_of(token):
    """``(organization id, hash)`` of a link, be it open or not, or None; asked anywhere.

    A token that was renewed or made up finds nothing, and takes as long.
    """
    key = LINKS.key_of(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.observer_link_of(%s)", [key or UUID(int=0)])
        organization_id, kept = cursor.fetchone()
    return (organization_id, kept) if LINKS.opens(token, kept) else None


@contextlib.contextmanager
def behind(place):
    """As whoever holds this link: of all invitations the database shows the one that it is for."""
    organization_id, token_hash = place
    with context.enter(context.Context(organization_id, actor=context.Actor.GUEST)):
        _hold(token_hash)
        try:
            yield
        finally:
            if not connection.needs_rollback:
                _hold("")


def _hold(token_hash):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.link', %s, true)", [token_hash])


def sealed(token):
    """What the cookie holds: a signed stand-in for the link, good for half an hour."""
    return _signed({"hash": LINKS.hash_of(token), "key": str(LINKS.key_of(token))})


def renewed(cookie):
    """The same cookie for another half an hour."""
    return _signed(_read(cookie))


def is_ours(cookie):
    """Whether it was made here, be it old or not."""
    return _read(cookie) is not None


def place_of_cookie(cookie):
    """The same as ``place_of`` by a cookie that is neither forged nor old; else None."""
    value = _read(cookie)
    if value is None or not 0 <= _now() - value["at"] < COOKIE_LASTS:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.observer_link_of(%s)", [value["key"]])
        organization_id, kept = cursor.fetchone()
    is_same = kept is not None and constant_time_compare(kept, value["hash"])
    return (organization_id, kept) if is_same else None


def set_cookie(response, value):
    """Of this host alone, hidden from scripts, and not sent along by other sites' forms."""
    response.set_cookie(
        COOKIE,
        value,
        max_age=COOKIE_LASTS,
        secure=settings.IS_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _now():
    return int(clock.now().timestamp())


def _signed(value):
    return signing.dumps(value | {"at": _now()}, salt=PURPOSE)


def _read(cookie):
    try:
        return signing.loads(cookie, salt=PURPOSE)
    except signing.BadSignature:
        return None
