"""The numbers of a program, from what was gathered to plain values that are stored as they are.

A scale is the mean of its items, each turned the way it counts; "cannot say" is no value. Whoever
answered less than half of its items has no value on it. A change compares the same people on the
same items: those that were asked on both occasions, and of them what a person answered twice.
Informants stand side by side; nothing is ever averaged over them.
"""

import statistics

from evaluations.results.gathering import RECOMMENDATION
from evaluations.statistics.alpha import alpha
from evaluations.statistics.change import level, paired
from evaluations.statistics.shown import BANDS, FULL, NOTHING, NUMBERS, band, halves, shown
from instruments.kinds import Informant, Occasion

CHANGES = (
    (Occasion.BASELINE, Occasion.FINAL),
    (Occasion.BASELINE, Occasion.MID_YEAR),
    (Occasion.MID_YEAR, Occasion.FINAL),
    (Occasion.THEN, Occasion.FINAL),
    (Occasion.FINAL, Occasion.FOLLOW_UP_6),
    (Occasion.FINAL, Occasion.FOLLOW_UP_12),
    (Occasion.FOLLOW_UP_6, Occasion.FOLLOW_UP_12),
)


def as_data(gathered):
    """Everything that pages show of a program, ready for JSON."""
    scales = {key: rows for key, rows in gathered.scales.items() if key[1] != RECOMMENDATION}
    return {
        "rates": {
            occasion: {side: {"asked": rate.asked, "sent": rate.sent} for side, rate in of.items()}
            for occasion, of in gathered.rates.items()
        },
        "scales": [_scale(*key, rows) for key, rows in scales.items()],
        "silent": [
            _silent(*key, rows, gathered.asked_at_end)
            for key, rows in scales.items()
            if key[0] in (Informant.MENTEE, Informant.MENTOR)
        ],
        "recommendation": [
            _recommendation(informant, rows)
            for (informant, dimension), rows in gathered.scales.items()
            if dimension == RECOMMENDATION
        ],
        "goals": goals(gathered.goals),
    }


def score(values, keys):
    """Somebody's mean over ``keys``; None when they answered less than half of them."""
    known = [values[key] for key in keys if key in values]
    return statistics.fmean(known) if known and 2 * len(known) >= len(keys) else None


def asked_in(rows, occasion):
    """The keys of a scale that anybody answered on an occasion, sorted."""
    return sorted({key for row in rows for key in row.values.get(occasion, ())})


def pairs_of(rows, before, after):
    """``(values before, values after)``, person by person, over the items of both occasions."""
    keys = [key for key in asked_in(rows, before) if key in set(asked_in(rows, after))]
    first, second = [], []
    for row in rows:
        one, other = row.values.get(before, {}), row.values.get(after, {})
        both = [key for key in keys if key in one and key in other]
        enough = both and 2 * len(both) >= len(keys)
        first.append(statistics.fmean(one[key] for key in both) if enough else None)
        second.append(statistics.fmean(other[key] for key in both) if enough else None)
    return first, second


def _scale(informant, dimension, rows):
    occasions = [occasion for occasion in Occasion if asked_in(rows, occasion)]
    return {
        "informant": informant,
        "dimension": dimension,
        "levels": {occasion: _level(rows, occasion) for occasion in occasions},
        "changes": {
            f"{before}:{after}": shown(paired(*pairs_of(rows, before, after)))
            for before, after in CHANGES
            if before in occasions and after in occasions
        },
    }


def _level(rows, occasion):
    keys = asked_in(rows, occasion)
    found = shown_level([score(row.values.get(occasion, {}), keys) for row in rows])
    if found["as"] == NUMBERS:
        together = alpha([[row.values.get(occasion, {}).get(key) for key in keys] for row in rows])
        found |= {"alpha": together.alpha if together.n >= FULL else None, "alpha_n": together.n}
    return found | {"items": len(keys)}


def shown_level(values):
    """A group's level as coordinators see it: exact from ten people on, in halves below."""
    found = level(values)
    if found.n == 0:
        return {"as": NOTHING, "n": 0}
    if found.n < FULL:
        return {"as": BANDS, "n": found.n, "level": halves(found.mean)}
    return {
        "as": NUMBERS,
        "n": found.n,
        "mean": found.mean,
        "sd": found.sd,
        "ci95": found.ci95,
    }


def _silent(informant, dimension, rows, asked):
    """At the start: those who answered at the end beside those who were asked and did not."""
    keys = asked_in(rows, Occasion.BASELINE)
    then = {True: [], False: []}
    for row in rows:
        if row.who in asked:
            has_answered = bool(row.values.get(Occasion.FINAL))
            then[has_answered].append(score(row.values.get(Occasion.BASELINE, {}), keys))
    return {
        "informant": informant,
        "dimension": dimension,
        "answered": shown_level(then[True]),
        "silent": shown_level(then[False]),
    }


def _recommendation(informant, rows):
    given = [value for row in rows for value in row.values.get(Occasion.FINAL, {}).values()]
    found = {"informant": informant} | shown_level(given)
    if found["as"] == NUMBERS:
        found["counts"] = [given.count(step) for step in range(11)]
    return found


def goals(rows):
    """Goal attainment: how many are set, and of each side's view how far they came.

    Of fewer than five people the database tells nothing; under ten only whether they are reached.
    """
    sides, total, people = {}, 0, 0
    for side, at, count, behind in rows:
        if side == "set":
            total, people = count, behind
        else:
            one = sides.setdefault(side, {"people": behind, "counts": {}})
            one["counts"][str(at)] = count
    return {
        "set": total,
        "people": people,
        "sides": [_attained(side, one["people"], one["counts"]) for side, one in sides.items()],
    }


def _attained(side, people, counts):
    scored = sum(counts.values())
    reached = sum(count for at, count in counts.items() if int(at) >= 0)
    found = {"informant": side, "people": people, "scored": scored, "reached": reached}
    if people < FULL:
        return found | {"as": BANDS, "reached": band(reached, scored)}
    mean = sum(int(at) * count for at, count in counts.items()) / scored
    by_level = {str(at): counts.get(str(at), 0) for at in range(-2, 3)}
    return found | {"as": NUMBERS, "mean": mean, "counts": by_level}
