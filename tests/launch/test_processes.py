import json
import os
import signal
import subprocess
import sys

import pytest

from mentoring.launch import paths, ports, processes, testing
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import Process, birth, until
from mentoring.launch.servers import process_environment

HELD = """
import os, signal
from mentoring.launch import signals
signals.install()
try:
    with signals.held():
        os.kill(os.getpid(), signal.SIGTERM)
        print("started and recorded", flush=True)
    print("never reached", flush=True)
except signals.Interrupted as stop:
    os.kill(os.getpid(), signal.SIGINT)
    print("stopping for", stop.number, flush=True)
"""

WAITING = "import threading; threading.Event().wait()"


def python(code):
    return [sys.executable, "-c", code]


def test_a_signal_waits_until_what_was_started_is_recorded():
    env = process_environment({"PYTHONPATH": str(paths.ROOT)})
    said = subprocess.run(python(HELD), env=env, capture_output=True, text=True, check=True).stdout

    assert said.splitlines() == ["started and recorded", f"stopping for {int(signal.SIGTERM)}"]


def test_birth_is_that_of_a_living_process():
    process = Process("sleeper", python(WAITING))
    born = birth(process.pid)

    assert born is not None
    assert born == birth(process.pid)
    process.kill()
    assert birth(process.pid) is None


@pytest.mark.processes
def test_stop_ends_one_that_does_not_listen(tmp_path):
    deaf = (
        "import signal, threading; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " print('deaf', flush=True); threading.Event().wait()"
    )
    log = tmp_path / "log"
    process = Process("deaf", python(deaf), log=log)
    assert until(lambda: "deaf" in processes.tail(log), 10)

    process.stop(seconds=0.2)

    assert process.poll() == -signal.SIGKILL


@pytest.mark.processes
def test_sweep_ends_the_child_of_a_killed_launcher(tmp_path):
    log = tmp_path / "log"
    parent = (
        "import os, signal, sys; from mentoring.launch.processes import Process;"
        " child = Process('orphan', [sys.executable, '-c', 'import threading;"
        " threading.Event().wait()']); print(child.pid, flush=True);"
        " os.kill(os.getpid(), signal.SIGKILL)"
    )
    with open(log, "wb") as output:
        subprocess.run(python(parent), cwd=paths.ROOT, stdout=output, check=False)
    orphan = int(processes.tail(log))
    assert birth(orphan)

    assert "orphan" in processes.sweep()

    assert birth(orphan) is None
    assert not (paths.RUN / f"{orphan}.json").exists()


def test_sweep_never_ends_a_later_process_with_the_same_number():
    process = Process("bystander", python(WAITING))
    record = paths.RUN / f"{process.pid}.json"
    stale = json.loads(record.read_text()) | {"birth": "earlier", "parent_birth": "earlier"}
    record.write_text(json.dumps(stale))

    processes.sweep()

    assert birth(process.pid)
    process.kill()


def test_run_gives_the_exit_code_and_the_log(tmp_path):
    log = tmp_path / "log"

    code = processes.run("failing", python("print('why'); raise SystemExit(3)"), log=log)

    assert (code, processes.tail(log)) == (3, "why")


def test_a_reserved_port_is_given_to_nobody_else():
    with ports.reserve() as one, ports.reserve() as other:
        taken = one.getsockname()[1]

        assert other.getsockname()[1] != taken
        with pytest.raises(LaunchError, match=f"Port {taken} is taken"):
            ports.reserve(taken)


def test_the_port_of_the_last_start_is_preferred():
    with ports.reserve() as first:
        port = first.getsockname()[1]

    with ports.reserve(last=port) as again:
        assert again.getsockname()[1] == port


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], testing.IN_PARALLEL),
        (["-x", "-k", "walls"], testing.IN_PARALLEL),
        (["tests/launch"], []),
        (["tests/launch/test_paths.py::test_half_a_file_says_nothing"], []),
        (["-n", "0"], []),
        (["-n4"], []),
        (["--pdb"], []),
    ],
)
def test_the_whole_suite_uses_both_cores(arguments, expected):
    assert testing.parallel(arguments) == expected


def test_processes_get_nothing_meant_for_another_surrounding(monkeypatch):
    monkeypatch.setenv("DATABASE_ROLE", "owner")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")

    env = process_environment({"DEBUG": "1"})

    assert "DATABASE_ROLE" not in env
    assert "DATABASE_URL" not in env
    assert env["PATH"] == os.environ["PATH"]
