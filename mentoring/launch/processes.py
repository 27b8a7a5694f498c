"""Child processes in groups of their own, on record so that none outlives us unnoticed.

Each child has a file in `.data/run` while it lives, with its parent. When a parent is killed
outright, `sweep` (at the next start, or by `dev.py stop`) ends what it left behind.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from mentoring.launch import paths
from mentoring.launch.signals import child_gets_ctrl_c, held

_running = []


def birth(pid):
    """What tells this process from a later one with the same number; None when it is gone."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return _birth_by_ps(pid) if not Path("/proc/self/stat").exists() else None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return None if words[0] in "ZX" else f"{boot}:{words[19]}"


def _birth_by_ps(pid):
    asked = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return None if not answer or answer.startswith("Z") else answer.split(None, 1)[1]


class Process:
    """A child that is asked to stop with `stop_signal` and ended with its group if it does not.

    `log` is a file that gets its output; None shows the output. `account` is who it runs as.
    With `in_foreground` it reads our input, and stays in our group when that is a terminal.
    """

    def __init__(self, name, command, *, log=None, env=None, cwd=paths.ROOT, account=None,
                 stop_signal=signal.SIGTERM, in_foreground=False):  # fmt: skip
        self.name = name
        self.stop_signal = stop_signal
        self.owns_group = not (in_foreground and os.isatty(0))
        self._is_asked = False
        options = dict(account.options) if account else {}
        if self.owns_group:
            options["process_group"] = 0
        if not in_foreground:
            options["stdin"] = subprocess.DEVNULL
        with contextlib.ExitStack() as files, held():
            if log:
                options["stdout"] = files.enter_context(open(log, "ab"))
                options["stderr"] = subprocess.STDOUT
            words = [str(word) for word in command]
            self._child = subprocess.Popen(words, env=env, cwd=cwd, **options)
            self.pid = self._child.pid
            _running.append(self)
            self._record = _write_record(self)

    def poll(self):
        """The exit code, or None while it runs."""
        code = self._child.poll()
        if code is not None and self in _running:
            self._end_group()
            self._forget()
        return code

    def wait(self, seconds=None):
        """Wait for its end; the exit code, or None when `seconds` were not enough."""
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return self.poll()

    def ask_to_stop(self):
        """Send the stop signal, once, and return at once."""
        if self.poll() is None and not self._is_asked:
            self._is_asked = True  # Celery takes a second signal for impatience
            self._child.send_signal(self.stop_signal)

    def stop(self, seconds=15):
        """Stop it, waiting at most `seconds` before it is ended the hard way."""
        with held():
            self.ask_to_stop()
            if self.wait(seconds) is None:
                self.kill()

    def kill(self):
        """End it and its group at once, as a crash would."""
        with held():
            self._child.kill()
            self._child.wait()
            self.poll()

    def _end_group(self):
        if self.owns_group:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)

    def _forget(self):
        self._record.unlink(missing_ok=True)
        _running.remove(self)


def _write_record(process):
    paths.data_folder()
    record = paths.RUN / f"{process.pid}.json"
    draft = record.with_suffix(".draft")
    draft.write_text(
        json.dumps(
            {
                "name": process.name,
                "pid": process.pid,
                "birth": birth(process.pid),
                "stop_signal": int(process.stop_signal),
                "owns_group": process.owns_group,
                "parent": os.getpid(),
                "parent_birth": birth(os.getpid()),
            }
        )
    )
    return draft.replace(record)


def run(name, command, **options):
    """Run a command to its end and return its exit code; it ends with us when we must stop."""
    process = Process(name, command, **options)
    try:
        if process.owns_group:
            return process.wait()
        with child_gets_ctrl_c():
            return process.wait()
    finally:
        process.stop()


def stop_all():
    """Stop every child that still runs, the latest first."""
    for process in reversed(list(_running)):
        process.stop()


def sweep():
    """End what launchers that are gone have left behind; the names of what was ended."""
    left = [record for record in map(paths.read_json, paths.RUN.glob("*.json")) if record]
    orphans = [record for record in left if birth(record["parent"]) != record["parent_birth"]]
    alive = [orphan for orphan in orphans if _is_alive(orphan)]
    for orphan in alive:
        _signal(orphan, orphan["stop_signal"])
    until(lambda: not any(map(_is_alive, alive)), 15)
    for orphan in alive:
        _signal(orphan, signal.SIGKILL)
        if orphan["owns_group"]:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(orphan["pid"], signal.SIGKILL)
    for orphan in orphans:
        (paths.RUN / f"{orphan['pid']}.json").unlink(missing_ok=True)
    return [orphan["name"] for orphan in alive]


def _is_alive(record):
    return birth(record["pid"]) == record["birth"] is not None


def _signal(record, number):
    if _is_alive(record):
        with contextlib.suppress(ProcessLookupError):
            os.kill(record["pid"], number)


def until(condition, seconds):
    """Look every few milliseconds whether `condition()` holds; False when it never did."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def tail(log, lines=20):
    """The last lines of a log file."""
    try:
        text = Path(log).read_text(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def say(*words):
    """Tell the person at the terminal, even when it is gone already."""
    with contextlib.suppress(OSError):
        print(*words, file=sys.stdout, flush=True)
