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

# Said of any industry, so they narrow nothing down beside another word.
SAID_OF_ANY = {
    "a", "and", "business", "businesses", "companies", "company", "firm", "firms", "for", "group",
    "in", "industries", "industry", "maker", "makers", "of", "producer", "producers", "provider",
    "providers", "sector", "the",
}  # fmt: skip
# Longest first: what remains must be long enough to mean something.
ENDINGS = (
    "ations", "ation", "ances", "eries", "ments", "ance", "ants", "ings", "ists", "ment", "als",
    "ant", "ers", "ery", "ics", "ies", "ing", "ist", "ors", "al", "ed", "er", "es", "ic", "or",
    "e", "s", "y",
)  # fmt: skip
SHORTEST_STEM, LONG = 3, 4


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
    """Industries whose code starts with ``text`` or whose title has all its words, best first.

    A word finds others of its family: `insurers` finds `Insurance`.
    """
    words = list(dict.fromkeys(_words(text)))
    if not words:
        return []
    if len(words) == 1 and words[0].isdigit():
        return [found for code, found in registry().items() if code.startswith(words[0])][:limit]
    wanted = [_wanted(word) for word in words if word not in SAID_OF_ANY]
    wanted = wanted or [_wanted(word) for word in words]
    ranks = {code: _rank(title, wanted) for code, title in _titles().items()}
    hits = [found for code, found in registry().items() if ranks[code] is not None]
    return sorted(hits, key=lambda found: (ranks[found.code], len(found.title), found.code))[:limit]


def _distance(known, digits):
    return abs(len(known) - len(digits)), abs(int(known.ljust(6, "0")) - int(digits.ljust(6, "0")))


@functools.cache
def _titles():
    """``{code: [(word, its stem)]}``."""
    return {
        code: [(word, _stem(word)) for word in _words(found.title)]
        for code, found in registry().items()
    }


def _words(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.findall(r"[a-z0-9]+", plain)


def _wanted(word):
    """``(word, its singular, its stem)``, as ``_distance_of`` compares them."""
    return word, _singular(word), _stem(word)


def _singular(word):
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


def _stem(word):
    """What the words of a family begin with: `bank` of banks, banking and bankers."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _distance_of(known, stem, wanted):
    """0 for the word itself, 1 for one of its family, None for another."""
    typed, singular, wanted_stem = wanted
    if known.startswith(typed) or known == singular:
        return 0
    if len(singular) >= LONG and known.startswith(singular):
        return 0
    if stem == wanted_stem or (len(wanted_stem) > LONG and known.startswith(wanted_stem)):
        return 1
    return None


def _rank(title, wanted):
    """How well a title has all words, smallest first; None when one of them is missing.

    Titles that begin with what was asked for stand before others.
    """
    distances = [
        min((far for pair in title if (far := _distance_of(*pair, word)) is not None), default=None)
        for word in wanted
    ]
    if None in distances:
        return None
    return sum(distances), _distance_of(*title[0], wanted[0]) is None
