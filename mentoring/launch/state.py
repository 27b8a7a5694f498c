"""Who works with the demo's data: one launcher at a time, and where it can be found."""

import contextlib
import fcntl
import json
import os
import secrets
import signal

from mentoring.launch import paths, servers
from mentoring.launch.processes import birth, until

LOCK = paths.DATA / "lock"
STATE = paths.DATA / "state.json"
NOTES = paths.DATA / "notes.json"
SECRET_KEY = paths.DATA / "secret-key"


class Busy(Exception):
    """Another launcher of this clone holds the data."""


@contextlib.contextmanager
def only_launcher():
    """Hold the demo's data; the system lets go of it when this process ends, however it ends."""
    paths.data_folder()
    with open(LOCK, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy from None
        try:
            publish()
            yield
        finally:
            STATE.unlink(missing_ok=True)


def publish(**state):
    """Say what this launcher offers: its address and environment once it is ready."""
    draft = STATE.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({"pid": os.getpid(), "birth": birth(os.getpid()), **state}))
    draft.replace(STATE)


def published():
    """What the launcher that holds the data has said; {} when there is none."""
    state = paths.read_json(STATE)
    return state if state and birth(state["pid"]) == state["birth"] else {}


def end_launcher(seconds=40):
    """Stop the launcher that holds the data, in the end the hard way; True when there was one."""
    found = published()
    for number, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5)):
        if published().get("pid") == found.get("pid", 0):
            with contextlib.suppress(ProcessLookupError):
                os.kill(found["pid"], number)
            until(lambda: published().get("pid") != found["pid"], patience)
    return bool(found)


def notes():
    """What earlier starts noted: the last port, what is migrated, what is seeded."""
    return paths.read_json(NOTES)


def note(**facts):
    """Remember `facts` for the next start."""
    NOTES.write_text(json.dumps(notes() | facts))


def secret_key():
    """The demo's key: made once, so that sessions survive a restart."""
    if not SECRET_KEY.exists():
        SECRET_KEY.touch(mode=0o600)
        SECRET_KEY.write_text(secrets.token_urlsafe(48))
    return SECRET_KEY.read_text()


def settings(running, port):
    """The environment variables of the demo's processes on these servers."""
    mail = paths.DATA / "mail"
    if not mail.exists():
        mail.mkdir(mode=0o700)
    base_url = f"http://localhost:{port}"
    key = secret_key()
    return servers.variables(running, debug=True, secret_key=key, base_url=base_url, mail=mail)
