"""Pages behind personal links: whoever has the address may enter, so it goes nowhere else."""

import binascii
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import wraps
from hashlib import sha256
from uuid import UUID

import redis
from allauth.core.internal.ratelimit import get_ip
from django.core.cache import caches
from django.utils.crypto import constant_time_compare, salted_hmac

# With ``no-referrer`` browsers send a form without its origin, and the answer is a refusal.
ONLY_THE_SITE = "strict-origin"
NOTHING_AT_ALL = "no-referrer"
A_MINUTE = 60
MOST_TRIES = 10
_NOTHING = "0" * 64

logger = logging.getLogger(__name__)


def behind_link(view, policy=ONLY_THE_SITE):
    """A page of whose address neither other sites nor other pages of this one hear."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = policy
        return response

    return answer


def leading_on(view):
    """What a link answers that is only swapped for something else: it says nothing of itself."""
    return behind_link(view, NOTHING_AT_ALL)


class SecretLinks:
    """Tokens of one purpose: ``<key id>.<secret of 256 bits>``.

    The secret is derived from its row and the installation's own when a mail is written, so no
    table and no outbox holds it; the row keeps a hash. ``number`` counts the links of a row: with a
    new one all before it open nothing.
    """

    def __init__(self, purpose):
        self.purpose = purpose

    def token_of(self, key: UUID, number: int) -> str:
        secret = salted_hmac(self.purpose, f"{key}:{number}", algorithm="sha256").digest()
        return f"{_written(key.bytes)}.{_written(secret)}"

    def hash_of(self, token: str) -> str:
        """What a table keeps of a token; that of another purpose has another."""
        return sha256(f"{self.purpose}:{token}".encode()).hexdigest()

    def key_of(self, token: str) -> UUID | None:
        """The id that a token names, or None for what is no token."""
        try:
            content = urlsafe_b64decode(token.partition(".")[0] + "==")
        except (ValueError, binascii.Error):
            return None
        return UUID(bytes=content) if len(content) == len(UUID(int=0).bytes) else None

    def opens(self, token: str, kept: str | None) -> bool:
        """Whether this is the token of a hash; it takes as long where there is none."""
        return constant_time_compare(self.hash_of(token), kept or _NOTHING) and kept is not None


def may_try(request, what):
    """Whether an address that was wrong ten times within a minute may try again.

    Counted in Redis, where it costs no row; while that is away nobody is refused: the walls are
    elsewhere, and what is tried has 256 bits.
    """
    return _counted(lambda calls, key: calls.get(key, 0), request, what) < MOST_TRIES


def note_wrong(request, what):
    """An address has tried something that opens nothing."""

    def count(calls, key):
        calls.add(key, 0, A_MINUTE)
        return calls.incr(key)

    _counted(count, request, what)


def _counted(ask, request, what):
    try:
        return ask(caches["calls"], f"tries:{what}:{sha256(get_ip(request).encode()).hexdigest()}")
    except (redis.RedisError, ValueError) as fault:
        logger.warning("Tries are not counted: %s", fault)
        return 0


def _written(content):
    return urlsafe_b64encode(content).rstrip(b"=").decode()
