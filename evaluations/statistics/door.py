"""The door for outsiders: two lists of values in JSON, their statistics in JSON, no database.

    python -m evaluations.statistics FILE.json

The file is ``{"before": […], "after": […]}``, place by place one person, null for missing. The
answer has n (pairs with both), mean_before, mean_after, mean_change, sd_change, ci95,
standardized_change, and shown, what a coordinator would be shown at that n. Or the file is
``{"items": [[…], …]}``, a row for each person; the answer has alpha and n, the rows that are
complete. Null is what is not defined.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from evaluations.statistics.alpha import alpha
from evaluations.statistics.change import paired
from evaluations.statistics.shown import FIGURES, shown

REFUSED = 2
# What a scale can hold by far; beyond it squares would leave what a float can say.
MOST = 1e100
SHAPES = ({"before", "after"}, {"items"})


class Malformed(Exception):
    """What is wrong with a file, in a sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one file; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.statistics", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", metavar="FILE.json", type=Path)
    path = parser.parse_args(arguments).file
    try:
        said = json.dumps(answer(read(path.read_bytes())), allow_nan=False)
    except MemoryError:
        return _refuse(f"{path}: too large for the memory of this machine")
    except OSError as error:
        return _refuse(f"{path}: {error.strerror or error}")
    except (Malformed, ValueError) as error:
        return _refuse(f"{path}: {error}")
    sys.stdout.write(said + "\n")
    return 0


def read(content: bytes) -> dict[str, Any]:
    """The lists of a file, each value a number or None."""
    try:
        data = json.loads(content, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Malformed("is not in UTF-8") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"is not JSON: {error}") from None
    except RecursionError:
        raise Malformed("is nested too deeply") from None
    if not isinstance(data, dict) or set(data) not in SHAPES:
        raise Malformed('holds neither "before" and "after" nor "items" and nothing else')
    return _items(data["items"]) if "items" in data else _before_and_after(data)


def answer(data: dict[str, Any]) -> dict[str, Any]:
    """The statistics of what ``read`` gave, ready for JSON."""
    if "items" in data:
        found = alpha(data["items"])
        return {"alpha": found.alpha, "n": found.n}
    change = paired(data["before"], data["after"])
    figures = {name: getattr(change, name) for name in FIGURES}
    return {"n": change.n, **figures, "shown": shown(change)}


def _before_and_after(data: dict[str, Any]) -> dict[str, Any]:
    before, after = (_values(data[name], f'"{name}"') for name in ("before", "after"))
    if len(before) != len(after):
        raise Malformed(f'"before" has {len(before)} values and "after" has {len(after)}')
    return {"before": before, "after": after}


def _items(rows: object) -> dict[str, Any]:
    if not isinstance(rows, list):
        raise Malformed('"items" is not a list')
    found = [_values(row, f'row {number} of "items"') for number, row in enumerate(rows, 1)]
    widths = {len(row) for row in found}
    if len(widths) > 1:
        raise Malformed('the rows of "items" differ in length')
    return {"items": found}


def _values(values: object, name: str) -> list[float | None]:
    if not isinstance(values, list):
        raise Malformed(f"{name} is not a list")
    for place, value in enumerate(values, 1):
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Malformed(f"value {place} of {name} is not a number")
        if not -MOST <= value <= MOST:
            raise Malformed(f"value {place} of {name} is too large")
    return [None if value is None else float(value) for value in values]


def _no_number(word: str) -> NoReturn:
    raise Malformed(f"{word} is not a number")


def _refuse(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return REFUSED
