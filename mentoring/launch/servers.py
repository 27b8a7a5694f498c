"""The database and the broker that a command works with: given by the caller, or our own."""

import base64
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

from mentoring.launch import paths
from mentoring.launch.paths import LaunchError
from mentoring.launch.postgres import Postgres
from mentoring.launch.valkey import Valkey


class Servers:
    """Running servers. `postgres` and `valkey` are None where the caller gave an address."""

    def __init__(self, postgres, valkey):
        self.postgres = postgres
        self.valkey = valkey

    @property
    def addresses(self):
        """The environment variables that name the servers."""
        found = {name: os.environ[name] for name in GIVEN if os.environ.get(name)}
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.url("app_rw")
            found["DATABASE_OWNER_URL"] = self.postgres.url("app_owner")
            found["DATABASE_SUPERUSER_URL"] = self.postgres.url()
        if self.valkey:
            found["REDIS_URL"] = self.valkey.url
        return found

    @property
    def identity(self):
        """What changes when the database is another one or made anew."""
        if self.postgres:
            return self.postgres.identity()
        return hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()


GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL", "REDIS_URL")


@contextmanager
def running(folder, *, durable, logs):
    """Start what was not given, with data in `folder`, and stop it afterwards."""
    postgres = valkey = None
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(folder / "postgres", durable=durable, log=logs / "postgres.log")
    elif not os.environ.get("DATABASE_OWNER_URL"):
        raise LaunchError(
            "DATABASE_URL is set, so DATABASE_OWNER_URL must be too: the same database as the\n"
            "role app_owner. docker/roles.sql makes the roles."
        )
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(folder / "valkey", durable=durable, log=logs / "valkey.log")
    try:
        if postgres:
            postgres.start()
            postgres.prepare()
        if valkey:
            valkey.start()
        yield Servers(postgres, valkey)
    finally:
        for server in (valkey, postgres):
            if server:
                server.stop() if durable else server.destroy()


def forget(folder):
    """Delete the data of stopped servers, also what had to lie outside the clone."""
    for server in (Postgres(folder / "postgres"), Valkey(folder / "valkey")):
        server.destroy()


def variables(servers, *, debug, secret_key, base_url, mail):
    """The environment variables that mentoring/settings.py reads."""
    return servers.addresses | {
        "DEBUG": "1" if debug else "0",
        "SECRET_KEY": secret_key,
        "MASTER_KEYS": _master_key(secret_key),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": base_url,
        "MAIL_URL": Path(mail).as_uri(),
        "DEFAULT_FROM_EMAIL": "Mentoring <no-reply@mentoring.example>",
        "QUIET_HOURS": "",  # what one tries at night is in the mailbox at once
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "PYTHONPATH": str(paths.ROOT),
        "PATH": _path(servers),
    }


def _master_key(secret_key):
    """The demo's own master key: it lasts as long as the other secret does."""
    key = hashlib.sha256(b"master key|" + secret_key.encode()).digest()
    return f"demo:{base64.urlsafe_b64encode(key).decode()}"


def _path(servers):
    """Where programs are looked for; `dbshell` finds the psql of our own server."""
    path = os.environ.get("PATH", os.defpath)
    return f"{servers.postgres.programs}{os.pathsep}{path}" if servers.postgres else path


def process_environment(ours):
    """The caller's environment with `ours`, without settings for another surrounding or role."""
    strangers = {*GIVEN, "DATABASE_ROLE", "STATIC_ROOT", "TRUSTED_PROXY", "LOG_LEVEL"}
    kept = {name: value for name, value in os.environ.items() if name not in strangers}
    return kept | ours
