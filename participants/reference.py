"""Competencies, transitions, ways of working and languages: read from their files once."""

import csv
import functools
import zoneinfo
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

DATA = Path(__file__).parent / "data"
NEAREST = 3


@dataclass(frozen=True)
class Entry:
    """One thing that can be named by its code or its label."""

    code: str
    label: str
    theme: str = ""


@dataclass(frozen=True)
class Way:
    """One forced choice about how somebody likes to work."""

    position: int
    a: str
    b: str


class Registry:
    """Entries by code, found by code or label in any case.

    ``suggestions`` are the names, ``{name: entry}``, that may be offered for a misspelled one; the
    labels if nothing else is said. ``former`` are names that a thing had before, ``{name: code}``.
    """

    def __init__(self, entries, suggestions=None, former=None):
        self.entries = tuple(entries)
        suggestions = suggestions or {entry.label: entry for entry in self.entries}
        self._by_code = {entry.code: entry for entry in self.entries}
        self._by_name = {fold(entry.code): entry for entry in self.entries}
        self._by_name.update({fold(entry.label): entry for entry in self.entries})
        for name, code in (former or {}).items():
            if code in self._by_code:
                self._by_name.setdefault(fold(name), self._by_code[code])
        self._suggestions = {fold(name): entry for name, entry in suggestions.items()}
        self._nearest = functools.lru_cache(maxsize=2048)(self._look_around)

    def __iter__(self):
        return iter(self.entries)

    def __contains__(self, code):
        return code in self._by_code

    def find(self, text):
        """The entry with this code or label, or None."""
        return self._by_code.get(text) or self._by_name.get(fold(text))

    def label(self, code):
        """The label of a code; a code that is no longer listed stands for itself."""
        entry = self._by_code.get(code)
        return entry.label if entry else code

    def nearest(self, text):
        """Up to three labels that look like ``text``, the nearest first."""
        return self._nearest(fold(text))

    def _look_around(self, folded):
        if folded in self._suggestions:
            return (self._suggestions[folded].label,)
        near = get_close_matches(folded, self._suggestions, n=2 * NEAREST, cutoff=0.6)
        labels = dict.fromkeys(self._suggestions[name].label for name in near)
        return tuple(labels)[:NEAREST]


def fold(text):
    """What two spellings of the same name have in common: case and spaces do not count."""
    return " ".join(text.split()).casefold()


@functools.cache
def competencies():
    """What one can want to learn or offer to teach."""
    return Registry(Entry(row["code"], row["label"], row["theme"]) for row in _rows("competencies"))


@functools.cache
def transitions():
    """The steps of a career that mentees face and mentors have walked."""
    return Registry(Entry(row["code"], row["label"]) for row in _rows("transitions"))


@functools.cache
def languages():
    """Languages by their two-letter code (ISO 639-1) and English name."""
    return Registry(Entry(row["code"], row["label"]) for row in _rows("languages"))


@functools.cache
def time_zones():
    """Time zones by their IANA name; abbreviations such as CET are left out as ambiguous.

    A name that was given up (US/Pacific, Asia/Calcutta) finds the one that took its place.
    """
    former = _former_zones()
    names = sorted(zoneinfo.available_timezones() - set(former))
    zones = [Entry(name, name) for name in names if "/" in name or name == "UTC"]
    # The signs of Etc/GMT+1 read the wrong way round: known, never suggested.
    places = [zone for zone in zones if not zone.code.startswith("Etc/")]
    names = {zone.code.rpartition("/")[2].replace("_", " "): zone for zone in places}
    return Registry(zones, suggestions=names | {zone.code: zone for zone in places}, former=former)


@functools.cache
def _former_zones():
    return {row["old"]: row["now"] for row in _rows("old_time_zones")}


@functools.lru_cache(maxsize=2048)
def zone_today(name):
    """The zone that a stored name means today; empty if no clock is known for it any more."""
    if not name:
        return ""
    name = _former_zones().get(name, name)
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a name at all, or a folder's
        return ""
    return name


@functools.cache
def ways_of_working():
    """The eight forced choices, in order."""
    return tuple(Way(int(row["position"]), row["a"], row["b"]) for row in _rows("ways_of_working"))


def _rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
