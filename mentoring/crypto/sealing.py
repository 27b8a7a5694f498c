"""One value locked by one key: the bytes that lie in the database.

``format (1) | version of the key (2) | nonce (12) | AES-256-GCM``. What a value is bound to is
authenticated with it, so that it opens in no other place.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mentoring.crypto.master import NONCE, Unreadable

FORMAT = 1
HEAD = struct.Struct(">BH")  # format, version of the key
SHORTEST = HEAD.size + NONCE + 16


def seal(key: bytes, version: int, value: str, bound: bytes) -> bytes:
    """``value`` locked by ``key`` for the place that ``bound`` names."""
    return seal_bytes(key, version, value.encode(), bound)


def seal_bytes(key: bytes, version: int, value: bytes, bound: bytes) -> bytes:
    """The same for what is no text."""
    nonce = os.urandom(NONCE)
    return HEAD.pack(FORMAT, version) + nonce + AESGCM(key).encrypt(nonce, value, bound)


def version_of(sealed: bytes) -> int:
    """Which version of the key opens it, or ``Unreadable`` for what was never locked."""
    if len(sealed) < SHORTEST or sealed[0] != FORMAT:
        raise Unreadable("this was not locked here")
    return HEAD.unpack_from(sealed)[1]


def unseal(key: bytes, sealed: bytes, bound: bytes) -> str:
    """What ``seal`` locked by the same key for the same place, or ``Unreadable``."""
    return unseal_bytes(key, sealed, bound).decode()


def unseal_bytes(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """The same for what is no text."""
    nonce, rest = sealed[HEAD.size : HEAD.size + NONCE], sealed[HEAD.size + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, rest, bound)
    except InvalidTag as error:
        raise Unreadable("this is not what was locked here") from error
