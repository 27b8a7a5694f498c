"""Pages behind personal links: whoever has the address may enter, so it goes nowhere else."""

import logging
from base64 import b64decode, urlsafe_b64encode
from functools import wraps
from hashlib import sha256
from secrets import token_urlsafe
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
ID_BYTES, SECRET_BYTES = 16, 32
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


class Secrets:
    """What links of one purpose are made of: secrets of 256 bits, and the hashes that rows keep.

    A secret is derived from what it is about and the installation's own when a mail is written, so
    no table and no outbox holds it. ``marks_hash``: the purpose is mixed into the hash, so that a
    token of one purpose is unknown to all others; links from before that rule have it unmixed.
    """

    def __init__(self, purpose, *, marks_hash=True):
        self.purpose = purpose
        self.marks_hash = marks_hash

    def secret_of(self, about: str) -> bytes:
        return salted_hmac(self.purpose, about, algorithm="sha256").digest()

    def hash_of(self, token: str) -> str:
        """What a table keeps of a token."""
        said = f"{self.purpose}:{token}" if self.marks_hash else token
        return sha256(said.encode()).hexdigest()

    def opens(self, token: str, kept: str | None) -> bool:
        """Whether this is the token of a hash; it takes as long where there is none."""
        return constant_time_compare(self.hash_of(token), kept or _NOTHING) and kept is not None


class SecretLinks(Secrets):
    """Tokens ``<key id>.<secret>``: the row is found by its key, and the hash compared.

    ``number`` counts the links of a row: with a new one all before it open nothing.
    """

    def token_of(self, key: UUID, number: int) -> str:
        return f"{written(key.bytes)}.{written(self.secret_of(f'{key}:{number}'))}"

    def key_of(self, token: str) -> UUID | None:
        """The id that a token names, or None for what is no token."""
        content = read(token.partition(".")[0])
        return UUID(bytes=content) if content and len(content) == ID_BYTES else None


def random_secret() -> str:
    """A secret that nothing leads to but itself, of 256 bits."""
    return token_urlsafe(SECRET_BYTES)


def written(content: bytes) -> str:
    """As it stands in an address."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def read(text: str) -> bytes | None:
    """What ``written`` wrote, or None for anything else."""
    try:
        return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None


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
