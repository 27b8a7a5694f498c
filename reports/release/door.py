"""The door for outsiders: sets of people in JSON, what may be published in JSON, no database.

    python -m reports.release FILE.json

The file holds {"k": 5, "known": [persons], "periods": [{"cells": [{"id": "...", "members":
[persons]}]}]}: periods in order of publication, cells in order of usefulness. Persons are texts or
whole numbers. The last line of the answer is {"periods": [[ids published], ...]}.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reports.release.ledger import Cell, K, Ledger, People, Person

REFUSED = 2
LARGEST = 32 << 20


class Malformed(Exception):
    """The file does not say what it has to; the message says where."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one file; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m reports.release", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", metavar="FILE.json", type=Path)
    path = parser.parse_args(arguments).file
    try:
        said = json.dumps(answer(read(path)))
    except OSError as error:
        return _refuse(f"{path}: {error.strerror or error}")
    except MemoryError:
        return _refuse(f"{path}: too large for the memory of this machine")
    except RecursionError:
        return _refuse(f"{path}: nested too deeply")
    except (Malformed, ValueError) as error:
        return _refuse(f"{path}: {error}")
    sys.stdout.write(said + "\n")
    return 0


def read(path: Path) -> Any:
    """What the file holds. Raises ``Malformed``, ``ValueError`` or ``OSError``."""
    with path.open("rb") as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise Malformed(f"larger than {LARGEST >> 20} MB")
    try:
        return json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error


def answer(raw: Any) -> dict[str, list[list[str]]]:
    """What may be published in each period. Raises ``Malformed``."""
    if not isinstance(raw, dict):
        raise Malformed("not an object with periods")
    k = raw.get("k", K)
    if not _is_whole(k) or k < 1:
        raise Malformed("k is not a whole number from 1 on")
    known = _people(raw.get("known", []), "known")
    ledger = Ledger(known, k, [])
    history: list[People] = []
    published = []
    for cells in _periods(raw):
        ledger.go_on([*history, *(cell.members for cell in cells)])
        said = [cell for cell in cells if ledger.publish(cell.members)]
        history += [cell.members for cell in said]
        published.append([cell.id for cell in said])
    return {"periods": published}


def _periods(raw: dict[str, Any]) -> list[list[Cell]]:
    return [
        _cells(period, f"periods[{at}]") for at, period in enumerate(_list(raw, "periods", "file"))
    ]


def _cells(period: Any, where: str) -> list[Cell]:
    cells: dict[str, Cell] = {}
    for at, raw in enumerate(_list(period, "cells", where)):
        place = f"{where}.cells[{at}]"
        members = _people(_list(raw, "members", place), f"{place}.members")
        id = raw.get("id")
        if not isinstance(id, str):
            raise Malformed(f"{place}.id is not a text")
        if id in cells:
            raise Malformed(f"{place}.id is that of an earlier cell of the period")
        cells[id] = Cell(id, members)
    return list(cells.values())


def _list(raw: Any, key: str, where: str) -> list[Any]:
    if not isinstance(raw, dict):
        raise Malformed(f"{where} is not an object")
    if not isinstance(raw.get(key), list):
        raise Malformed(f"{where} has no list {key}")
    found: list[Any] = raw[key]
    return found


def _people(raw: Any, where: str) -> frozenset[Person]:
    if not isinstance(raw, list):
        raise Malformed(f"{where} is not a list")
    for one in raw:
        if not isinstance(one, str) and not _is_whole(one):
            raise Malformed(f"{where} has something that is no text and no whole number")
    return frozenset(raw)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a name comes twice in an object")
    return found


def _refuse(fault: str) -> int:
    sys.stderr.write(" ".join(fault.split()) + "\n")
    return REFUSED
