#!/usr/bin/env python3
"""Builds, runs and tests the product: `python3 dev.py demo`, `python3 dev.py test`.

Needs the standard library alone and Python 3.8 or newer. It finds (or fetches) the Python that the
product runs on, builds `.venv` from the hash-locked requirements, and hands over to
`mentoring/launch`, which starts the servers and stops them again.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from glob import glob
from pathlib import Path

try:
    import fcntl
except ImportError:
    sys.exit("dev.py needs Linux or macOS. On Windows use WSL 2, or docker compose.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BOOTSTRAP = ROOT / ".bootstrap"
STAMP = VENV / "installed.json"
UNFINISHED = VENV / "unfinished"
OLDEST, NEWEST = (3, 12), (3, 14)  # every locked package has a wheel for these
RUN, TEST = "requirements.lock", "requirements-test.lock"
LOCKS = {"setup": RUN, "demo": RUN, "manage": RUN}
LOCKS.update({"test": TEST, "check": TEST, "shots": TEST, "bench": TEST})

USAGE = """Usage: python3 dev.py COMMAND

  demo [--port N]     start everything and serve a lived-in demo; Ctrl-C stops it, data stays
  test [ARGS]         run all tests on throwaway servers; ARGS go to pytest
  setup               build the environment only
  manage ARGS         run a management command against the demo's servers
  stop                stop a demo of this folder that still runs
  reset [--yes]       stop, and delete the demo's data; asks while a demo runs
  check               linters and types
  shots [ARGS]        write a screenshot of every page
  bench NAME [ARGS]   run one benchmark on throwaway servers

Set PYTHON to choose the interpreter (3.12 or newer), DATABASE_URL, DATABASE_OWNER_URL and
REDIS_URL to use servers that run already."""

NO_PYTHON = """No Python {}.{} or newer was found, and none could be fetched. Do one of these three:

  1. install Python 3.12, 3.13 or 3.14 (python.org, your system's packages, pyenv or Homebrew);
  2. have one already? name it:  PYTHON=/path/to/python3.13 python3 dev.py {}
  3. allow this machine to download one (uv fetches it from github.com), and run this again."""

NO_INSTALLER = """This Python has neither venv and ensurepip nor pip, so nothing can be installed.

  Debian, Ubuntu:  apt-get install python3-venv
  elsewhere:       python3 -m ensurepip --user

Then run dev.py again, or name a complete Python:  PYTHON=/path/to/python3.13 python3 dev.py ..."""


class Failed(Exception):
    """What went wrong and what to do, for the person at the terminal."""


def main(argv):
    """Run one command; the exit code is that of what it runs."""
    command, arguments = (argv[0], argv[1:]) if argv else ("--help", [])
    if command in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    if command not in LOCKS and command not in ("stop", "reset"):
        print(USAGE, file=sys.stderr)
        return 2
    listen_to_signals()
    try:
        if command in LOCKS:
            build_environment(LOCKS[command], command)
        elif not is_python(VENV / "bin" / "python"):
            return without_environment(command)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    if command == "setup":
        print("The environment is ready: {}".format(VENV))
        return 0
    hand_over(command, arguments)


def listen_to_signals():
    """Leave by an exception, so that an installer at work is ended too; nohup stays nohup."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda received, frame: sys.exit(128 + received))


def hand_over(command, arguments):
    """Become the launcher under the product's own Python; does not return."""
    sys.stdout.flush()
    os.chdir(str(ROOT))
    python = str(VENV / "bin" / "python")
    os.execve(python, [python, "-m", "mentoring.launch", command] + arguments, clean_environment())


def without_environment(command):
    """`stop` and `reset` before anything was ever built: no process of ours can be running."""
    if command == "reset":
        shutil.rmtree(str(ROOT / ".data"), ignore_errors=True)
    print("Nothing is running.")
    return 0


def clean_environment():
    """The caller's environment without what would point Python or uv at another environment."""
    strangers = ("PYTHONHOME", "PYTHONPATH", "PYTHONSAFEPATH", "VIRTUAL_ENV", "CONDA_PREFIX")
    kept = {name: value for name, value in os.environ.items() if name not in strangers}
    if kept.pop("PYTHONDONTWRITEBYTECODE", None):
        # Without any bytecode each of the many processes compiles Django anew.
        kept.setdefault("PYTHONPYCACHEPREFIX", str(BOOTSTRAP / "pycache"))
    # Behind a proxy with a certificate of its own, the machine knows it and uv's list does not.
    kept.setdefault("UV_SYSTEM_CERTS", "1")
    return kept


# Finding Python


def version(executable):
    """(major, minor) of a CPython, found by starting it: what lies on PATH may be a stub."""
    probe = "import sys; print(sys.implementation.name, *sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [str(executable), "-c", probe],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20,
            check=True,
        )
        name, major, minor = answer.stdout.decode().split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return (int(major), int(minor)) if name == "cpython" else None


def is_python(executable):
    """Whether the product can run on `executable`."""
    found = version(executable)
    return found is not None and found >= OLDEST


def candidates():
    """Where a Python may lie, nearest first."""
    yield sys.executable
    names = ["python3.{}".format(minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    folders = os.environ.get("PATH", "").split(os.pathsep)
    for name in names + ["python3"]:
        for folder in folders:
            if folder and os.access(os.path.join(folder, name), os.X_OK):
                yield os.path.join(folder, name)
    home = os.path.expanduser("~")
    # A pyenv stub on PATH leads to the versions beside it, also for another user.
    shims = [folder for folder in folders if os.path.basename(folder.rstrip("/")) == "shims"]
    patterns = [os.path.join(folder, "../versions/3.1[2-9]*/bin/python") for folder in shims]
    patterns += [
        os.path.join(os.environ.get("PYENV_ROOT", ""), "versions/3.1[2-9]*/bin/python"),
        os.path.join(home, ".pyenv/versions/3.1[2-9]*/bin/python"),
        os.path.join(home, ".local/share/uv/python/cpython-3.1[2-9]*/bin/python3"),
        os.path.join(home, ".local/bin/python3.1[2-9]"),
        "/opt/homebrew/bin/python3.1[2-9]",
        "/usr/local/bin/python3.1[2-9]",
        "/opt/homebrew/opt/python@3.1[2-9]/bin/python3",
        "/usr/local/opt/python@3.1[2-9]/bin/python3",
        "/Library/Frameworks/Python.framework/Versions/3.1[2-9]/bin/python3",
        "/opt/python*/bin/python3",
    ]
    for pattern in patterns:
        for path in sorted(glob(pattern), reverse=True):
            yield path


def find_python():
    """A Python that the product runs on, or None. `$PYTHON` wins, and must be good when set."""
    chosen = os.environ.get("PYTHON")
    if chosen:
        if not is_python(chosen):
            raise Failed("PYTHON={} is not a working Python 3.12 or newer.".format(chosen))
        return chosen
    fits = (path for path in candidates() if OLDEST <= (version(path) or (0, 0)) <= NEWEST)
    return next(fits, None)


# Building the environment


def build_environment(lock, command):
    """Bring `.venv` to what `lock` says; at once done when it holds that already."""
    BOOTSTRAP.mkdir(exist_ok=True)
    with only_one(BOOTSTRAP / "lock"):
        usable = is_python(VENV / "bin" / "python") and not UNFINISHED.exists()
        if usable and installed().get(lock) == fingerprint(lock):
            return
        if usable and TEST in installed() and pins(RUN) <= pins(TEST):
            lock = TEST  # it was built for tests: keep the larger set
        print("Installing what {} lists ...".format(lock), flush=True)
        python = find_python()
        uv = installer(python)
        if not usable:
            make_venv(uv, python, command)
        UNFINISHED.touch()
        run_installer(uv, lock)
        covered = [lock] + ([RUN] if lock == TEST and pins(RUN) <= pins(TEST) else [])
        STAMP.write_text(json.dumps({name: fingerprint(name) for name in covered}))
        UNFINISHED.unlink()


@contextmanager
def only_one(path):
    """Hold a lock that the system frees when this process ends."""
    with open(str(path), "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another dev.py is building the environment; waiting ...", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def installed():
    """What `.venv` holds: fingerprints by lock file."""
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def fingerprint(lock):
    """Changes when `lock` changes."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def pins(lock):
    """The `name==version` lines of a lock file."""
    lines = (ROOT / lock).read_text().splitlines()
    return {line.rstrip(" \\") for line in lines if "==" in line and line[0] not in " #"}


def installer(python):
    """uv: the machine's, else one of our own in `.bootstrap`."""
    on_path = shutil.which("uv")
    if on_path and works([on_path, "pip", "sync", "--help"]):
        return on_path
    for uv in (BOOTSTRAP / "venv" / "bin" / "uv", BOOTSTRAP / "target" / "bin" / "uv"):
        if works([uv, "--version"]):
            return str(uv)
    return install_uv([sys.executable] + ([python] if python else []))


def works(command):
    """Whether `command` runs and succeeds."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def install_uv(pythons):
    """Install uv by the first of `pythons` that can install anything."""
    wanted = ["install", "-q", "--disable-pip-version-check", "--require-hashes"]
    wanted += ["--only-binary", ":all:", "-r", str(ROOT / "requirements-bootstrap.lock")]
    venv, target = BOOTSTRAP / "venv", BOOTSTRAP / "target"
    for python in pythons:
        if works([python, "-c", "import ensurepip, venv"]):
            run([python, "-m", "venv", "--clear", venv])
            run([venv / "bin" / "python", "-m", "pip"] + wanted)
            return str(venv / "bin" / "uv")
    for python in pythons:
        if works([python, "-m", "pip", "--version"]):
            run([python, "-m", "pip"] + wanted + ["--upgrade", "--target", target])
            return str(target / "bin" / "uv")
    raise Failed(NO_INSTALLER)


def make_venv(uv, python, command):
    """An empty `.venv`; without a Python of this machine uv fetches one."""
    shutil.rmtree(str(VENV), ignore_errors=True)
    try:
        run([uv, "venv", "-q", "--python", python or ">=3.12,<3.15", VENV])
    except Failed:
        if python:
            raise
        raise Failed(NO_PYTHON.format(OLDEST[0], OLDEST[1], command)) from None


def run_installer(uv, lock):
    """Exactly what the lock says, each file checked against its hash, nothing compiled."""
    quiet = [] if sys.stderr.isatty() else ["-q"]
    sync = [uv, "pip", "sync"] + quiet + ["--require-hashes", "--only-binary", ":all:"]
    run(sync + ["--python", VENV / "bin" / "python", ROOT / lock])


def run(command):
    """Run a command to its end; it ends with us when we are told to stop."""
    words = [str(part) for part in command]
    env = clean_environment()
    if not os.access(os.path.expanduser("~"), os.W_OK):
        env["HOME"] = str(BOOTSTRAP / "home")  # caches, and a Python that uv fetches
    try:
        code = subprocess.run(words, env=env, stdin=subprocess.DEVNULL).returncode
    except OSError as error:
        raise Failed("{} did not start: {}".format(words[0], error)) from None
    if code:
        raise Failed("This failed (exit code {}): {}".format(code, " ".join(words)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
