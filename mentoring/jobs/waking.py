"""One sweep of an organization waits at a time: who asks first, notes that it was asked for.

The note lies in Redis, beside the queue: when one forgets, the other does. A sweep that was lost
with its worker holds others back for SECONDS at most, and the tick never asks here.
"""

import redis

from mentoring.jobs.progress import client

PREFIX = "sweep:"
SECONDS = 30


def is_first(organization_id):
    """Whether a sweep is to be queued now. Redis away: yes, the queue itself says that it is."""
    try:
        return bool(client().set(_key(organization_id), 1, nx=True, ex=SECONDS))
    except redis.RedisError:
        return True


def has_begun(organization_id):
    """The sweep that was asked for looks now; whoever changes something asks for another."""
    try:
        client().delete(_key(organization_id))
    except redis.RedisError:
        return


def _key(organization_id):
    return f"{PREFIX}{organization_id}"
