"""What of the measures may be said to one company: sets of people go through the release.

Values never decide what is said, so a gap tells nothing of them.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from reports.release import Cell, release
from reports.release.benchmark import is_allowed

OTHERS = "program"


@dataclass(frozen=True)
class Audience:
    """One company as a reader: how many take part, and which of them read reports.

    Below ``k`` people nothing is said beside who takes part, below twice as many only totals of
    what they did.
    """

    company: str
    people: int
    k: int
    readers: tuple[frozenset[str], ...]

    @property
    def may_hear(self):
        return self.people >= self.k

    @property
    def is_small(self):
        return self.people < 2 * self.k


@dataclass(frozen=True)
class Said:
    """The sum of a measure over ``people`` of a group."""

    people: int
    sum: Fraction

    @property
    def mean(self):
        return self.sum / self.people


class Choice:
    """What is said to one audience, and the sets behind it.

    ``history`` is ``{family: [sets behind all that was ever said to this company]}``, and
    ``others`` has the set of each measure over the whole program, by its key.
    """

    def __init__(self, facts, audience, history, others):
        self.facts, self.audience, self.others = facts, audience, others
        self.history = defaultdict(list, {family: list(sets) for family, sets in history.items()})
        self.own = {one.id for one in facts.people.values() if one.company == audience.company}
        self.published = []  # (family, cell, members)
        self._decided = {}

    def say(self, measure):
        """``{group: Said}`` of a measure: of everybody, a side, and the whole program."""
        if not self._may_hear(measure):
            return {}
        said, wanted = {}, self._wanted(measure)
        for name in self._allowed(measure, wanted):
            members = wanted[name]
            self.history[measure.family].append(members)
            self.published.append((measure.family, f"{measure.key}:{name}", members))
            said[name] = Said(len(members), sum(measure.values[pk] for pk in members))
        return said

    def _allowed(self, measure, wanted):
        """Names of the sets that may be said; many measures ask about the same sets."""
        history = self.history[measure.family]
        watched = frozenset(measure.watched.get(self.audience.company, ()))
        asked = tuple(wanted.items()), tuple(history), watched
        if asked not in self._decided:
            cells = [Cell(name, members) for name, members in wanted.items()]
            known = [*self._known(), watched]
            self._decided[asked] = release(cells, history, k=self.audience.k, known=known)
        return self._decided[asked]

    def _may_hear(self, measure):
        audience = self.audience
        return audience.may_hear and (measure.is_activity or not audience.is_small)

    def _wanted(self, measure):
        """``{group: members}`` in order of usefulness, none of them empty."""
        groups = (None,) if self.audience.is_small else measure.groups
        own = [pk for pk in self.own if pk in measure.values]
        found = {name_of(side): frozenset(self._of(own, side)) for side in groups}
        if measure.has_program and not self.audience.is_small:
            found[OTHERS] = self.others[measure.key]
        return {name: members for name, members in found.items() if members}

    def _of(self, own, side):
        people = self.facts.people
        return (pk for pk in own if side is None or people[pk].side == side)

    def _known(self):
        """What readers may know by themselves: nobody's, each one's own, and all of theirs."""
        readers = self.audience.readers
        return list(dict.fromkeys([frozenset(), *readers, frozenset().union(*readers)]))


def name_of(side):
    return side.value if side else "all"


def benchmark(measure, facts, k):
    """Everybody of the companies that are large enough, if these are many enough; else nobody.

    The same companies for every reader of a period: each has ``k`` people, and without any one of
    them there are three, none with more than half of the people.
    """
    by_company = defaultdict(set)
    for pk in measure.values:
        by_company[facts.people[pk].company].add(pk)
    sizes = {company: len(people) for company, people in by_company.items()}
    large = {company: size for company, size in sizes.items() if size >= k}
    if not is_allowed(large, k):
        return frozenset()
    return frozenset().union(*(by_company[company] for company in large))
