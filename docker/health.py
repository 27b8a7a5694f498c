"""Health checks of the containers: `health.py web`, `health.py worker`, `health.py beat`."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

BEAT_SCHEDULE = Path("/tmp/beat")
BEAT_IS_LATE = 600  # seconds; beat writes its schedule every three minutes


def web():
    """The web server answers, asked by a name that it accepts."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*")
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
    connection.request("GET", "/healthz", headers={"Host": host or "localhost"})
    return connection.getresponse().status == 200


def worker():
    """The worker of this container answers by the broker."""
    ping = ["celery", "-A", "mentoring", "inspect", "ping", "--timeout", "10"]
    ping += ["--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(ping, check=False, stdout=subprocess.DEVNULL).returncode == 0


def beat():
    """The clock has written down its ticks lately."""
    written = [file.stat().st_mtime for file in BEAT_SCHEDULE.parent.glob("beat*")]
    return bool(written) and time.time() - max(written) < BEAT_IS_LATE


if __name__ == "__main__":
    checks = {"web": web, "worker": worker, "beat": beat}
    sys.exit(0 if checks[sys.argv[1]]() else 1)
