"""Keys that lock keys: the master keys of the installation, kept outside the database.

``settings.MASTER_KEYS`` is ``{name: 32 bytes}``, the one in use first. Older ones stay listed until
``rewrap_keys`` has locked every key anew; then they can go.
"""

import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

NONCE = 12
MISSING = "MASTER_KEYS is not set: what people write cannot be locked without a master key"


class Unreadable(Exception):
    """This is not what was locked here: it was altered, moved, or its key is not known."""


def current_name() -> str:
    """The name of the master key that locks from now on."""
    if not settings.MASTER_KEYS:
        raise ImproperlyConfigured(MISSING)
    return next(iter(settings.MASTER_KEYS))


def wrap(key: bytes, about: bytes) -> tuple[str, bytes]:
    """``(name of the master key, locked key)``; ``about`` says whose key it is."""
    name, nonce = current_name(), os.urandom(NONCE)
    return name, nonce + AESGCM(settings.MASTER_KEYS[name]).encrypt(nonce, key, about)


def unwrap(name: str, wrapped: bytes, about: bytes) -> bytes:
    """The key that ``wrap`` locked for the same ``about``, or ``Unreadable``."""
    master = settings.MASTER_KEYS.get(name)
    if master is None:
        raise Unreadable(f"the master key “{name}” is not known here")
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE], wrapped[NONCE:], about)
    except InvalidTag as error:
        raise Unreadable("a key is not what was locked") from error


def check_master_keys(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Nobody finds out at the first thing that somebody writes; the owner's role locks nothing."""
    if settings.MASTER_KEYS or settings.IS_OWNER:
        return []
    hint = "python -m mentoring.crypto.newkey NAME prints one"
    return [checks.Error(MISSING, hint=hint, id="crypto.E001")]
