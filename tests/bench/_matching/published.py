"""Assignment problems of OR-Library (J. E. Beasley), whose optima are published.

A file begins with the number of rows; then come all costs, or lines of row, column and cost, which
are all the pairs that there are. The cheapest full assignment is looked for.
"""

import urllib.error
import urllib.request
from pathlib import Path

import numpy as np

from matching.engine.certificate import certify
from matching.engine.problem import Problem, Rule
from matching.engine.run import claim_of
from matching.engine.scoring import MAX_SCORE
from matching.engine.solver import objective, optimum
from mentoring.launch import paths
from tests.bench._matching.clock import once

FULL = dict(zip(range(100, 900, 100), (305, 475, 626, 804, 991, 1176, 1362, 1552), strict=True))
SPARSE = {800: 2239, 1500: 5839, 3000: 18696, 5000: 48533}
OPTIMA = {f"assign{size}": best for size, best in FULL.items()}
OPTIMA |= {f"assignp{size}": best for size, best in SPARSE.items()}
PROVEN_TO = 1_500  # rows; a proof of more takes gigabytes
ADDRESS = "https://people.brunel.ac.uk/~mastjjb/jeb/orlib/files"
PATIENCE = 10
FOLDER = paths.DATA / "or-library"


def measure(names=tuple(OPTIMA), folder=FOLDER):
    """A line for each problem; without its file, one that says so."""
    for name in names:
        line = {"row": "published optimum", "problem": f"OR-Library {name}"}
        try:
            text = _text(name, Path(folder))
        except (OSError, urllib.error.URLError) as error:
            yield line | {"missing": str(error), "within_bar": None}
        else:
            yield line | _solved(problem_of(text), OPTIMA[name])


def _text(name, folder):
    """The file from the folder, or fetched into it."""
    file = folder / f"{name}.txt"
    if not file.exists():
        with urllib.request.urlopen(f"{ADDRESS}/{name}.txt", timeout=PATIENCE) as answer:
            content = answer.read()
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return file.read_text(encoding="ascii")


def problem_of(text):
    """The problem in which a point less is a unit of cost more."""
    size, *numbers = map(int, text.split())
    costs = np.full((size, size), -1)
    if len(numbers) == size * size:
        costs = np.array(numbers).reshape(size, size)
    else:
        rows, columns, given = np.array(numbers).reshape(-1, 3).T
        costs[rows - 1, columns - 1] = given
    ids = tuple(f"{at:09}" for at in range(size))
    return Problem(
        mentees=ids,
        mentors=ids,
        capacity=np.ones(size, np.int64),
        scores=np.where(costs < 0, 0, MAX_SCORE - costs).astype(np.int32),
        reasons=np.where(costs < 0, np.uint32(Rule.VETO), np.uint32(0)),
    )


def _solved(problem, published):
    goal, found = objective(problem), []
    seconds = once(lambda: found.append(optimum(problem, goal)))
    (assigned,) = found
    rows = np.flatnonzero(assigned < len(problem.mentors))
    cost = int((MAX_SCORE - problem.scores[rows, assigned[rows]]).sum())
    is_proven = None
    if len(problem.mentees) <= PROVEN_TO:
        claim, _ = claim_of(problem, goal, assigned)
        is_proven = certify(problem, claim).matched == len(rows)
    return {
        "rows": len(problem.mentees),
        "matched": len(rows),
        "optimum": cost,
        "published": published,
        "certificate": is_proven,
        "cpu_seconds": round(seconds, 4),
        "within_bar": len(rows) == len(problem.mentees) and cost == published,
    }
