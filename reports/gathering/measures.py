"""What is measured of people: each measure has one value for everybody whom it is about.

A report says sums of such values over groups, as ranges of counts or as means. Measures of one
``family`` are about the same value of the same people, so what was said of one counts for all.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from instruments.kinds import Occasion
from participants.roles import Side
from reports.content import ReportKind

SIDES = (Side.MENTEE, Side.MENTOR)
GROUPS = (None, *SIDES)


@dataclass(frozen=True)
class Measure:
    """``is_share``: values are 0 or 1, and their sum is how many; else their mean is said.

    ``is_of_answers``: how many people it is about is a secret, as these are who have answered.
    ``is_activity``: also for companies that are too small for anything else. ``groups`` are what it
    is said of: what mentees and mentors say is never averaged.
    """

    key: str
    family: str
    label: str
    values: Mapping[str, Fraction]
    is_share: bool = True
    is_activity: bool = False
    is_of_answers: bool = False
    groups: tuple = GROUPS


def activity(facts):
    """``[Measure]`` of what people did."""
    family = f":{facts.period.kind}:{facts.period.last}"
    return [
        Measure("training", "training", _("Training finished"), _trained(facts), is_activity=True),
        Measure(
            "meetings",
            "meetings" + family,
            _("Meetings held, for each person"),
            _met(facts),
            is_share=False,
            is_activity=True,
        ),
        Measure("goals", "goals", _("With a goal set"), _with_goal(facts)),
        Measure(
            "checks",
            "checks" + family,
            _("Progress checks, all answered"),
            {pk: Fraction(facts.answered[pk] == asked) for pk, asked in facts.asked.items()},
            is_activity=True,
        ),
        Measure(
            "useful",
            "useful" + family,
            _("How useful it is, from 1 to 5"),
            {pk: Fraction(round(mean * 1000), 1000) for pk, mean in facts.useful.items()},
            is_share=False,
            is_of_answers=True,
            groups=SIDES,
        ),
    ]


def _trained(facts):
    return {one.id: Fraction(one.id in facts.trained) for one in facts.people.values() if one.is_in}


def _met(facts):
    """Meetings in the period of everybody who was under way since the last report.

    So a sum over the whole program is about people of whose last days nothing was said, and no
    difference to earlier reports is about fewer of them.
    """
    lately = facts.under_way(facts.said_from, facts.period.last)
    found = Counter({pk: 0 for pair in lately for pk in pair.people})
    for pair in facts.under_way(facts.period.first, facts.period.last):
        for pk in pair.people:
            if pk in found:
                found[pk] += facts.meetings[pair.id]
    return {pk: Fraction(number) for pk, number in found.items()}


def _with_goal(facts):
    found = {}
    for pair in facts.pairs:
        for pk in pair.people:
            found[pk] = max(found.get(pk, Fraction(0)), Fraction(pair.id in facts.goals))
    return found


@dataclass(frozen=True)
class Scale:
    """One thing that one side was asked about before and after: levels, and who is up."""

    side: Side
    dimension: str
    before: Measure
    after: Measure
    better: Measure

    @property
    def label(self):
        return self.after.label

    @property
    def parts(self):
        return self.before, self.after, self.better


def scales(facts, labels):
    """``[Scale]`` of what a side was asked both at the baseline and at the end, by who did both.

    ``labels`` are the names of dimensions. Values of people are kept to thousandths.
    """
    found = []
    for side in SIDES:
        own = side_of(facts, side)
        for dimension, label in labels.items():
            before = facts.scales.get((Occasion.BASELINE, dimension), {})
            after = facts.scales.get((Occasion.FINAL, dimension), {})
            both = {pk: (before[pk], after[pk]) for pk in before.keys() & after.keys() & own}
            if both:
                found.append(_scale(side, dimension, label, both))
    return found


def _scale(side, dimension, label, both):
    def measure(part, value, is_share=False):
        key = f"{side.value}:{dimension}:{part}"
        values = {pk: value(*pair) for pk, pair in both.items()}
        return Measure(
            key, f"scale:{key}", label, values, is_share, is_of_answers=True, groups=(side,)
        )

    return Scale(
        side,
        dimension,
        measure("before", lambda one, _other: Fraction(round(one * 1000), 1000)),
        measure("after", lambda _one, other: Fraction(round(other * 1000), 1000)),
        measure("better", lambda one, other: Fraction(other > one), is_share=True),
    )


def answered(facts, scales):
    """Who of a side has answered at the start and at the end; ``[Measure]``, one for each side."""
    both = {pk for scale in scales for pk in scale.after.values}
    found = []
    for side, label in ((Side.MENTEE, _("Mentees")), (Side.MENTOR, _("Mentors"))):
        asked = {pk for pk in side_of(facts, side) if facts.people[pk].is_in}
        values = {pk: Fraction(pk in both) for pk in asked}
        key = f"{side.value}:answered"
        found.append(Measure(key, f"scale:{key}", label, values, groups=(side,)))
    return found


def is_final(facts):
    return facts.period.kind == ReportKind.FINAL


def side_of(facts, side):
    """Ids of one side, of everybody for None."""
    return {pk for pk, one in facts.people.items() if side in (None, one.side)}
