"""Groups of mentees who have fewer places than members, and what binds them.

By the theorem of Kőnig and Hall a mentee stays without a mentor exactly because some group of
mentees has fewer places than members among *all* the mentors that any of them could have. Those
groups are what is left unmatched by one largest matching and everybody reached from there by
alternating ways (Dulmage and Mendelsohn), and they do not depend on which matching was found.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from matching.engine.cover import Cover, Row, bits_of, row_with, rows_of
from matching.engine.people import Profile
from matching.engine.problem import Bits, Pair, Problem, Rule
from matching.engine.rules import COMPANY_RULES, TOP_NEEDS, Facts, forbidden

MOST_SLACK = 4


@dataclass(frozen=True)
class Bound:
    """A rule between a group and the other mentors.

    Of all pairs of a member and a place elsewhere, ``forbids`` percent are against the rule. Were
    it lifted for the group alone, ``opens`` more mentees would be matched.
    """

    rule: Rule
    forbids: int
    opens: int


@dataclass(frozen=True)
class Group:
    """Mentees for whom ``places`` is all there is: ``mentors`` are all that any of them could have.

    Ids in order. ``rules`` bind the group, those that open most first; ``elsewhere`` are the places
    of the other mentors.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    places: int
    elsewhere: int
    rules: tuple[Bound, ...] = ()
    core: "Group | None" = None

    @property
    def short(self) -> int:
        return len(self.mentees) - self.places


@dataclass(frozen=True)
class Component:
    """Rows of mentees and mentors that hang together, and the unmatched among the mentees."""

    mentees: Row
    mentors: Row
    unmatched: tuple[int, ...]


class Pool:
    """Ready people by position, the rules between them, and a largest matching."""

    def __init__(
        self,
        mentees: Iterable[Profile],
        mentors: Iterable[Profile],
        facts: Facts,
        vetoes: tuple[Pair, ...] = (),
    ) -> None:
        self.mentees = sorted((p for p in mentees if p.is_complete), key=_id)
        self.mentors = sorted((p for p in mentors if p.is_complete and p.capacity), key=_id)
        self.facts = facts
        self.capacity = [person.capacity for person in self.mentors]
        self.blocks = self._blocks(vetoes)
        self.possible = rows_of(self.blocks == 0)
        self.cover = Cover(self.possible, self.capacity)
        self.components = self._components()
        self.short = row_with(i for part in self.components for i in bits_of(part.mentees))

    def _blocks(self, vetoes: tuple[Pair, ...]) -> Bits:
        shape = (len(self.mentees), len(self.mentors))
        return Problem(
            mentees=tuple(map(_id, self.mentees)),
            mentors=tuple(map(_id, self.mentors)),
            capacity=np.array(self.capacity, np.int64),
            scores=np.zeros(shape, np.int32),
            reasons=forbidden(self.mentees, self.mentors, self.facts),
            vetoes=vetoes,
        ).blocks

    def _components(self) -> list[Component]:
        """Short groups that share no possible mentor, each as small as it can be split."""
        parts: list[Component] = []
        for i in self.cover.unmatched:
            mentees, mentors = self.cover.reached(i)
            unmatched = [i]
            apart = []
            for part in parts:
                if part.mentors & mentors:
                    mentees |= part.mentees
                    mentors |= part.mentors
                    unmatched += part.unmatched
                else:
                    apart.append(part)
            parts = [*apart, Component(mentees, mentors, tuple(unmatched))]
        return parts

    def groups(self) -> tuple[Group, ...]:
        found = [self._described(part) for part in self._joined_by_cause()]
        return tuple(sorted(found, key=lambda group: (len(group.mentees), group.mentees)))

    def _joined_by_cause(self) -> list[Component]:
        """Mentees with no possible mentor, for one and the same reason, are one group."""
        alone: dict[Hashable, list[Component]] = defaultdict(list)
        for part in self.components:
            key = part.mentors or self._cause(part.unmatched[0])
            alone[key].append(part)
        return [
            Component(
                row_with(i for part in parts for i in bits_of(part.mentees)),
                parts[0].mentors,
                tuple(i for part in parts for i in part.unmatched),
            )
            for parts in alone.values()
        ]

    def _cause(self, i: int) -> Hashable:
        """The rule that alone stands before most places, with what it looks at in this mentee."""
        counts = self._weigh([i], list(range(len(self.mentors))))
        alone = [(alone, forbids, rule) for rule, (forbids, alone) in counts.items()]
        person = self.mentees[i]
        rule = max(alone, default=(0, 0, Rule(0)))[2]
        looked_at: dict[Rule, Hashable] = {
            Rule.NO_TOP_NEED: frozenset(person.needs[:TOP_NEEDS]),
            Rule.NO_COMMON_LANGUAGE: person.languages,
            Rule.TIME_ZONE_GAP: person.utc_offset,
        }
        return rule, looked_at.get(rule, person.company if rule & COMPANY_RULES else 0)

    def _described(self, part: Component) -> Group:
        """The group with what binds it and, inside a large one, the smallest that is short."""
        group = self._group(part.mentees, part.mentors)
        cores = [self.cover.reached(i) for i in part.unmatched] if part.mentors else []
        smallest = min(cores, key=lambda core: (core[0].bit_count(), core[0]), default=(0, 0))
        core = None
        if 0 < smallest[0].bit_count() < part.mentees.bit_count():
            core = self._group(*smallest)
            core = dataclasses.replace(core, rules=self._binding(*smallest))
        return dataclasses.replace(
            group, rules=self._binding(part.mentees, part.mentors), core=core
        )

    def _group(self, mentees: Row, mentors: Row) -> Group:
        places = sum(self.capacity[k] for k in bits_of(mentors))
        return Group(
            mentees=tuple(self.mentees[i].id for i in bits_of(mentees)),
            mentors=tuple(self.mentors[k].id for k in bits_of(mentors)),
            places=places,
            elsewhere=sum(self.capacity) - places,
        )

    def _binding(self, mentees: Row, mentors: Row) -> tuple[Bound, ...]:
        rows = list(bits_of(mentees))
        others = [k for k in range(len(self.mentors)) if not mentors >> k & 1]
        counts = self._weigh(rows, others)
        pairs = len(rows) * sum(self.capacity[k] for k in others)
        found = [
            Bound(rule, 100 * forbids // pairs, self._opens(rule, rows) if alone else 0)
            for rule, (forbids, alone) in counts.items()
        ]
        return tuple(sorted(found, key=lambda bound: (-bound.opens, -bound.forbids, bound.rule)))

    def _weigh(self, rows: list[int], columns: list[int]) -> dict[Rule, tuple[int, int]]:
        """For each rule, pairs of a mentee and a place that it forbids, and that it alone does."""
        blocks = self.blocks[np.ix_(rows, columns)]
        places = np.array([self.capacity[k] for k in columns], np.int64)
        found = {}
        for rule in Rule:
            bit = np.uint32(rule)
            forbids = int(((blocks & bit) != 0).sum(axis=0) @ places)
            if forbids:
                found[rule] = forbids, int((blocks == bit).sum(axis=0) @ places)
        return found

    def _opens(self, rule: Rule, rows: list[int]) -> int:
        lifted = self.blocks[rows] & ~np.uint32(rule)
        possible = dict(zip(rows, rows_of(lifted == 0), strict=True))
        return self.cover.changed(possible).matched - self.cover.matched

    def tightest(self) -> Group | None:
        """The smallest group with the least room; None: all have over ``MOST_SLACK`` to spare."""
        best: tuple[int, int, Row, Row] | None = None
        least = MOST_SLACK
        for i in range(len(self.mentees)):
            room, mentees, mentors = self.cover.room_for(i, least + 1)
            if room > least:
                continue
            least = room
            found = (room, mentees.bit_count(), mentees, mentors)
            best = found if best is None else min(best, found)
        return self._group(best[2], best[3]) if best else None


def _id(person: Profile) -> str:
    return person.id
