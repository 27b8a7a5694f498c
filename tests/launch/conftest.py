import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mentoring.launch import paths
from mentoring.launch.processes import birth, until
from mentoring.launch.servers import process_environment

NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "static")


def _heed_hangups():
    """As from a terminal, also when the tests themselves were started to outlive one."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Clone:
    """A copy of the project with servers, data and processes of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.seen = {}
        shutil.copytree(paths.ROOT, folder, ignore=NOT_COPIED)
        (folder / "static").mkdir()

    def start(self, *words, stdin=subprocess.DEVNULL):
        """Start a launcher with its output in `output`."""
        with open(self.output, "ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "mentoring.launch", *words],
                cwd=self.folder,
                env=process_environment({}),
                stdin=stdin,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=_heed_hangups,
            )

    def run(self, *words):
        """Run a launcher to its end; its exit code."""
        process = self.start(*words)
        try:
            return process.wait(120)
        finally:
            process.kill()

    def answer(self, answer, *words):
        """Run a launcher at a terminal at which somebody types `answer`; its exit code."""
        typing, terminal = os.openpty()
        try:
            os.write(typing, f"{answer}\n".encode())
            return self.start(*words, stdin=terminal).wait(120)
        finally:
            os.close(typing)
            os.close(terminal)

    @property
    def output(self):
        return self.folder.with_suffix(".txt")

    def said(self):
        return self.output.read_text()

    def records(self):
        """What the launcher has on record at the moment: {name: pid}. Each is remembered."""
        found = {}
        for file in (self.folder / ".data" / "run").glob("*.json"):
            record = paths.read_json(file)
            if record:
                found[record["name"]] = record["pid"]
                self.seen[record["pid"]] = record["birth"]
        return found

    def reaches(self, launcher, name, seconds=40):
        """Wait until the process `name` is on record."""

        def is_there():
            return launcher.poll() is not None or name in self.records()

        assert until(is_there, seconds), self.said()
        assert launcher.poll() is None, self.said()

    def left_over(self):
        """Processes of this clone that still run: on record once, or working in its folder."""
        by_record = [pid for pid, born in self.seen.items() if born and birth(pid) == born]
        return {*by_record, *self._working_here()}

    def _working_here(self):
        for link in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if Path(os.readlink(link)).is_relative_to(self.folder):
                    yield int(link.parent.name)
            except OSError:
                continue  # it has just ended


@pytest.fixture
def make_clone(tmp_path):
    """Makes clones; whatever a test leaves of them is removed."""
    clones = []

    def make(name="clone"):
        clones.append(Clone(tmp_path / name))
        return clones[-1]

    yield make
    for clone in clones:
        assert clone.run("reset", "--yes") == 0, clone.said()


@pytest.fixture
def clone(make_clone):
    return make_clone()
