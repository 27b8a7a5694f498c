"""The shipped questions: a data file, read once."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from instruments.kinds import EVERY_TIME, Kind

ITEMS = Path(__file__).parent / "data" / "items.toml"


@dataclass(frozen=True)
class Question:
    """One shipped question as one informant reads it."""

    key: str
    text: str
    kind: str
    help: str = ""
    dimension: str = ""
    low: str = ""
    high: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    unsure: bool = False
    required: bool = True
    reversed: bool = False


@dataclass(frozen=True)
class Page:
    """The questions of one section."""

    key: str
    title: str
    questions: tuple[Question, ...]


@functools.cache
def _read():
    return tomllib.loads(ITEMS.read_text(encoding="utf-8"))


def dimensions():
    """``{key: label}`` of what the questions measure, in the order of the file."""
    return {key: one["label"] for key, one in _read()["dimensions"].items()}


@functools.cache
def pages(informant, occasion):
    """``(Page, …)`` that this informant is asked on this occasion; none where nothing is."""
    found = []
    for section in _read()["sections"]:
        asked = [item for item in section["items"] if _is_asked(item, informant, occasion)]
        questions = tuple(_question(item, informant) for item in asked)
        if questions:
            found.append(Page(section["key"], section[informant], questions))
    return tuple(found)


def _is_asked(item, informant, occasion):
    asked = item.get("asked", EVERY_TIME)
    if isinstance(asked, dict):
        asked = asked.get(informant, ())
    return informant in item and occasion in asked


def _question(item, informant):
    facts = {**_read()["scales"].get(item.get("scale"), {}), **item}
    names = ("help", "dimension", "low", "high", "least", "most", "unsure", "required", "reversed")
    return Question(
        key=item["key"],
        text=item[informant],
        kind=Kind(facts["kind"]),
        choices=tuple((code, label) for code, label in facts.get("choices", ())),
        **{name: facts[name] for name in names if name in facts},
    )
