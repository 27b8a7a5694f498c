"""The door in files: what it prints, and that it refuses clearly."""

import json
import random
import subprocess
import sys

import pytest

from reports.release import Cell, release
from reports.release.door import REFUSED, answer, main
from tests.guards import source
from tests.reports.release.attacker import quarters


def _period(*cells):
    return {"cells": [{"id": id, "members": list(members)} for id, members in cells]}


QUARTERS = {
    "k": 5,
    "known": ["z"],
    "periods": [
        _period(("all", "abcdefghijz"), ("left", "abcdez"), ("right", "fghij"), ("none", "")),
        _period(("all", "abcdefghiz"), ("new", ["v", "w", "x", "y", "u"]), ("left", "abcdez")),
    ],
}
PUBLISHED = {"periods": [["all", "left", "right"], ["new", "left"]]}


def test_the_last_line_tells_what_may_be_published(tmp_path):
    file = tmp_path / "sets.json"
    file.write_text(json.dumps(QUARTERS))

    done = subprocess.run(
        [sys.executable, "-m", "reports.release", str(file)],
        capture_output=True,
        text=True,
        cwd=source.ROOT,
        env={"PATH": "/usr/bin:/bin"},
        check=True,
    )

    assert json.loads(done.stdout.splitlines()[-1]) == PUBLISHED


@pytest.mark.parametrize("seed", range(12))
def test_one_growing_ledger_says_what_a_release_of_each_period_says(seed):
    chance = random.Random(seed)
    periods = quarters(chance, people=chance.choice((12, 24)), periods=4)
    k, known = chance.choice((3, 4, 5)), frozenset(range(seed % 3))
    raw = {"k": k, "known": sorted(known)}
    raw["periods"] = [_period(*((id, sorted(some)) for id, some in cells)) for cells in periods]

    history, expected = [], []
    for cells in periods:
        expected.append(release([Cell(*one) for one in cells], history, k=k, known=known))
        history += [dict(cells)[one] for one in expected[-1]]

    assert answer(raw) == {"periods": expected}


def test_later_periods_decide_nothing():
    first = {**QUARTERS, "periods": QUARTERS["periods"][:1]}

    assert answer(first)["periods"] == PUBLISHED["periods"][:1]
    assert answer({"periods": []}) == {"periods": []}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Expecting value"),
        ("[]", "not an object"),
        ("{}", "no list periods"),
        ('{"k": true, "periods": []}', "k is not"),
        ('{"k": 0, "periods": []}', "k is not"),
        ('{"k": 5.5, "periods": []}', "k is not"),
        ('{"known": "ab", "periods": []}', "known is not a list"),
        ('{"known": [[1]], "periods": []}', "known has something"),
        ('{"periods": [7]}', "periods[0] is not an object"),
        ('{"periods": [{"cells": [{"id": 1, "members": []}]}]}', "cells[0].id"),
        ('{"periods": [{"cells": [{"id": "a"}]}]}', "no list members"),
        ('{"periods": [{"cells": [{"id": "a", "members": [1.5]}]}]}', "members has something"),
        (
            '{"periods": [{"cells": [{"id": "a", "members": []}, {"id": "a", "members": []}]}]}',
            "earlier cell",
        ),
        ('{"periods": [], "periods": []}', "twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"periods": [' + "1" * 5000 + "]}", "digits"),
    ],
)
def test_a_bad_file_is_refused_in_one_clear_line(tmp_path, capsys, text, told):
    file = tmp_path / "sets.json"
    file.write_text(text)

    assert main([str(file)]) == REFUSED
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 1


def test_what_is_no_text_or_no_file_is_refused(tmp_path, capsys):
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")

    assert main([str(tmp_path / "bytes.json")]) == REFUSED
    assert main([str(tmp_path / "missing.json")]) == REFUSED
    assert main([str(tmp_path)]) == REFUSED
    assert len(capsys.readouterr().err.splitlines()) == 3
