"""What a profile still lacks: what matching cannot do without, then what makes a match better."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from participants.profiles.profile import NEEDED_FOR_MATCHING
from participants.roles import Side


@dataclass(frozen=True)
class Want:
    """One thing to fill in: its column, and what to do in the words of the person."""

    column: str
    words: str
    is_needed: bool = False


_WANTS = {
    "needs": _("Add your two most important needs"),
    "offers": _("Add what you can teach from experience"),
    "languages": _("Say which languages you can hold a conversation in"),
    "time_zone": _("Say in which time zone you are"),
    "capacity": _("Say how many mentees you have time for"),
    "transition_wanted": _("Say which step is ahead of you"),
    "transitions_lived": _("Say which steps you have walked"),
    "story": _("Tell your story in a few sentences"),
    "ways_of_working": _("Say how you like to work"),
    "hours_from": _("Mark the hours in which you can meet"),
    "level": _("Say what your position is"),
    "years_experience": _("Say how many years you have worked"),
    "title": _("Write your title"),
}
_ONLY = {
    Side.MENTEE: {"needs", "transition_wanted"},
    Side.MENTOR: {"offers", "transitions_lived", "capacity"},
}
_TO_MATCH = {side: {*names} for side, names in NEEDED_FOR_MATCHING.items()}
_TO_MATCH[Side.MENTOR] |= {"capacity"}


@dataclass(frozen=True)
class Completeness:
    """How much of a profile is there; ``missing`` has what matching needs first."""

    done: int
    total: int
    missing: tuple[Want, ...]

    @property
    def needed(self):
        return tuple(want for want in self.missing if want.is_needed)

    @property
    def wanted(self):
        return tuple(want for want in self.missing if not want.is_needed)

    @property
    def next(self):
        return self.missing[0] if self.missing else None

    @property
    def is_ready(self):
        """Nothing is missing that matching cannot do without."""
        return not self.needed

    @property
    def percent(self):
        return 100 * self.done // self.total


def wants(side):
    """Every ``Want`` of a side, the needed ones first."""
    other = _ONLY[Side.MENTOR if side == Side.MENTEE else Side.MENTEE]
    found = [
        Want(name, words, name in _TO_MATCH[side])
        for name, words in _WANTS.items()
        if name not in other
    ]
    return sorted(found, key=lambda want: not want.is_needed)


def completeness(side, values):
    """The ``Completeness`` of stored values."""
    everything = wants(side)
    missing = tuple(want for want in everything if _is_empty(want.column, values))
    return Completeness(len(everything) - len(missing), len(everything), missing)


def first_words(column):
    """What to do about a missing column."""
    return _WANTS[column]


def _is_empty(column, values):
    value = values[column]
    if column == "ways_of_working":
        return "-" in value
    return value in ("", None, (), 0) and not (column == "years_experience" and value == 0)
