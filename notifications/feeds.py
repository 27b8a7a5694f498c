"""Private calendar addresses: whoever has one reads its dates, so it is shown once and renewable.

The secret part is random and leaves the request in which it was made with its answer alone; the row
keeps its hash, so a copy of the database opens no feed.
"""

import logging
from datetime import timedelta

import redis
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Q

from mentoring import clock
from mentoring.links import Secrets, random_secret
from notifications.models import CalendarFeed
from organizations.audit import record

# Several devices that each ask every few minutes stay below this.
MOST_AN_HOUR = 240
AN_HOUR = timedelta(hours=1)
SECRETS = Secrets("notifications.feed", marks_hash=False)

logger = logging.getLogger(__name__)


def feed_of(user_id):
    """The ``CalendarFeed`` of a login in the organization in force, or None."""
    return CalendarFeed.objects.filter(user=user_id).first()


@transaction.atomic
def renew(*, by):
    """A new secret for the login of ``by``; an earlier one opens nothing any more."""
    secret = random_secret()
    now = {"token_hash": hash_of(secret), "made_at": clock.now(), "fetched_at": None}
    row, is_first = CalendarFeed.objects.update_or_create(user_id=by.user_id, defaults=now)
    record("calendar.made" if is_first else "calendar.renewed", row, by=by)
    return secret


@transaction.atomic
def stop(*, by):
    """No address any more; whether there was one."""
    row = CalendarFeed.objects.select_for_update().filter(user=by.user_id).first()
    if row is None:
        return False
    record("calendar.stopped", row, by=by)
    row.delete()
    return True


def hash_of(secret):
    """What the table keeps of a secret."""
    return SECRETS.hash_of(secret)


def place_of(token_hash):
    """``(organization id, user id)`` of somebody who still takes part, or None; asked anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.calendar_feed_of(%s)", [token_hash])
        organization_id, user_id = cursor.fetchone()
    return (organization_id, user_id) if user_id else None


def may_ask(token_hash):
    """Whether this address, be it anybody's or not, was asked less often than an hour may see.

    Counted in Redis, where it costs no row; while that is away nobody is refused.
    """
    calls, key = caches["calls"], f"feed:{token_hash[:32]}"
    try:
        calls.add(key, 0, AN_HOUR.total_seconds())
        return calls.incr(key) <= MOST_AN_HOUR
    except (redis.RedisError, ValueError) as fault:
        logger.warning("Readings of calendars are not counted: %s", fault)
        return True


def note_fetched(user_id):
    """A program has read the feed; written at most once an hour."""
    now = clock.now()
    stale = Q(fetched_at__isnull=True) | Q(fetched_at__lt=now - AN_HOUR)
    CalendarFeed.objects.filter(stale, user=user_id).update(fetched_at=now)
