"""A port for the web server that no other demo of this machine takes meanwhile."""

import socket

from mentoring.launch.paths import LaunchError

FIRST = 8000
TRIED = 100


def reserve(wanted=None, last=None):
    """A socket that listens on `wanted`, else on the port of the last start, else on a free one.

    Close it just before the web server starts. Raises when `wanted` is taken.
    """
    if wanted:
        listener = _listen(wanted)
        if not listener:
            raise LaunchError(f"Port {wanted} is taken. Name another one, or leave --port out.")
        return listener
    # Links in earlier mails stay right when the port of the last start is free again.
    for port in [*([last] if last else []), *range(FIRST, FIRST + TRIED)]:
        listener = _listen(port)
        if listener:
            return listener
    raise LaunchError(f"No free port from {FIRST} on. Name one: dev.py demo --port N")


def _listen(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError:
        listener.close()
        return None
    return listener
