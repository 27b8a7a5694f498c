"""Addresses in environment variables, turned into what Django and Celery want."""

import base64
import hashlib
from datetime import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

# What the databases of years are called that are lived by machine and thrown away.
YEAR = "year_"


def database(url):
    """Django's connection settings for ``postgres://user:password@host:port/name?host=/socket``."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": query.get("port", [str(parts.port or "")])[0],
    }


def broker(redis_url):
    """Celery's address of the Redis server at ``redis_url`` (TCP or ``unix://`` socket)."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def mailer(url):
    """One ``MAILERS`` entry: ``smtp://``, ``smtp+tls://`` or ``file:///folder``."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "mentoring.mailfiles.Backend",
            "OPTIONS": {"folder": Path(parts.path)},
        }
    options = {
        "host": parts.hostname or "localhost",
        "port": parts.port or 25,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def master_keys(text, secret_key=""):
    """``{name: 32 bytes}`` of ``name:key,name:key``, the one in use first.

    Without any, ``secret_key`` makes one for development. Raises ValueError for a key that is none.
    """
    keys = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _colon, key = part.partition(":")
        keys[name] = base64.urlsafe_b64decode(key)
        if not name or len(keys[name]) != 32:
            raise ValueError("MASTER_KEYS: each is NAME:KEY, a key of 32 bytes in base64")
    if not keys and secret_key:
        keys["development"] = hashlib.sha256(b"master key|" + secret_key.encode()).digest()
    return keys


def clock_file(path, *, debug, database):
    """The file that says how far the clock is ahead; ValueError where people are served."""
    if path and not debug and not database.startswith(YEAR):
        raise ValueError("CLOCK_FILE sets the clock of the product: it is for development alone")
    return path


def hours(text):
    """``20:00-07:00`` as two times; two that are equal, and mean none, of an empty text."""
    start, _dash, end = (text or "00:00-00:00").partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)
