"""Numbers of results as pages write them: rounded, with a real minus, and never causal."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.statistics.shown import BANDS, NUMBERS
from instruments.bank import dimensions
from instruments.kinds import Informant, Occasion
from instruments.queries import WEAK
from mentoring.ui.formats import group_thousands, percent, signed

LABELS = dimensions
TO = " – "


def dimension_label(key):
    """What a scale is called."""
    return LABELS().get(key, key)


def number(value, decimals=2):
    return "–" if value is None else group_thousands(value, decimals)


def band(ends):
    """``3–6`` of a band's two ends."""
    low, high = ends
    return f"{low}–{high}"


def about_level(data):
    """A level in a few characters: exact from ten people on, in halves below."""
    if data["as"] == NUMBERS:
        return number(data["mean"])
    return _("about %(level)s") % {"level": number(data["level"], 1)} if data["n"] else "–"


@dataclass(frozen=True)
class Rate:
    """How many of one informant were asked on one occasion, and how many answered."""

    occasion: str
    informant: str
    asked: int
    sent: int

    @property
    def label(self):
        return Occasion(self.occasion).label

    @property
    def who(self):
        return Informant(self.informant).label

    @property
    def share(self):
        return percent(self.sent, self.asked)

    @property
    def is_weak(self):
        return self.asked > 0 and self.sent < WEAK * self.asked


@dataclass(frozen=True)
class Level:
    """One scale on one occasion."""

    occasion: str
    data: dict

    @property
    def label(self):
        return Occasion(self.occasion).label

    @property
    def n(self):
        return self.data["n"]

    @property
    def words(self):
        return about_level(self.data)

    @property
    def mean(self):
        return self.data.get("mean")

    @property
    def spread(self):
        return number(self.data.get("sd"))

    @property
    def interval(self):
        return interval(self.data.get("ci95"))

    @property
    def alpha(self):
        return number(self.data.get("alpha"))

    @property
    def items(self):
        return self.data["items"]


@dataclass(frozen=True)
class Change:
    """One scale from one occasion to another, of the same people on the same items."""

    name: str
    data: dict

    @property
    def label(self):
        before, after = self.name.split(":")
        return _("%(before)s to %(after)s") % {
            "before": Occasion(before).label,
            "after": Occasion(after).label,
        }

    @property
    def n(self):
        return self.data["n"]

    @property
    def is_exact(self):
        return self.data["as"] == NUMBERS

    @property
    def is_banded(self):
        return self.data["as"] == BANDS

    @property
    def before(self):
        return number(self.data["mean_before"]) if self.is_exact else self._half("level_before")

    @property
    def after(self):
        return number(self.data["mean_after"]) if self.is_exact else self._half("level_after")

    def _half(self, name):
        return _("about %(level)s") % {"level": number(self.data[name], 1)} if self.n else "–"

    @property
    def mean(self):
        return signed(self.data["mean_change"], 2)

    @property
    def spread(self):
        return number(self.data["sd_change"])

    @property
    def interval(self):
        return interval(self.data["ci95"], signed)

    @property
    def standardized(self):
        value = self.data["standardized_change"]
        return "–" if value is None else signed(value, 2)

    @property
    def bands(self):
        """How many improved, stayed and went down, as bands."""
        return _("%(improved)s up, %(same)s the same, %(worse)s down") % {
            name: band(self.data[name]) for name in ("improved", "same", "worse")
        }


def interval(ends, write=group_thousands):
    """``+0.21 – +0.63``; a dash where there is none."""
    return TO.join(write(end, 2) for end in ends) if ends else "–"
