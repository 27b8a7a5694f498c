"""Most mentees matched, by augmenting paths over bit sets: a row is one number, a bit a mentor.

Solves a small change of a pool from where it stands, which an assignment from scratch cannot.
Scores play no part. The largest number is the same as that of ``solver.optimum``.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from matching.engine.problem import Flags

Row = int


def rows_of(flags: Flags) -> list[Row]:
    """Each line of an (n, m) mask as one number; bit k is column k."""
    packed = np.packbits(flags, axis=1, bitorder="little")
    return [int.from_bytes(line.tobytes(), "little") for line in packed]


def bits_of(row: Row) -> Iterator[int]:
    """Positions of the bits of a row, ascending."""
    while row:
        lowest = row & -row
        yield lowest.bit_length() - 1
        row ^= lowest


def row_with(bits: Iterable[int]) -> Row:
    row = 0
    for bit in bits:
        row |= 1 << bit
    return row


class Cover:
    """As many mentees as possible at a mentor each.

    ``possible`` has a row of mentors for each mentee, ``capacity`` the places of each mentor.
    ``assigned[i]`` is the mentor of mentee i, or None; ``holders[k]`` the mentees at mentor k.
    """

    def __init__(self, possible: Sequence[Row], capacity: Sequence[int]) -> None:
        self.possible = list(possible)
        self.capacity = list(capacity)
        self.assigned: list[int | None] = [None] * len(possible)
        self.holders: list[set[int]] = [set() for _ in capacity]
        self.free = row_with(k for k, places in enumerate(capacity) if places > 0)
        # Whoever has the fewest to choose from chooses first: then few have to move later.
        for i in sorted(range(len(possible)), key=lambda i: (possible[i].bit_count(), i)):
            open_places = possible[i] & self.free
            if open_places:
                self._place(i, next(bits_of(open_places)))
        self.grow()

    @classmethod
    def grown_from(
        cls, assigned: Sequence[int | None], possible: Sequence[Row], capacity: Sequence[int]
    ) -> "Cover":
        """As many as possible again, from pairs within the capacity of which some may be gone."""
        cover = cls([], capacity)
        cover.possible, cover.assigned = list(possible), [None] * len(possible)
        for i, k in enumerate(assigned):
            if k is not None and possible[i] >> k & 1:
                cover._place(i, k)
        cover.grow()
        return cover

    @property
    def matched(self) -> int:
        return sum(mentor is not None for mentor in self.assigned)

    @property
    def unmatched(self) -> list[int]:
        return [i for i, mentor in enumerate(self.assigned) if mentor is None]

    def changed(
        self, possible: dict[int, Row] | None = None, more: Sequence[tuple[Row, int]] = ()
    ) -> "Cover":
        """A copy, grown again, where some mentees have other rows and there are more mentors.

        Rows in ``possible`` may only gain bits. ``more`` are (row of mentees, places).
        """
        other = self._copy()
        for i, row in (possible or {}).items():
            other.possible[i] = row
        for mentees, places in more:
            k = len(other.capacity)
            other.capacity.append(places)
            other.holders.append(set())
            other.free |= (1 << k) if places > 0 else 0
            for i in bits_of(mentees):
                other.possible[i] |= 1 << k
        other.grow()
        return other

    def _copy(self) -> "Cover":
        other = Cover.__new__(Cover)
        other.possible = list(self.possible)
        other.capacity = list(self.capacity)
        other.assigned = list(self.assigned)
        other.holders = [set(held) for held in self.holders]
        other.free = self.free
        return other

    def grow(self) -> int:
        """Match everybody who can be; how many more that are."""
        dead, grown = 0, 0
        for i in self.unmatched:
            found, seen, came = self._search(i, dead)
            if found is None:
                dead = seen  # no way leads out of what was seen, whoever comes later
            else:
                self._shift(found, came)
                grown += 1
        return grown

    def reached(self, unmatched: int) -> tuple[Row, Row]:
        """(mentees, mentors) on ways that alternate from this unmatched mentee."""
        mentors = 0
        for k in bits_of(self.possible[unmatched]):
            mentors |= self._ways[k]
        mentees = 1 << unmatched
        for k in bits_of(mentors):
            mentees |= row_with(self.holders[k])
        return mentees, mentors

    @cached_property
    def _ways(self) -> list[Row]:
        """For each mentor, all whom moving somebody from there could lead to, itself among them.

        The transitive closure, a line at a time (Warshall).
        """
        ways = [1 << k for k in range(len(self.capacity))]
        for k, held in enumerate(self.holders):
            for i in held:
                ways[k] |= self.possible[i]
        for k in range(len(ways)):
            step, bit = ways[k], 1 << k
            for start, line in enumerate(ways):
                if line & bit:
                    ways[start] = line | step
        return ways

    def spared(self, starts: Iterable[int], wanted: Row, most: int) -> int:
        """How many of the mentees ``wanted`` one largest cover can leave out, up to ``most``.

        ``starts`` are the unmatched of one or several components, ``wanted`` lies within them. That
        is what a mentor for ``wanted`` alone would add with so many places. Those sets are the
        independent ones of a matroid, so taking one at a time never misses a larger set.
        """
        out = wanted & row_with(starts)
        count = out.bit_count()
        if count >= most:
            return most
        left = set(starts).difference(bits_of(out))
        wanted &= ~out
        trial = self._copy()
        while count < most and left:
            way = trial._way_to(left, wanted)
            if way is None:
                break
            left.discard(way[0])
            trial._hand_on(way)
            wanted &= ~(1 << way[-1])
            count += 1
        return count

    def room_for(self, mentee: int, most: int) -> tuple[int, Row, Row]:
        """How many more like this matched mentee would find a place, and who is in their way.

        (clones placed up to ``most``, mentees, mentors): when fewer than ``most``, the mentees
        hold all but that many places of the mentors, who are all that any of them could have.
        """
        trial = self._copy()
        for clones in range(most):
            trial.possible.append(self.possible[mentee])
            trial.assigned.append(None)
            clone = len(trial.assigned) - 1
            found, _, came = trial._search(clone, 0)
            if found is None:
                mentees, mentors = trial.reached(clone)
                return clones, mentees & ((1 << len(self.possible)) - 1), mentors
            trial._shift(found, came)
        return most, 0, 0

    def _search(self, start: int, dead: Row) -> tuple[int | None, Row, dict[int, int]]:
        """A free mentor on an alternating way from ``start``, what was seen, who led where."""
        seen = dead
        came: dict[int, int] = {}
        waiting = [start]
        for i in waiting:
            fresh = self.possible[i] & ~seen
            seen |= fresh
            open_places = fresh & self.free
            if open_places:
                k = next(bits_of(open_places))
                came[k] = i
                return k, seen, came
            for k in bits_of(fresh):
                came[k] = i
                waiting += self.holders[k]
        return None, seen, came

    def _shift(self, mentor: int, came: dict[int, int]) -> None:
        """Everybody on the way to a free mentor moves on by one."""
        target: int | None = mentor
        while target is not None:
            i = came[target]
            before = self.assigned[i]
            if before is not None:
                self.holders[before].discard(i)
            self._place(i, target)
            target = before

    def _place(self, mentee: int, mentor: int) -> None:
        self.assigned[mentee] = mentor
        self.holders[mentor].add(mentee)
        if len(self.holders[mentor]) >= self.capacity[mentor]:
            self.free &= ~(1 << mentor)

    def _way_to(self, starts: Iterable[int], wanted: Row) -> list[int] | None:
        """Mentees from an unmatched one to one of ``wanted``, each after the first handing on."""
        waiting = sorted(starts)
        before: dict[int, int | None] = dict.fromkeys(waiting)
        seen = 0
        for i in waiting:
            if wanted >> i & 1:
                way = [i]
                while (previous := before[way[-1]]) is not None:
                    way.append(previous)
                return way[::-1]
            fresh = self.possible[i] & ~seen
            seen |= fresh
            for k in bits_of(fresh):
                for j in self.holders[k]:
                    before.setdefault(j, i)
                    waiting.append(j)
        return None

    def _hand_on(self, way: list[int]) -> None:
        """Each but the last takes the mentor of the next; the last leaves for good."""
        places = [self.assigned[j] for j in way[1:]]
        for j, place in zip(way[1:], places, strict=True):
            if place is not None:
                self.holders[place].discard(j)
        for i, place in zip(way, places, strict=False):
            if place is not None:
                self._place(i, place)
        self.assigned[way[-1]] = None
