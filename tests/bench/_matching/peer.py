"""The same scores solved by mentor-match, in an environment of its own made for this only."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from matching.engine.baseline import outcome
from matching.engine.build import build_problem
from matching.engine.solver import objective, optimum
from mentoring.launch import paths
from tests.bench._matching.clock import cpu
from tests.bench._matching.people import pool

PACKAGES = ("mentor-match==7.0.1", "munkres==3.0.0")
TIMES = 100
SCRIPT = Path(__file__).with_name("peer_script.py")
LONGEST = 200


def measure(size):
    """How many times as long it takes; a line that says so where it cannot be had."""
    mentees, mentors, facts = pool(size)
    problem = build_problem(mentees, mentors, facts=facts)
    line = {"row": "solve against mentor-match", "mentees": size, "mentors": len(mentors)}
    try:
        theirs = _theirs(problem)
    except (OSError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", "") or str(error)
        return line | {"missing": " ".join(told.split())[-LONGEST:], "within_bar": None}
    fresh = [type(problem).from_bytes(problem.to_bytes()) for _ in range(4)]
    seconds = cpu(lambda: _solve(fresh.pop()))
    ratio = theirs["cpu_seconds"] / seconds
    ours = outcome(problem, optimum(problem, objective(problem)))
    return line | {
        "packages": list(PACKAGES),
        "cpu_seconds": {"ours": round(seconds, 4), "theirs": round(theirs["cpu_seconds"], 2)},
        "matched": {"ours": ours.matched, "theirs": theirs["matched"]},
        "total": {"ours": ours.total, "theirs": theirs["total"]},
        "ratio": round(ratio, 1),
        "bar": TIMES,
        "within_bar": ratio >= TIMES,
    }


def _solve(problem):
    optimum(problem, objective(problem))


def _theirs(problem):
    scores = np.where(problem.eligible, problem.scores, -1)
    mentor_of_place = np.repeat(np.arange(len(problem.mentors)), problem.capacity)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "scores.json")
        file.write_text(json.dumps(scores[:, mentor_of_place].tolist()), encoding="utf-8")
        done = _quietly(_environment(), str(SCRIPT), str(file))
    return json.loads(done.stdout)


def _environment():
    """Its interpreter; made where it is not there yet."""
    folder = paths.data_folder() / "mentor-match"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "complete").exists():
        _quietly(sys.executable, "-m", "venv", "--clear", str(folder))
        _quietly(str(python), "-m", "pip", "install", "-q", *PACKAGES)
        (folder / "complete").touch()
    return str(python)


def _quietly(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True)
