"""The product's own programs: management commands, web server, worker and beat."""

import hashlib
import http.client
import sys

from mentoring.launch import paths, processes
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import until

PYTHON = sys.executable
AS_OWNER = {
    "migrate", "create_operator", "makemigrations", "showmigrations", "sqlmigrate",
    "squashmigrations",
}  # fmt: skip


def manage(arguments, env, *, log=None, in_foreground=False):
    """Run a management command, as the role that it needs; the exit code."""
    if arguments and arguments[0] in AS_OWNER:
        env = env | {"DATABASE_ROLE": "owner"}
    command = [PYTHON, "manage.py", *arguments]
    name = " ".join(arguments[:1])
    return processes.run(name, command, env=env, log=log, in_foreground=in_foreground)


def require(arguments, env, log):
    """Run a management command that must succeed."""
    if manage(arguments, env, log=log):
        words = " ".join(arguments)
        raise LaunchError(f"manage.py {words} failed ({log}):\n{processes.tail(log, 40)}")


def migrations_fingerprint():
    """Changes when a migration does, ours or a package's."""
    digest = hashlib.sha256((paths.ROOT / "requirements.lock").read_bytes())
    for pattern in ("*/migrations/*.py", "mentoring/*/migrations/*.py"):
        for file in sorted(paths.ROOT.glob(pattern)):
            digest.update(str(file.relative_to(paths.ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def web(port):
    """The web server: one blocking thread a worker is fastest, slow clients cost no thread."""
    serve = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port]
    serve += ["--workers", "2", "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers"]
    return [PYTHON, *serve, "mentoring.wsgi:application"]


def worker():
    """One worker with one process, which leaves the second core to the pages."""
    return [PYTHON, "-m", "celery", "-A", "mentoring", "worker", "-c", "1", "-l", "INFO"]


def beat(schedule):
    """The clock; it remembers its last ticks in the file `schedule`."""
    return [PYTHON, "-m", "celery", "-A", "mentoring", "beat", "-l", "INFO", "-s", schedule]


def wait_for_page(port, path, process, seconds=60):
    """Wait until the web server answers `path` with 200."""

    def is_settled():
        return process.poll() is not None or status(port, path) == 200

    if not until(is_settled, seconds) or process.poll() is not None:
        raise LaunchError(f"The web server gives no page at {path}.")


def status(port, path):
    """The HTTP status of a page on this machine; None when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
