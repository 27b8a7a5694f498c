"""Folders of this clone, and private folders outside it where a path is too long or closed."""

import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".data"
RUN = DATA / "run"
LOG = DATA / "log"

# A socket's address holds 107 bytes on Linux and 103 on macOS, its file name included.
LONGEST_SOCKET_PATH = 100
LASTING = "/var/tmp"  # survives a restart of the machine, unlike /tmp
PLAIN = re.compile(r"[A-Za-z0-9_./+-]+")


class LaunchError(Exception):
    """What cannot be started, and what to do about it, for the person at the terminal."""


def data_folder():
    """`.data` of this clone, with its folders; others may pass through it, not look around."""
    for folder in (DATA, RUN, LOG):
        if not folder.exists():
            folder.mkdir(mode=0o711)
            folder.chmod(0o711)
    return DATA


def private_folder(path, owner=None, mode=0o700):
    """Make `path` ours, or make sure that it is: nobody else may have put something there.

    `owner` is the (uid, gid) that the folder belongs to; ourselves when None.
    """
    uid = owner[0] if owner else os.geteuid()
    try:
        os.mkdir(path, mode)
        os.chmod(path, mode)
        if owner:
            os.chown(path, *owner)
    except FileExistsError:
        found = os.lstat(path)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
            raise LaunchError(
                f"{path} exists and belongs to somebody else. Remove it, or set TMPDIR."
            ) from None
    return Path(path)


def outside(folder, purpose, parent=None):
    """A short path outside the clone that belongs to `folder` alone (not made yet)."""
    name = hashlib.sha256(f"{os.geteuid()}:{Path(folder).resolve()}".encode()).hexdigest()[:12]
    return Path(parent or tempfile.gettempdir()) / f"mentoring-{name}-{purpose}"


def remove(folder, *purposes):
    """Delete `folder` and what lies outside the clone on its behalf."""
    for purpose in purposes:
        for parent in (LASTING, tempfile.gettempdir(), "/tmp"):
            shutil.rmtree(outside(folder, purpose, parent), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def socket_folder(folder, purpose, file_name, *, home=None, owner=None):
    """A private folder for the socket `file_name` of the server that keeps its data in `folder`.

    It lies inside `home` (or `folder`) unless the length or the letters of the path forbid it.
    """
    inside = Path(home or folder) / f"{purpose}-socket"
    if fits(inside / file_name):
        return private_folder(inside, owner)
    short = outside(folder, purpose)
    if not fits(short / file_name):
        short = outside(folder, purpose, "/tmp")
    return private_folder(short, owner)


def fits(path):
    """Whether `path` can be a socket's address and stand in a URL as it is."""
    return len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and bool(PLAIN.fullmatch(str(path)))


def read_json(path):
    """What a small file of ours says; {} when it is not there or not whole."""
    try:
        return json.loads(Path(path).read_text())
    except (FileNotFoundError, ValueError):
        return {}
