"""The door for outsiders: what a file is answered, and what is refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evaluations.statistics.door import main

ROOT = Path(__file__).parents[3]


def _answer(tmp_path, capsys, content):
    path = tmp_path / "answers.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    status = main([str(path)])
    return status, *capsys.readouterr()


def test_a_process_of_its_own_needs_no_database_and_no_settings(tmp_path):
    path = tmp_path / "answers.json"
    path.write_text('{"before": [1, 2, null, 3], "after": [2, 4, 5, 4]}')
    code = (
        "import sys; from evaluations.statistics.door import main; main(sys.argv[1:]);"
        "print('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    printed, is_django_there = done.stdout.splitlines()
    found = json.loads(printed)

    assert is_django_there == "False"
    assert found["n"] == 3
    assert found["mean_change"] == pytest.approx(4 / 3)
    assert list(found) == [
        *("n", "mean_before", "mean_after", "mean_change"),
        *("sd_change", "ci95", "standardized_change", "shown"),
    ]
    assert found["shown"]["as"] == "bands"


def test_null_is_what_is_not_defined(tmp_path, capsys):
    status, said, _ = _answer(tmp_path, capsys, {"before": [], "after": []})
    nothing = json.loads(said)

    assert status == 0
    assert {value for name, value in nothing.items() if name not in ("n", "shown")} == {None}
    assert nothing["shown"] == {"as": "nothing", "n": 0}
    _, said, _ = _answer(tmp_path, capsys, {"items": [[1, 2], [2, None], [3, 4]]})
    assert json.loads(said) == {"alpha": pytest.approx(1), "n": 2}
    _, said, _ = _answer(tmp_path, capsys, {"items": []})
    assert json.loads(said) == {"alpha": None, "n": 0}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is not"),
        (b"[1, 2]", "holds neither"),
        ({"before": [1]}, "holds neither"),
        ({"before": [1], "after": [2], "items": []}, "holds neither"),
        ({"before": [1], "after": [1, 2]}, '"before" has 1 values and "after" has 2'),
        ({"before": 3, "after": [3]}, '"before" is not a list'),
        ({"before": [True], "after": [1]}, "value 1 of "),
        ({"before": ["4"], "after": [1]}, "is not a number"),
        (b'{"before": [NaN], "after": [1]}', "NaN is not a number"),
        (b'{"before": [1], "after": [1e999]}', "is too large"),
        (b'{"before": [1], "after": [' + b"9" * 5000 + b"]}", "digits"),
        ({"items": [[1, 2], [1]]}, "differ in length"),
        ({"items": [1]}, 'row 1 of "items" is not a list'),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(tmp_path, capsys, content, why):
    status, said, refusal = _answer(tmp_path, capsys, content)

    assert (status, said) == (2, "")
    assert why in refusal
    assert refusal.count("\n") == 1


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main([str(tmp_path / "nothing.json")]) == 2
    assert main([str(tmp_path)]) == 2
    assert "nothing.json" in capsys.readouterr().err
