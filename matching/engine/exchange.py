"""The exchange graph of a result while it is being changed, one shortest path at a time.

Worth is counted as in ``solver``, with the pairs as they stand in the place of the previous run: a
shortest path is the least loss in matches, then in points, then in pairs that change. Each step
leaves an optimum of the changed problem, so the graph never has a negative cycle, and the next step
may follow. See ``prices`` for the nodes and arcs.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from matching.engine.explain import Loss
from matching.engine.prices import NO_ARC
from matching.engine.problem import Ints, Problem, Rule
from matching.engine.scoring import MAX_SCORE

STAY = np.int64(-1)
Ways = tuple[Ints, Ints]


class Exchange:
    """An optimum (n,) of ``problem``, and what changing it would cost.

    It may be an optimum without the mentees ``aside``, who have nobody until they are released.
    ``copy`` before the steps that change it: ``force``, ``more`` and ``fewer``.
    """

    def __init__(self, problem: Problem, assigned: Ints, aside: Sequence[int] = ()) -> None:
        self.problem = problem
        self.assigned = assigned
        self.capacity = problem.capacity.copy()
        mentees, self.nobody = problem.scores.shape
        self.world = self.nobody + 1
        self.scale = mentees + 1
        self.bonus = (2 * MAX_SCORE * mentees + 1) * self.scale
        self.worth = self._worth()
        self.fixed = problem.pinned.copy()
        self.fixed[list(aside)] = True
        self.load = np.bincount(assigned, minlength=self.world)
        # arriving[k, j] is the length of the arc j → k: searches look along the rows of a node.
        self.arriving = np.full((self.world + 1, self.world + 1), NO_ARC, np.int64)
        np.fill_diagonal(self.arriving, 0)
        self.arriving[self.world, self.nobody] = 0
        self._enter_all()

    def _worth(self) -> Ints:
        """(n, m + 1) of every pair that no rule forbids, pinned or not; 0 for nobody."""
        problem = self.problem
        worth = np.empty((len(self.assigned), self.world), np.int64)
        worth[:, self.nobody] = 0
        of_pairs = worth[:, : self.nobody]
        np.multiply(problem.scores, self.scale, out=of_pairs, dtype=np.int64)
        of_pairs += self.bonus
        forbidden = (problem.blocks & ~np.uint32(Rule.NO_CAPACITY)) != 0
        rows, columns = problem.indexes(problem.pins)
        forbidden[rows, columns] = False
        np.copyto(of_pairs, -NO_ARC, where=forbidden)
        matched = np.flatnonzero(self.assigned < self.nobody)
        worth[matched, self.assigned[matched]] += 1
        return worth

    def copy(self) -> "Exchange":
        """A graph of its own, over the same worth."""
        other = object.__new__(Exchange)
        other.__dict__ = {
            name: value.copy() if name in ("assigned", "capacity", "load", "arriving") else value
            for name, value in self.__dict__.items()
            if name != "_to_world"
        }
        return other

    def regrets_of(self, i: int) -> Ints:
        """(m + 1,) what it costs that this mentee gets each mentor, or nobody (the last)."""
        home = int(self.assigned[i])
        distance, _ = self._ways_to(home)
        return self._regrets(i, distance)

    def changes_for(self, i: int, wanted: Ints) -> list[Ints | None]:
        """For each mentor of ``wanted``, (r, 2) who moves to whom if the mentee must go there.

        None where that cannot be. The mentee comes first.
        """
        home = int(self.assigned[i])
        ways = self._ways_to(home)
        regrets = self._regrets(i, ways[0])
        return [
            self._changes(k, home, ways, i) if regrets[k] < NO_ARC else None
            for k in wanted.tolist()
        ]

    def force(self, i: int, k: int) -> None:
        """This mentee gets this mentor, or nobody. Raises ValueError where that cannot be."""
        (changes,) = self.changes_for(i, np.array([k]))
        if changes is None:
            raise ValueError("not possible")
        self._apply(changes)

    def settle(self, i: int, allowed: Ints) -> None:
        """The mentee goes wherever of ``allowed`` (nobody is always) is best, or stays."""
        home = int(self.assigned[i])
        ways = self._ways_to(home)
        regrets = self._regrets(i, ways[0])
        others = np.append(allowed, self.nobody)
        best = int(others[regrets[others].argmin()])
        if home in others and regrets[best] >= 0:
            return
        if regrets[best] >= NO_ARC:
            raise ValueError("not possible")
        self._apply(self._changes(best, home, ways, i))

    def allow(self, i: int, k: int) -> None:
        """The rule between these two is lifted."""
        score = int(self.problem.scores[i, k])
        self.worth = self.worth.copy()
        self.worth[i, k] = self.bonus + self.scale * score + (self.assigned[i] == k)

    def release(self, i: int) -> None:
        """The mentee's pin, or the lack of anybody, no longer holds: they go where it is best."""
        self.settle(i, np.arange(self.nobody))
        self.fixed = self.fixed.copy()
        self.fixed[i] = False
        self._enter(self.assigned[[i]])

    def more(self, k: int) -> bool:
        """The mentor has one place more; whether that changes anything."""
        ways = self._ways_to(k)
        self.capacity[k] += 1
        if ways[0][self.world] < 0:
            self._apply(self._changes(self.world, k, ways))
            return True
        self._enter(np.array([k]))
        return False

    def fewer(self, k: int) -> None:
        """The mentor has one place fewer. Raises ValueError when all places are pinned."""
        self.capacity[k] -= 1
        if self.load[k] <= self.capacity[k]:
            self._enter(np.array([k]))
            return
        if self._to_world[0][k] >= NO_ARC:
            raise ValueError("no place that is not pinned")
        self._apply(self._changes(k, self.world, self._to_world))

    def loss(self, regret: int) -> Loss:
        """A length as matches and points; the rest of it are pairs that change."""
        most = MAX_SCORE * (self.scale - 1) * self.scale
        matches = (regret + most) // self.bonus
        return Loss(matches=matches, points=(regret - matches * self.bonus) // self.scale)

    @cached_property
    def _to_world(self) -> Ways:
        return self._ways_to(self.world)

    def _ways_to(self, target: int) -> Ways:
        """Shortest distance from every node to ``target``, and the round in which it was found.

        Bellman-Ford, looking only at what changed in the round before: from there, and at its final
        distance, the way goes on.
        """
        distance = np.full(len(self.arriving), NO_ARC, np.int64)
        distance[target] = 0
        rounds = np.zeros(len(distance), np.int64)
        changed = np.array([target])
        for number in range(1, len(distance) + 2):
            reached = (self.arriving[changed] + distance[changed, None]).min(axis=0)
            changed = np.flatnonzero((reached < distance) & (reached < NO_ARC // 2))
            if not len(changed):
                return distance, rounds
            distance[changed] = reached[changed]
            rounds[changed] = number
        raise AssertionError("the exchange graph has a negative cycle")

    def _next(self, here: int, ways: Ways) -> int:
        distance, rounds = ways
        on_the_way = self.arriving[:, here] + distance == distance[here]
        return int((on_the_way & (rounds == rounds[here] - 1)).argmax())

    def _regrets(self, i: int, distance: Ints) -> Ints:
        own = self.worth[i, self.assigned[i]] - self.worth[i]
        impossible = (distance[:-1] >= NO_ARC) | (own > NO_ARC // 2)
        return np.where(impossible, NO_ARC, own + distance[:-1])

    def _changes(self, start: int, end: int, ways: Ways, first: int | None = None) -> Ints:
        """(r, 2) mentees and where they go along the way; ``first`` goes to its start."""
        changes = [] if first is None else [(first, start)]
        here = start
        while here != end:
            there = self._next(here, ways)
            if self.world not in (here, there):
                changes.append((self._mover(here, there, first), there))
            here = there
        return np.array(changes, np.int64).reshape(-1, 2)

    def _mover(self, here: int, there: int, first: int | None) -> int:
        """The mentee at ``here`` who goes ``there`` with the least loss."""
        waiting = np.flatnonzero((self.assigned == here) & ~self.fixed)
        waiting = waiting[waiting != (STAY if first is None else first)]
        loss = self.worth[waiting, here] - self.worth[waiting, there]
        return int(waiting[loss.argmin()])

    def _apply(self, changes: Ints) -> None:
        people, new = changes[:, 0], changes[:, 1]
        touched = np.unique(np.concatenate([self.assigned[people], new]))
        self.assigned[people] = new
        self.load = np.bincount(self.assigned, minlength=self.world)
        self._enter(touched)

    def _enter_all(self) -> None:
        """Write the arcs of everybody, of which there are none but each to itself so far."""
        free = np.flatnonzero(~self.fixed)
        free = free[self.assigned[free].argsort(kind="stable")]
        homes = self.assigned[free]
        if len(free):
            first = np.flatnonzero(np.diff(homes, prepend=-1))
            lost = self.worth[free]
            np.subtract(self.worth[free, homes, None], lost, out=lost)
            arcs, ends = lost[first], np.append(first[1:], len(free))
            for at in range(1, int((ends - first).max())):  # twenty times as fast as reduceat
                more = np.flatnonzero(first + at < ends)
                arcs[more] = np.minimum(arcs[more], lost[first[more] + at])
            np.copyto(arcs, NO_ARC, where=arcs > NO_ARC // 2)
            self.arriving[: self.world, homes[first]] = arcs.T
            np.fill_diagonal(self.arriving, 0)
        has_room = self.load[: self.nobody] < self.capacity
        self.arriving[: self.world, self.world] = np.where(self.load > 0, 0, NO_ARC)
        self.arriving[self.world, : self.nobody] = np.where(has_room, 0, NO_ARC)

    def _enter(self, mentors: Ints) -> None:
        """Write the arcs of these mentors (or nobody) anew."""
        self.__dict__.pop("_to_world", None)
        for j in mentors.tolist():
            here = np.flatnonzero((self.assigned == j) & ~self.fixed)
            arcs = np.full(self.world, NO_ARC, np.int64)
            if len(here):
                arcs = (self.worth[here, j, None] - self.worth[here]).min(axis=0)
                arcs[arcs > NO_ARC // 2] = NO_ARC
            arcs[j] = 0
            self.arriving[: self.world, j] = arcs
            self.arriving[j, self.world] = 0 if self.load[j] else NO_ARC
            if j < self.nobody:
                has_room = self.load[j] < self.capacity[j]
                self.arriving[self.world, j] = 0 if has_room else NO_ARC
