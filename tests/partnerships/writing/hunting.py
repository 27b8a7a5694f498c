"""Looking for words where they must not be, in every way that they could be written down."""

import base64
import html
import json
import os
import subprocess
from urllib.parse import quote, quote_plus

import redis
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from mentoring import environment
from mentoring.launch.postgres import find_programs

BLOCK = 3  # bytes that base64 writes at once: a word may begin at any of them
BEGINNING = 8


def disguises(secret):
    """``{name: bytes}`` of every way in which ``secret`` could stand in a file."""
    raw = secret.encode()
    found = {
        "plain": raw,
        "utf-16": secret.encode("utf-16-le"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "json": json.dumps(secret)[1:-1].encode(),
        "url": quote(secret).encode(),
        "form": quote_plus(secret).encode(),
        "html": html.escape(secret).encode(),
        "octal": "".join(f"\\{byte:03o}" if byte > 127 else chr(byte) for byte in raw).encode(),
        "reversed": raw[::-1],
    }
    for offset in range(BLOCK):
        for name, encode in (("base64", base64.b64encode), ("url64", base64.urlsafe_b64encode)):
            found[f"{name} from {offset}"] = _middle(encode(bytes(offset) + raw), offset, len(raw))
    return found


def _middle(encoded, offset, length):
    """What of it is the same whatever stands before and after."""
    first = 0 if offset == 0 else 4
    whole = (offset + length) // BLOCK * 4
    return encoded[first:whole]


def found_in(content, secrets):
    """``[(secret, disguise)]`` of what stands in these bytes.

    Secrets begin alike: where a beginning is not found, none of those that begin so can be.
    """
    needles = [
        (secret, name, needle) for secret in secrets for name, needle in disguises(secret).items()
    ]
    begun = {
        start for start in {needle[:BEGINNING] for *_of, needle in needles} if start in content
    }
    return [
        (secret, name)
        for secret, name, needle in needles
        if needle[:BEGINNING] in begun and needle in content
    ]


def dump():
    """The whole database as its owner dumps it, every row of every table."""
    owner = environment.database(settings.DATABASE_OWNER_URL)
    surroundings = {**os.environ, "PGOPTIONS": "-c app.migrating=on"}
    if owner["PASSWORD"]:
        surroundings["PGPASSWORD"] = owner["PASSWORD"]
    place = ["-h", owner["HOST"], "-U", owner["USER"], "-d", connection.settings_dict["NAME"]]
    place += ["-p", str(owner["PORT"])] if owner["PORT"] else []
    command = [find_programs() / "pg_dump", "--enable-row-security", *place]
    return subprocess.run(command, check=True, capture_output=True, env=surroundings).stdout


def sessions():
    """What every session holds, taken out of its wrapping."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        return "\n".join(repr(SessionStore().decode(data)) for (data,) in cursor).encode()


def broker():
    """Every value of the broker, by plain reads."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    reads = {
        b"string": client.get,
        b"list": lambda key: client.lrange(key, 0, -1),
        b"set": client.smembers,
        b"hash": client.hgetall,
        b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
    }
    parts = []
    for key in client.scan_iter():
        kind = client.type(key)
        parts += [key, *_flat(reads[kind](key) if kind in reads else client.dump(key))]
    return b"\n".join(parts)


def _flat(value):
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    if isinstance(value, list | set | tuple):
        return [part for one in value for part in _flat(one)]
    return [value if isinstance(value, bytes) else str(value).encode()]


def mails(outbox):
    """Every mail as it goes out, and its parts taken out of their wrapping."""
    parts = []
    for mail in outbox:
        message = mail.message()
        parts.append(message.as_bytes())
        parts += [part.get_payload(decode=True) or b"" for part in message.walk()]
    return b"\n".join(parts)
