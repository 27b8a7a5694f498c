"""The industry classification (NAICS 2022): titles of codes, search, and the nearest known code."""

import csv
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

REGISTRY = Path(__file__).parent / "data" / "naics_2022.csv"
# At two digits some sectors span several numbers.
SECTORS = {
    **dict.fromkeys(("31", "32", "33"), "31–33"),
    **dict.fromkeys(("44", "45"), "44–45"),
    **dict.fromkeys(("48", "49"), "48–49"),
}
FOUND = 12


@dataclass(frozen=True)
class Industry:
    """One line of the classification; ``code`` has two digits (a sector) to six."""

    code: str
    title: str

    @property
    def label(self):
        """`3116 Animal Slaughtering and Processing`; a sector with all of its numbers."""
        return f"{SECTORS.get(self.code, self.code)} {self.title}"


@functools.cache
def registry():
    """``{code: Industry}`` of the whole classification."""
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Industry(row["code"], row["title"]) for row in csv.DictReader(file)}


def industry(code):
    """The industry with this code; one that the classification lost has its code as title."""
    return registry().get(code) or Industry(code, "")


def split_codes(text):
    """The codes in a text: `311511; 5221`, in the order they stand, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[\s;,|]+", text) if part))


def nearest(code):
    """The known industry that is closest to an unknown code, or None.

    The one that shares most leading digits; among those the numerically closest.
    """
    digits = "".join(character for character in code if character in "0123456789")[:6]
    for length in range(len(digits), 1, -1):
        relatives = [known for known in registry() if known.startswith(digits[:length])]
        if relatives:
            return registry()[min(relatives, key=lambda known: _distance(known, digits))]
    return None


def search(text, limit=FOUND):
    """Industries whose code starts with ``text`` or whose title has all its words, best first."""
    words = _words(text)
    if not words:
        return []
    if len(words) == 1 and words[0].isdigit():
        return [found for code, found in registry().items() if code.startswith(words[0])][:limit]
    hits = [found for code, found in registry().items() if _has_all(_titles()[code], words)]
    return sorted(hits, key=lambda found: (_rank(found, words), len(found.title), found.code))[
        :limit
    ]


def _distance(known, digits):
    return abs(len(known) - len(digits)), abs(int(known.ljust(6, "0")) - int(digits.ljust(6, "0")))


@functools.cache
def _titles():
    return {code: _words(found.title) for code, found in registry().items()}


def _words(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.findall(r"[a-z0-9]+", plain)


def _has_all(title, words):
    return all(any(word.startswith(wanted) for word in title) for wanted in words)


def _rank(found, words):
    """Titles that begin with what was asked for come first."""
    return 0 if _titles()[found.code][0].startswith(words[0]) else 1
