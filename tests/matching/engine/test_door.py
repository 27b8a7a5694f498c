"""The door for outsiders: one file in, one object out, and one line for what is wrong with it."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from matching.engine.door import main

ROOT = Path(__file__).parents[3]


@pytest.fixture
def solve(tmp_path, capsys):
    """The exit status, standard output and standard error of solving some text."""

    def solve(text, *options):
        file = tmp_path / "instance.json"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = main(["solve", str(file), *options])
        said = capsys.readouterr()
        return status, said.out, said.err

    return solve


@pytest.fixture
def answer(solve):
    """The object that is printed for an instance without a fault."""

    def answer(instance, *options):
        status, out, err = solve(json.dumps(instance), *options)
        assert (status, err) == (0, "")
        return json.loads(out)

    return answer


def large(mentees, mentors, seed=1):
    rng = random.Random(seed)
    return {
        "scores": [
            [rng.choice([None, rng.randint(0, 10_000)]) for _ in range(mentors)]
            for _ in range(mentees)
        ],
        "capacity": [rng.randint(0, 2) for _ in range(mentors)],
        "previous": [[i, rng.randrange(mentors)] for i in range(mentees)],
        "floor": "best",
    }


def test_it_runs_without_a_database_or_any_setting(tmp_path):
    file = tmp_path / "instance.json"
    file.write_text('{"scores": [[7, 9]], "capacity": [1, 1]}')

    done = subprocess.run(
        [sys.executable, "-m", "matching.engine", "solve", str(file), "--regret"],
        cwd=ROOT,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == {
        "pairs": [[0, 1]],
        "matched": 1,
        "total": 9,
        "worst": 9,
        "floor": None,
        "kept": 0,
        "certificate": True,
        "unmatched": [],
        "regret": [[[0, 2], [0, 0]]],
        "one_more": [[0, 0], [0, 0]],
    }
    assert done.stderr == ""


def test_the_same_file_gives_the_same_bytes(solve):
    text = json.dumps(large(60, 40))

    assert solve(text, "--regret") == solve(text, "--regret")


NOBODY = {"mentee": 0, "reason": "no_possible_mentor"}


@pytest.mark.parametrize(
    ("instance", "unmatched"),
    [
        ({"scores": [], "capacity": []}, []),
        ({"scores": [], "capacity": [1, 0]}, []),
        ({"scores": [[]], "capacity": []}, [NOBODY]),
        ({"scores": [[None, None]], "capacity": [1, 1]}, [NOBODY]),
        ({"scores": [[5]], "capacity": [1], "vetoes": [[0, 0], [0, 0]]}, [NOBODY]),
        (
            {"scores": [[5]], "capacity": [0]},
            [{"mentee": 0, "reason": "places_taken", "mentees": [0], "mentors": [0]}],
        ),
    ],
)
def test_nobody_to_match_is_an_answer(answer, instance, unmatched):
    for floor in (None, 0, 10_000, "best"):
        said = answer(instance | {"floor": floor}, "--regret")

        assert (said["pairs"], said["matched"], said["total"], said["worst"]) == ([], 0, 0, None)
        assert said["floor"] == (10_000 if floor == "best" else floor)
        assert said["certificate"] is True
        assert said["unmatched"] == unmatched
        assert len(said["regret"]) == len(instance["scores"])
        assert len(said["one_more"]) == len(instance["capacity"])


def test_capacity_may_be_larger_than_any_number_of_the_machine(answer):
    said = answer({"scores": [[3], [4]], "capacity": [10**30]}, "--regret")

    assert (said["matched"], said["total"], said["one_more"]) == (2, 7, [[0, 0]])


def test_a_pin_holds_below_the_floor_and_the_floor_is_for_the_others(answer):
    instance = {"scores": [[1, 8], [9, 7]], "capacity": [1, 1], "pins": [[0, 0]], "floor": "best"}

    said = answer(instance)

    assert said["pairs"] == [[0, 0], [1, 1]]
    assert (said["worst"], said["floor"]) == (1, 7)


def test_a_floor_never_costs_a_match(answer):
    instance = {"scores": [[8, 2], [9, None]], "capacity": [1, 1], "floor": 5}

    said = answer(instance)

    assert (said["matched"], said["floor"], said["worst"]) == (2, 2, 2)


def test_regret_is_told_beside_the_optimum_without_floor(answer):
    """The floor takes 9 points away; the pairs it avoids are no loss then."""
    instance = {"scores": [[20, 10], [10, 1]], "capacity": [1, 1], "floor": "best"}

    said = answer(instance, "--regret")

    assert (said["total"], said["floor"]) == (20, 10)
    assert said["regret"] == [[[0, 0], [0, 1]], [[0, 1], [0, 0]]]


def test_points_can_be_won_where_a_match_is_lost(answer):
    instance = {"scores": [[9, 0], [9, None]], "capacity": [1, 1]}

    said = answer(instance, "--regret")

    assert said["regret"] == [[[1, 0], [0, 0]], [[0, 0], None]]
    assert answer({"scores": [[9, 0], [0, None]], "capacity": [1, 0]}, "--regret")["one_more"] == [
        [1, 0],
        [1, -9],
    ]


def test_regret_of_the_pinned_is_empty_but_at_their_pin(answer):
    instance = {"scores": [[1, 8], [9, 7]], "capacity": [1, 1], "pins": [[0, 0]]}

    assert answer(instance, "--regret")["regret"] == [[[0, 0], None], [None, [0, 0]]]


def test_two_thousand_by_two_thousand_is_answered_and_proven(answer):
    said = answer(large(2_000, 2_000))

    assert said["certificate"] is True
    assert said["matched"] + len(said["unmatched"]) == 2_000
    assert said["worst"] >= said["floor"] > 9_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_does_no_harm(solve, encoding):
    status, out, _ = solve('{"scores": [[5]], "capacity": [1]}'.encode(encoding))

    assert (status, json.loads(out)["total"]) == (0, 5)


def test_whole_numbers_may_be_written_with_a_point(answer):
    said = answer({"scores": [[5.0]], "capacity": [1.0], "floor": 2.0, "pins": [[0.0, 0]]})

    assert (said["total"], said["floor"]) == (5, 2)


def test_keys_without_a_meaning_are_said_and_do_nothing(solve):
    status, out, err = solve(
        '{"scores": [[5]], "capacity": [1], "vetos": [[0, 0]], "line\\nbreak": 1}'
    )

    assert (status, json.loads(out)["matched"]) == (0, 1)
    assert err.count("\n") == 1
    assert '"vetos"' in err


def test_of_many_keys_without_a_meaning_a_few_are_said(solve):
    keys = "".join(f', "{at:0>999}": 1' for at in range(999))
    status, _, err = solve('{"scores": [[5]], "capacity": [1]' + keys + "}")

    assert status == 0
    assert "and 994 more" in err
    assert (err.count("\n"), len(err) < 500) == (1, True)


def instance(**changes):
    return json.dumps({"scores": [[5, 6], [7, None]], "capacity": [1, 1]} | changes)


FAULTS = {
    "": "not JSON",
    "{": "not JSON",
    "[" * 100_000: "nested too deeply",
    "[]": "not an object",
    "null": "not an object",
    "{}": "scores is missing",
    '{"scores": []}': "capacity is missing",
    '{"scores": [[NaN]], "capacity": [1]}': "NaN is not a number",
    '{"scores": [[-Infinity]], "capacity": [1]}': "Infinity is not a number",
    '{"scores": [[1e999]], "capacity": [1]}': "scores[0][0]",
    '{"scores": [], "scores": [], "capacity": []}': '"scores" is given 2 times',
    '{"scores": [[%s]], "capacity": [1]}' % ("9" * 9_999): "not JSON",
    instance(scores=5): "scores is 5: not a list",
    instance(scores=[5, 6]): "scores[0] is 5: not a list",
    instance(scores=[[5, 6], [7]]): "scores[1] has 1 scores for 2 capacities",
    instance(scores=[[5, 6], [7, 8, 9]]): "scores[1] has 3 scores for 2 capacities",
    instance(scores=[[5, 6], [7, 10_001]]): "scores[1][1] is 10001: not from 0 to 10000",
    instance(scores=[[5, 6], [-1, 5]]): "scores[1][0] is -1: not from 0 to 10000",
    instance(scores=[[5, 6], [7, 10**300]]): "scores[1][1] is 1000",
    instance(scores=[[5, 6], [7, 0.5]]): "scores[1][1] is 0.5: not a whole number",
    instance(scores=[[5, 6], [7, True]]): "scores[1][1] is true: not a whole number",
    instance(scores=[[5, 6], [7, "8"]]): 'scores[1][1] is "8": not a whole number',
    instance(scores=[[5, 6], [7, "a\nb\u2028c"]]): "not a whole number",
    instance(capacity=[1]): "scores[0] has 2 scores for 1 capacities",
    instance(capacity=None): "capacity is null: not a list",
    instance(capacity=[1, -1]): "capacity[1] is -1: not from 0",
    instance(capacity=[1, False]): "capacity[1] is false: not a whole number",
    instance(capacity=[1, None]): "capacity[1] is null: not a whole number",
    instance(floor=10_001): "floor is 10001",
    instance(floor=-1): "floor is -1",
    instance(floor=0.5): "floor is 0.5: not a whole number",
    instance(floor="worst"): 'floor is "worst"',
    instance(floor=True): "floor is true",
    instance(pins=[[0, 0, 1]]): "pins[0] is [0, 0, 1]: not [mentee, mentor]",
    instance(pins={"0": 1}): "pins is {",
    instance(pins=[[0, 2]]): "pins[0]: there is no mentor 2",
    instance(vetoes=[[2, 0]]): "vetoes[0]: there is no mentee 2",
    instance(previous=[[-1, 0]]): "the mentee of previous[0] is -1",
    instance(vetoes=[[0, "0"]]): "the mentor of vetoes[0]",
    instance(previous=None): "previous is null: not a list",
    instance(pins=[[1, 1]]): "pins[0]: mentee 1 and mentor 1 are impossible",
    instance(pins=[[0, 1]], vetoes=[[0, 1]]): "pins[0]: mentee 0 and mentor 1 are vetoed",
    instance(pins=[[0, 0], [1, 0]]): "pins[1]: mentor 0 has 1 places",
    instance(pins=[[0, 0]], capacity=[0, 1]): "pins[0]: mentor 0 has 0 places",
    instance(pins=[[0, 0], [0, 1]]): "pins[1]: mentee 0 is pinned in pins[0] already",
    '{"scores": ' + "[" * 90_000 + "]" * 90_000 + "}": "nested too deeply",
    '{"scores": [[5]], "capacity": [1], "floor": 1e400}': "floor is Infinity",
    '{"scores": [[5]], "capacity": [-1e400]}': "capacity[0] is -Infinity",
    '{"scores": [[5, {"a": 1, "a": 2}]], "capacity": [1, 1]}': '"a" is given 2 times',
    instance(pins=[[False, 0]]): "the mentee of pins[0] is false",
    instance(pins=[[10**4000, 0]]): "pins[0]: there is no mentee 1000",
    '{"scores": [], "capacity": [%s]}' % ("1," * 30_000 + "1"): "30001 mentors are too many",
    '{"scores": [%s], "capacity": []}' % ("[]," * 10**5 + "[]"): "100001 mentees and 0 mentors",
}


@pytest.mark.parametrize(("text", "fault"), FAULTS.items(), ids=FAULTS.values())
def test_a_fault_is_named_on_one_line(solve, text, fault):
    status, out, err = solve(text)

    assert (status, out) == (2, "")
    assert fault in err
    assert len(err.splitlines()) == 1
    assert len(err) < 300


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\xfd", b"\x00" * 9, b"PK\x03\x04", b'{"scores": "\xff"}']
)
def test_what_is_not_text_is_a_fault(solve, data):
    status, out, err = solve(data)

    assert (status, out, len(err.splitlines())) == (2, "", 1)


def test_a_file_of_two_hundred_megabytes_is_read_or_refused(solve):
    status, out, err = solve(b'{"scores": "' + b"x" * 200_000_000 + b'", "capacity": [1]}')

    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert "scores is" in err


def test_more_than_the_memory_holds_is_refused(solve, monkeypatch):
    def exhausted(*_):
        raise MemoryError

    monkeypatch.setattr("matching.engine.door.optimum", exhausted)
    status, out, err = solve('{"scores": [[5]], "capacity": [1]}')

    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert "too large for the memory" in err


@pytest.mark.parametrize("places", [8, 9, 400, 10**300])
def test_mentors_who_take_everybody_are_not_a_column_a_place(answer, places):
    """The best mentor takes as many as they can; the rest go to the next."""
    mentees = 400
    scores = [[9_000 - 10 * k for k in range(40)] for _ in range(mentees)]
    said = answer({"scores": scores, "capacity": [places] * 40})

    held = min(places, mentees)
    full, rest = divmod(mentees, held)
    best = sum(held * scores[0][k] for k in range(min(full, 40)))
    best += rest * scores[0][full] if full < 40 else 0
    assert (said["total"], said["certificate"]) == (best, True)


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path, capsys):
    for path in (tmp_path, tmp_path / "missing.json"):
        assert main(["solve", str(path)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["solve"], ["pair", "x.json"], ["solve", "x", "--more"]])
def test_a_wrong_command_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)

    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err
