"""Time-ordered identifiers made by the application, and those that somebody sends back."""

import os
import time
from collections.abc import Iterable
from uuid import UUID


def uuid7() -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits.

    Made here, not by a sequence: it reveals no volume and cannot be enumerated.
    """
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10))
    high = (milliseconds << 16) | (0x7 << 12) | (noise >> 68)
    low = (0b10 << 62) | (noise & ((1 << 62) - 1))
    return UUID(int=(high << 64) | low)


def as_id(text: object) -> UUID | None:
    """The identifier that a text is, or None: what an address or a form says may be anything."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def as_ids(texts: Iterable[object]) -> list[UUID]:
    """Those of the texts that are identifiers, each once, in their order."""
    found = (as_id(text) for text in texts)
    return list(dict.fromkeys(one for one in found if one is not None))
