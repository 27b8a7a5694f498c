"""The shipped questions: a data file, read once."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from instruments.kinds import EVERY_TIME, STEPS, Informant, Kind, Occasion

SECONDS = {"text": 40, "multiple": 20, "number": 15}  # the others take eight
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
        questions = tuple(_question(item, informant, occasion) for item in asked)
        if questions:
            found.append(Page(section["key"], section[informant], questions))
    return tuple(found)


def minutes_of(informant, occasion):
    """About how many minutes the shipped questions take."""
    asked = [question for page in pages(informant, occasion) for question in page.questions]
    return max(1, round(sum(SECONDS.get(question.kind, 8) for question in asked) / 60))


def _is_asked(item, informant, occasion):
    if occasion == Occasion.THEN:
        return _is_looked_back_at(item, informant)
    asked = item.get("asked", EVERY_TIME)
    if isinstance(asked, dict):
        asked = asked.get(informant, ())
    return informant in item and occasion in asked


def _is_looked_back_at(item, informant):
    """What mentees rate of themselves each time, as they see the start of their year at its end."""
    facts = {**_read()["scales"].get(item.get("scale"), {}), **item}
    return (
        informant == Informant.MENTEE
        and informant in item
        and ("asked" not in item and facts["kind"] in STEPS)
    )


def _question(item, informant, occasion):
    facts = {**_read()["scales"].get(item.get("scale"), {}), **item}
    if occasion == Occasion.THEN:  # each may be left out
        facts["required"] = False
    names = ("help", "dimension", "low", "high", "least", "most", "unsure", "required", "reversed")
    return Question(
        key=item["key"],
        text=item[informant],
        kind=Kind(facts["kind"]),
        choices=tuple((code, label) for code, label in facts.get("choices", ())),
        **{name: facts[name] for name in names if name in facts},
    )
