"""What the people of a program read of its results: plain words and numbers that freeze.

Of fewer than five people nothing is told; of fewer than ten how many went up or down, in bands, and
no mean. Mentees and mentors stand apart, and nothing says why something changed.
"""

import hashlib
import json

from evaluations.results.wording import Change, band, dimension_label
from evaluations.statistics.shown import BANDS, NUMBERS
from instruments.kinds import Informant, Occasion
from instruments.queries import WEAK
from mentoring.ui.formats import percent

FEWEST = 5
CHANGE = f"{Occasion.BASELINE}:{Occasion.FINAL}"
SIDES = (Informant.MENTEE, Informant.MENTOR)


def compose(program, found, *, words, quotes):
    """The content of a page; ``found`` as ``results.numbers.as_data`` wrote it."""
    return {
        "program": program.name,
        "organization": program.organization.name,
        "words": words,
        "rates": [rate for side in SIDES if (rate := _rate(found, side))],
        "groups": [group for side in SIDES if (group := _group(found, side))],
        "goals": [line for one in found["goals"]["sides"] if (line := _goals(one))],
        "quotes": list(quotes),
    }


def to_json(content):
    """Canonical: the same content is the same text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _rate(found, side):
    rate = found["rates"].get(Occasion.FINAL, {}).get(side)
    if not rate or rate["asked"] < FEWEST:
        return None
    return {
        "who": side.value,
        "share": percent(rate["sent"], rate["asked"]),
        "is_weak": rate["sent"] < WEAK * rate["asked"],
    }


def _group(found, side):
    scales = [one for one in found["scales"] if one["informant"] == side]
    lines = [line for one in scales if (line := _line(one))]
    return {"who": side.value, "lines": lines} if lines else None


def _line(scale):
    data = scale["changes"].get(CHANGE)
    if data is None or data["n"] < FEWEST or data["as"] not in (NUMBERS, BANDS):
        return None
    change = Change(CHANGE, data)
    return {
        "label": str(dimension_label(scale["dimension"])),
        "n": change.n,
        "before": change.before if change.is_exact else "",
        "after": change.after if change.is_exact else "",
        "said": change.mean if change.is_exact else str(change.bands),
    }


def _goals(one):
    if one["people"] < FEWEST:
        return None
    reached = band(one["reached"]) if one["as"] == BANDS else str(one["reached"])
    return {"who": one["informant"], "reached": reached, "scored": one["scored"]}
