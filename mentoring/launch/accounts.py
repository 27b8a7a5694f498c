"""Which account a database server runs as: PostgreSQL refuses to be started by root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mentoring.launch.paths import LaunchError

ORDINARY = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An ordinary account of this machine that root borrows."""

    uid: int
    gid: int

    @property
    def owner(self):
        """What `os.chown` wants."""
        return (self.uid, self.gid)

    @property
    def options(self):
        """What makes `subprocess` start a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *command):
        """Whether this account may run `command`, and the command succeeds."""
        words = [str(word) for word in command]
        quiet = {"stdin": subprocess.DEVNULL, "capture_output": True, "check": False, "cwd": "/"}
        try:
            return subprocess.run(words, **quiet, **self.options).returncode == 0
        except OSError:
            return False

    def can_enter(self, folder):
        """Whether this account may pass through `folder` and everything above it."""
        return self.can("/bin/sh", "-c", 'cd "$0"', folder)


def ordinary_account(data=None):
    """The account that root lends to a server, or None when we are not root.

    The owner of existing `data` stays its owner.
    """
    if os.geteuid() != 0:
        return None
    if data and Path(data).exists():
        found = os.stat(data)
        if found.st_uid:
            return Account(found.st_uid, found.st_gid)
    for name in ORDINARY:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise LaunchError(
        "PostgreSQL does not run as root, and this machine has no account postgres or nobody.\n"
        "Start this as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL."
    )
