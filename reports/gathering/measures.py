"""What is measured of people: each measure has one value for everybody whom it is about.

A report says sums of such values over groups, as ranges of counts or as means. Measures of one
``family`` are about the same value of the same people, so what was said of one counts for all.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from instruments.kinds import Informant
from participants.roles import Side
from reports.content import ReportKind

SIDES = (Side.MENTEE, Side.MENTOR)
GROUPS = (None, *SIDES)
INFORMANTS = (Informant.MENTEE, Informant.MENTOR, Informant.OBSERVER)


@dataclass(frozen=True)
class Measure:
    """``is_share``: values are 0 or 1, and their sum is how many; else their mean is said.

    ``is_of_answers``: how many people it is about is a secret, as these are who have answered.
    ``is_activity``: also for companies that are too small for anything else. ``groups`` are what it
    is said of: what mentees and mentors say is never averaged. ``has_program``: also of the whole
    program. ``watched`` are those whose value readers of a company know from elsewhere.
    """

    key: str
    family: str
    label: str
    values: Mapping[str, Fraction]
    is_share: bool = True
    is_activity: bool = False
    is_of_answers: bool = False
    groups: tuple = GROUPS
    has_program: bool = True
    watched: Mapping[str, set[str]] = field(default_factory=dict)


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
    """One thing that was asked before and after, as one informant sees it.

    Levels, squares of each change, who is up, and who has answered both times. What observers say
    is about mentees, and counted by them.
    """

    informant: Informant
    dimension: str
    label: str
    before: Measure
    after: Measure
    squares: Measure
    better: Measure
    people: Measure

    @property
    def group(self):
        return side_seen(self.informant).value

    @property
    def parts(self):
        return self.before, self.after, self.squares, self.better, self.people


def scales(facts, labels):
    """``[Scale]`` of what was asked both at the baseline and at the end, by informant.

    ``labels`` are the names of dimensions.
    """
    found = []
    for informant in INFORMANTS:
        own = side_of(facts, side_seen(informant))
        asked = {pk for pk in own if facts.people[pk].is_in}
        for dimension, label in labels.items():
            told = facts.scales.get((informant, dimension), {})
            both = {pk: tuple(map(_exact, told[pk])) for pk in told.keys() & own}
            if both:
                watched = facts.watched if informant == Informant.OBSERVER else {}
                found.append(_scale(informant, dimension, label, both, asked, watched))
    return found


def _exact(value):
    """Values of people are kept to thousandths."""
    return Fraction(round(value * 1000), 1000)


def _scale(informant, dimension, label, both, asked, watched):
    """Whose answers there are is a secret, so who is up is counted among all who were asked."""

    def measure(part, values, **facts):
        key = f"{informant.value}:{dimension}:{part}"
        groups = (side_seen(informant),)
        return Measure(key, f"scale:{key}", label, values, groups=groups, watched=watched, **facts)

    def level(part, of, **facts):
        values = {pk: of(*pair) for pk, pair in both.items()}
        return measure(part, values, is_share=False, is_of_answers=True, **facts)

    def share(part, counts):
        values = {pk: Fraction(pk in both and counts(*both[pk])) for pk in asked}
        return measure(part, values, has_program=False)

    return Scale(
        informant,
        dimension,
        label,
        level("before", lambda one, _other: one),
        level("after", lambda _one, other: other),
        level("squares", lambda one, other: (other - one) ** 2, has_program=False),
        share("better", lambda one, other: other > one),
        share("people", lambda _one, _other: True),
    )


def side_seen(informant):
    """Whom an informant speaks of."""
    return Side.MENTOR if informant == Informant.MENTOR else Side.MENTEE


def answered(facts, scales):
    """Of whom there are answers from the start and from the end; ``[Measure]``, by informant."""
    labels = {
        Informant.MENTEE: _("Mentees"),
        Informant.MENTOR: _("Mentors"),
        Informant.OBSERVER: _("Mentees, by an observer"),
    }
    found = []
    for informant in INFORMANTS:
        own = [one for one in scales if one.informant == informant]
        both = {pk for scale in own for pk in scale.after.values}
        side = side_seen(informant)
        asked = {pk for pk in side_of(facts, side) if facts.people[pk].is_in}
        values = {pk: Fraction(pk in both) for pk in asked}
        key = f"{informant.value}:answered"
        watched = facts.watched if informant == Informant.OBSERVER else {}
        if own or informant != Informant.OBSERVER:
            label, family = labels[informant], f"scale:{key}"
            found.append(Measure(key, family, label, values, groups=(side,), watched=watched))
    return found


def is_final(facts):
    return facts.period.kind == ReportKind.FINAL


def side_of(facts, side):
    """Ids of one side, of everybody for None."""
    return {pk for pk, one in facts.people.items() if side in (None, one.side)}
