"""What one year has of its own: a database, a broker, a clock, and who sets it."""

import base64
import contextlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from demo.year import database
from mentoring import clock, environment
from mentoring.launch import product
from mentoring.launch.paths import LaunchError
from mentoring.launch.valkey import Valkey
from mentoring.tenancy.keys import uuid7

NO_OWNER = (
    "A year is lived in a database of its own: "
    "set DATABASE_OWNER_URL to a role that may create one."
)


@contextlib.contextmanager
def surroundings(folder, template=None):
    """The environment of the year's processes; all of it is gone afterwards.

    ``template`` is a migrated and empty database to copy; without one the year migrates its own.
    """
    owner = settings.DATABASE_OWNER_URL
    if not owner:
        raise CommandError(NO_OWNER)
    name = f"{environment.YEAR}{uuid7().hex}"
    broker = Valkey(Path(folder, "broker"))
    try:
        database.make(owner, name, template)
        env = _environment(folder, name)
        if template is None:
            product.require(["migrate", "-v", "0"], env, Path(folder, "migrate.log"))
        database.swap_clock(env["DATABASE_OWNER_URL"])
        broker.start()
        yield env | {"REDIS_URL": broker.url}
    except LaunchError as failure:
        raise CommandError(str(failure)) from failure
    finally:
        broker.destroy()
        database.drop(owner, name)


def _environment(folder, name):
    clock_file = str(Path(folder, "clock"))
    clock.set_ahead(clock_file, clock.NOT_AHEAD)
    return os.environ | {
        "DATABASE_URL": database.at(os.environ["DATABASE_URL"], name),
        "DATABASE_OWNER_URL": database.at(settings.DATABASE_OWNER_URL, name),
        "DATABASE_ROLE": "",
        "CLOCK_FILE": clock_file,
        "DEBUG": "0",  # with it every statement would be kept
        "MASTER_KEYS": f"year:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        "LOG_LEVEL": "WARNING",
        "QUIET_HOURS": "20:00-07:00",
        "DEFAULT_FROM_EMAIL": "Mentoring <no-reply@mentoring.example>",
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
    }


class Hand:
    """Sets the year's clock, in the processes and in the database, and never back."""

    def __init__(self):
        self.cursor = None

    def __enter__(self):
        self._opened = database.opened(settings.DATABASE_OWNER_URL)
        self.cursor = self._opened.__enter__()
        return self

    def __exit__(self, *what):
        self._opened.__exit__(*what)

    def move_to(self, moment):
        """It is ``moment``, or stays later than that."""
        further = moment - clock.now()
        if further <= clock.NOT_AHEAD:
            return
        ahead = clock.ahead() + further
        self.cursor.execute("UPDATE lived.clock SET ahead = %s", [ahead])
        clock.set_ahead(settings.CLOCK_FILE, ahead)

    def begin_at(self, moment):
        """The first moment of all, which may lie in the past."""
        clock.set_ahead(settings.CLOCK_FILE, moment - clock.now() + clock.ahead())
        self.cursor.execute("UPDATE lived.clock SET ahead = %s", [clock.ahead()])
