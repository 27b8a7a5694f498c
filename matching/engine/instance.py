"""A matching problem written by anybody, as one JSON object, read without trusting a word of it.

``scores``: n lists of m whole numbers 0…10000, null = impossible. ``capacity``: m whole numbers
from 0. Optional: ``pins``, ``vetoes`` and ``previous``, lists of [mentee, mentor] counted from 0;
``floor``, null, a whole number 0…10000, or "best".
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.engine.problem import Flags, Ints, Scores
from matching.engine.scoring import MAX_SCORE

Place = tuple[int, int]

KEYS = ("scores", "capacity", "pins", "vetoes", "previous", "floor")
BEST = "best"
LONGEST = 40
FEW_KEYS = 5
MOST_MENTEES = 10**5
MOST_CELLS = 4 * 10**8  # of a table between people; each takes eight bytes, several times


class Malformed(ValueError):
    """The file is no matching problem, or contradicts itself; the message names the fault."""


@dataclass(frozen=True, eq=False)
class Instance:
    """What the file says. ``possible`` (n, m) is False for null and vetoed; the score is then 0.

    ``floor`` is None or ``BEST`` if the file says so. ``unknown`` are keys without a meaning, as
    they can be shown.
    """

    scores: Scores
    possible: Flags
    capacity: Ints
    pins: tuple[Place, ...]
    previous: tuple[Place, ...]
    floor: int | str | None
    unknown: tuple[str, ...]


def read(data: bytes) -> Instance:
    """The instance in these bytes of JSON. Raises Malformed."""
    content = _parsed(data)
    for key in ("scores", "capacity"):
        if key not in content:
            raise Malformed(f"{key} is missing")
    capacity = [
        _whole(places, f"capacity[{k}]", least=0)
        for k, places in enumerate(_list(content["capacity"], "capacity"))
    ]
    rows = _list(content["scores"], "scores")
    mentees, mentors = len(rows), len(capacity)
    _check_size(mentees, mentors)
    scores = np.array([_row(row, i, mentors) for i, row in enumerate(rows)], np.int32)
    scores = scores.reshape(mentees, mentors)
    pairs = {key: _pairs(content, key, mentees, mentors) for key in ("pins", "vetoes", "previous")}
    vetoed = np.zeros(scores.shape, bool)
    for i, k in pairs["vetoes"]:
        vetoed[i, k] = True
    _check_pins(pairs["pins"], scores < 0, vetoed, capacity)
    return Instance(
        scores=np.where(scores < 0, 0, scores),
        possible=(scores >= 0) & ~vetoed,
        # More places than mentees mean nothing more, and need not fit into any number.
        capacity=np.array([min(places, mentees) for places in capacity], np.int64),
        pins=pairs["pins"],
        previous=pairs["previous"],
        floor=_floor(content.get("floor")),
        unknown=_unknown([key for key in content if key not in KEYS]),
    )


def _check_size(mentees: int, mentors: int) -> None:
    cells = mentors * max(mentees, mentors)
    if mentees > MOST_MENTEES or cells > MOST_CELLS:
        raise Malformed(f"{mentees} mentees and {mentors} mentors are too many to solve")


def _unknown(keys: Sequence[str]) -> tuple[str, ...]:
    more = (f"and {len(keys) - FEW_KEYS} more",) if len(keys) > FEW_KEYS else ()
    return (*map(_shown, keys[:FEW_KEYS]), *more)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data, parse_constant=_no_number, object_pairs_hook=_once)
    except Malformed:
        raise
    except RecursionError:
        raise Malformed("nested too deeply") from None
    except ValueError as error:
        raise Malformed(f"not JSON: {error}") from None
    if not isinstance(content, dict):
        raise Malformed("not an object with scores and capacity")
    return content


def _no_number(name: str) -> None:
    raise Malformed(f"{name} is not a number in JSON")


def _once(items: list[tuple[str, Any]]) -> dict[str, Any]:
    counts = Counter(key for key, _ in items)
    for key, count in counts.items():
        if count > 1:
            raise Malformed(f"{_shown(key)} is given {count} times")
    return dict(items)


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(f"{name} is {_shown(value)}: not a list")
    return value


def _whole(value: Any, name: str, *, least: int, most: int | None = None) -> int:
    """A whole number in range; 5.0 is one, and neither true nor "5"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed(f"{name} is {_shown(value)}: not a whole number")
    if value < least or (most is not None and value > most):
        reach = f"from {least} to {most}" if most is not None else f"from {least}"
        raise Malformed(f"{name} is {_shown(value)}: not {reach}")
    return value


def _row(row: Any, i: int, mentors: int) -> list[int]:
    """Scores of one mentee, -1 for null."""
    name = f"scores[{i}]"
    if len(_list(row, name)) != mentors:
        raise Malformed(f"{name} has {len(row)} scores for {mentors} capacities")
    given = [score for score in row if score is not None]
    plain = set(map(type, given)) <= {int}
    if plain and 0 <= min(given, default=0) <= max(given, default=0) <= MAX_SCORE:
        return [-1 if score is None else score for score in row]
    return [
        -1 if score is None else _whole(score, f"{name}[{k}]", least=0, most=MAX_SCORE)
        for k, score in enumerate(row)
    ]


def _pairs(content: dict[str, Any], key: str, mentees: int, mentors: int) -> tuple[Place, ...]:
    """Pairs in the order of the file; an absent list is an empty one."""
    found = []
    for at, pair in enumerate(_list(content.get(key, []), key)):
        name = f"{key}[{at}]"
        if len(_list(pair, name)) != 2:
            raise Malformed(f"{name} is {_shown(pair)}: not [mentee, mentor]")
        mentee = _whole(pair[0], f"the mentee of {name}", least=0)
        mentor = _whole(pair[1], f"the mentor of {name}", least=0)
        if mentee >= mentees or mentor >= mentors:
            who = f"mentee {_shown(mentee)}" if mentee >= mentees else f"mentor {_shown(mentor)}"
            raise Malformed(f"{name}: there is no {who}")
        found.append((mentee, mentor))
    return tuple(found)


def _floor(value: Any) -> int | str | None:
    if value is None or value == BEST:
        return value
    if isinstance(value, str):
        raise Malformed(f'floor is {_shown(value)}: neither null, a number nor "{BEST}"')
    return _whole(value, "floor", least=0, most=MAX_SCORE)


def _check_pins(
    pins: Sequence[Place], impossible: Flags, vetoed: Flags, capacity: Sequence[int]
) -> None:
    pinned: dict[int, int] = {}
    load: Counter[int] = Counter()
    for at, (i, k) in enumerate(pins):
        if impossible[i, k]:
            raise Malformed(f"pins[{at}]: mentee {i} and mentor {k} are impossible, null in scores")
        if vetoed[i, k]:
            raise Malformed(f"pins[{at}]: mentee {i} and mentor {k} are vetoed")
        if i in pinned:
            raise Malformed(f"pins[{at}]: mentee {i} is pinned in pins[{pinned[i]}] already")
        pinned[i] = at
        load[k] += 1
        if load[k] > capacity[k]:
            raise Malformed(f"pins[{at}]: mentor {k} has {capacity[k]} places, fewer than pins")


def _shown(value: Any) -> str:
    """The value on one line, cut short."""
    try:
        text = json.dumps(value)
    except ValueError:
        return "a number of thousands of digits"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
