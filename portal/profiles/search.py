"""Finding a competency by what somebody types: its label, its theme, any of its words."""

from dataclasses import dataclass

from participants.profiles.own import listed
from participants.reference import fold

MOST_FOUND, LONGEST_QUERY = 12, 100


@dataclass(frozen=True)
class Found:
    """The competencies that fit ``text``; ``own`` is what could be added in the person's words."""

    text: str
    entries: tuple
    own: str = ""


def find(text, *, without=()):
    """What fits all words of ``text``: in labels first, then in themes, then spelled similarly."""
    text = " ".join(text.replace("\0", "").split())[:LONGEST_QUERY]
    words = fold(text).split()
    if not words:
        return Found("", ())
    names = listed()
    fitting = [entry for entry in names if all(word in _whole(entry) for word in words)]
    fitting.sort(key=lambda entry: (not _in_label(entry, words), entry.label))
    if not fitting:
        fitting = [names.find(label) for label in names.nearest(text)]
    entries = tuple(entry for entry in fitting if entry.code not in without)[:MOST_FOUND]
    return Found(text, entries, own="" if names.find(text) else text)


def _whole(entry):
    return fold(f"{entry.label} {entry.theme}")


def _in_label(entry, words):
    return all(word in fold(entry.label) for word in words)
