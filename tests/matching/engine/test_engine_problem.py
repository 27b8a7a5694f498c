"""A frozen problem: same people, same bytes; and the package stands alone."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.build import build_problem
from matching.engine.people import Role
from matching.engine.problem import Problem
from matching.engine.run import solve
from matching.engine.scoring import Weights, parts_of
from tests.matching.engine.cases import changed, make_problem, problems
from tests.matching.engine.persons import mentee, mentor, people

ENGINE = Path(__file__).resolve().parents[3] / "matching" / "engine"


@given(problems(pins=True))
def test_problem_survives_its_bytes(problem):
    again = Problem.from_bytes(problem.to_bytes())

    assert again.digest == problem.digest
    assert again.to_bytes() == problem.to_bytes()
    assert solve(again).pairs == solve(problem).pairs


@given(people(Role.MENTEE, "e"), people(Role.MENTOR, "o"), st.randoms(use_true_random=False))
def test_order_of_people_changes_nothing(mentees, mentors, random):
    decisions = {"pins": [], "vetoes": [("e01", "o01")], "previous": [("e02", "o02")]}
    problem = build_problem(mentees, mentors, **decisions)
    random.shuffle(mentees)
    random.shuffle(mentors)

    shuffled = build_problem(mentees, mentors, **decisions)

    assert shuffled.digest == problem.digest
    assert shuffled.to_bytes() == problem.to_bytes()
    assert solve(shuffled).pairs == solve(problem).pairs


def test_parts_of_a_score_survive_the_bytes():
    problem = build_problem([mentee()], [mentor()], weights=Weights(story=25))

    again = Problem.from_bytes(problem.to_bytes())

    assert sum(parts_of(again.features, 0, 0).values()) == again.scores[0, 0]


@pytest.mark.parametrize(
    "change",
    [
        {"pins": (("a", "A"),)},
        {"vetoes": (("a", "A"),)},
        {"previous": (("a", "A"),)},
        {"floor": 1},
        {"capacity": np.array([2])},
        {"scores": np.array([[4]])},
        {"reasons": np.array([[1]])},
        {"mentees": ("b",)},
    ],
)
def test_every_change_changes_the_digest(change):
    problem = make_problem([[5]])

    assert changed(problem, **change).digest != problem.digest


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"scores": np.zeros((2, 2))}, "must be"),
        ({"reasons": np.zeros((1, 2))}, "must be"),
        ({"capacity": np.ones(2)}, "one number per mentor"),
        ({"capacity": np.array([-1])}, "negative"),
        (
            {"mentees": ("b", "a"), "scores": np.zeros((2, 1)), "reasons": np.zeros((2, 1))},
            "sorted",
        ),
        (
            {"mentees": ("a", "a"), "scores": np.zeros((2, 1)), "reasons": np.zeros((2, 1))},
            "unique",
        ),
        ({"scores": np.array([[10_001]])}, "scores"),
        ({"scores": np.array([[-1]])}, "scores"),
    ],
)
def test_impossible_problem_is_refused(wrong, why):
    with pytest.raises(ValueError, match=why):
        changed(make_problem([[5]]), **wrong)


@pytest.mark.parametrize("decisions", ["pins", "vetoes", "previous"])
def test_order_of_decisions_changes_nothing(decisions):
    scores = np.full((2, 2), 5)

    listed = make_problem(scores, **{decisions: ["aA", "bB"]})
    doubled = make_problem(scores, **{decisions: ["bB", "aA", "bB"]})

    assert listed.digest == doubled.digest


def test_doubled_people_are_refused():
    with pytest.raises(ValueError, match="unique"):
        build_problem([mentee(), mentee()], [mentor()])


def test_problem_cannot_be_altered():
    problem = make_problem([[5]])

    with pytest.raises(ValueError, match="read-only"):
        problem.scores[0, 0] = 6


def test_unknown_format_is_refused(monkeypatch):
    monkeypatch.setattr("matching.engine.problem.FORMAT", 99)
    blob = make_problem([[5]]).to_bytes()
    monkeypatch.undo()

    with pytest.raises(ValueError, match="unknown format"):
        Problem.from_bytes(blob)


def test_engine_needs_neither_django_nor_the_rest_of_the_project():
    script = (
        "import sys, pkgutil, importlib, matching.engine as engine\n"
        "for module in pkgutil.iter_modules(engine.__path__, 'matching.engine.'):\n"
        "    importlib.import_module(module.name)\n"
        "roots = {name.split('.')[0] for name in sys.modules}\n"
        "assert not roots & {'django', 'celery', 'mentoring', 'programs', 'organizations'}, roots\n"
    )

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ENGINE.parents[1], check=False
    )

    assert done.returncode == 0


def test_certificate_shares_no_code_with_the_solver():
    source = (ENGINE / "certificate.py").read_text(encoding="utf-8")

    imports = [line for line in source.splitlines() if "import" in line and "engine" in line]
    assert imports == [
        "from matching.engine.people import Role",
        "from matching.engine.problem import Problem",
    ]
