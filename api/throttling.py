"""How many calls one login may make: counted beside the database, and never in the way."""

import json
import logging

import redis
from django.core.cache import caches
from rest_framework.throttling import UserRateThrottle

logger = logging.getLogger(__name__)


class Json:
    """What the cache keeps is read as data, never as objects: the broker is no part of the code."""

    dumps = staticmethod(json.dumps)
    loads = staticmethod(json.loads)


class CallsOfLogin(UserRateThrottle):
    """Calls of the last minute, in Redis, where they cost no statement and no row.

    While Redis is away nobody is refused: the limit protects from haste, walls are elsewhere.
    """

    cache = caches["calls"]

    def allow_request(self, request, view):
        try:
            return super().allow_request(request, view)
        except redis.RedisError as fault:
            logger.warning("Calls are not counted, the broker does not answer: %s", fault)
            return True
