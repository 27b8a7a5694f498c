"""Why this match, what another would cost, and why nobody.

*Regret* is the exact loss of the whole run when one mentee must get one mentor and everybody else
is placed as well as possible around that: a shortest path in the exchange graph, equal to solving
again with the pair forced.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.closure import all_distances, far_of
from matching.engine.prices import (
    NO_ARC,
    distances_from_world,
    distances_to_world,
    exchange_graph,
)
from matching.engine.problem import Bits, Flags, Ints, Pair, Problem, Rule
from matching.engine.quota_graph import graph_of, potentials
from matching.engine.scoring import MAX_SCORE
from matching.engine.solver import objective


@dataclass(frozen=True)
class Loss:
    """What a decision costs the run. Points can be negative when matches are lost or a pin goes."""

    matches: int
    points: int


# There is no answer at all without the pair: a quota needs it.
NEEDED = Loss(matches=32_767, points=0)


@dataclass(frozen=True)
class Alternative:
    """Another mentor for a mentee. ``loss`` of (0, 0) is a tie: an equally good optimum."""

    mentor: str
    score: int
    loss: Loss


@dataclass(frozen=True)
class PlaceValue:
    """What one place fewer at a mentor would lose, and what one place more would win."""

    mentor: str
    one_fewer: Loss | None
    one_more: Loss


@dataclass(frozen=True)
class Move:
    """Somebody who would change mentor; None stands for no mentor."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class NoPossibleMentor:
    """A mentee whom no mentor can take: mentors that each rule forbids, and those it alone does.

    ``opened`` counts the mentors who become possible if that one rule is lifted.
    """

    mentee: str
    forbidden: dict[Rule, int]
    opened: dict[Rule, int]


class Explanation:
    """An optimal assignment (n,) with what is needed to explain it.

    Raises NotOptimal when the assignment is not an optimum in matches and total;
    ``with_previous`` also in pairs kept, which then count in all lengths.
    """

    def __init__(self, problem: Problem, assigned: Ints, *, with_previous: bool = False) -> None:
        self.problem = problem
        self.assigned = assigned
        self._goal = objective(problem, with_previous=with_previous)
        nobody = len(problem.mentors)
        if problem.quotas:
            graph = graph_of(problem, self._goal, assigned)
            self._graph, self._home, self._nobody = graph.lengths, graph.home, graph.nobody
            self._prices = potentials(self._graph)
        else:
            self._graph = exchange_graph(problem, self._goal, assigned)
            self._home, self._nobody = assigned, np.full(len(assigned), nobody)
            self._to_world = distances_to_world(self._graph)
            self._prices = self._prices_of_places()
        # A pinned mentee's own row says what every possible mentor is worth, pin or no pin.
        self._possible = (problem.blocks == 0) | problem.eligible
        self._worth = np.full((len(assigned), nobody + 1), -NO_ARC)
        worth = problem.scores * np.int64(self._goal.scale) + np.int64(self._goal.bonus)
        if with_previous:
            worth[problem.indexes(problem.previous)] += 1
        np.copyto(self._worth[:, :nobody], worth, where=self._possible)
        self._worth[:, nobody] = 0

    def regrets(self) -> Ints:
        """(n, m + 1) loss of every forced pair, column m for no mentor; ``NO_ARC``: impossible.

        In units of the objective, see ``loss``. A pinned mentee's losses are negative where lifting
        the pin would win something. All pairs at once, for pools up to some thousands.
        """
        rows, mentors = np.arange(len(self.assigned)), len(self.problem.mentors)
        distance = self._all_ways_home[self._home, : mentors + 1]
        distance[:, mentors] = self._all_ways_home[self._home, self._nobody]
        own = self._worth[rows, self.assigned]
        return _regrets(own[:, None] - self._worth, distance)

    def regrets_of(self, mentee: str) -> Ints:
        """(m + 1,) the row of ``regrets`` for one mentee, by one shortest path search."""
        i = self.problem.mentee_index[mentee]
        distance, _ = self._distances_to(int(self._home[i]))
        own = self._worth[i, self.assigned[i]] - self._worth[i]
        mentors = len(self.problem.mentors)
        return _regrets(own, np.append(distance[:mentors], distance[self._nobody[i]]))

    def veto(self, regrets: Ints, k: int) -> Loss:
        """What a mentee's pair with mentor ``k`` is worth to all; ``regrets`` (m + 1,) are theirs.

        (0, 0) is a tie, ``NEEDED`` where the quotas cannot be kept without the pair.
        """
        least = int(np.delete(regrets, k).min())
        return self.loss(least) if least < NO_ARC else NEEDED

    def vetoes(self, regrets: Ints) -> list[Loss]:
        """``veto`` of every mentee's pair as it stands; ``regrets`` (n, m + 1) are all of theirs.

        Of no meaning for who has no mentor.
        """
        others = regrets.copy()
        others[np.arange(len(others)), self.assigned] = NO_ARC
        least = others.min(axis=1)
        lost = zip(*(values.tolist() for values in self.losses(least)), strict=True)
        possible = (least < NO_ARC).tolist()
        return [
            Loss(matches, points) if one else NEEDED
            for one, (matches, points) in zip(possible, lost, strict=True)
        ]

    def alternatives_of(self, mentee: str, limit: int | None = None) -> tuple[Alternative, ...]:
        """Other possible mentors of a mentee, least loss first, then the higher score, then id."""
        i = self.problem.mentee_index[mentee]
        return self._ranked(i, self.regrets_of(mentee), limit)

    def all_alternatives(self, limit: int) -> dict[str, tuple[Alternative, ...]]:
        """``alternatives_of`` every mentee, by mentee id."""
        regrets = self.regrets()
        regrets[np.arange(len(regrets)), self.assigned] = NO_ARC
        chosen = self._best(regrets[:, :-1], limit)
        regrets = np.take_along_axis(regrets, chosen, axis=1)
        matches, points = self.losses(regrets)
        scores = np.take_along_axis(self.problem.scores, chosen, axis=1)
        names, possible = self.problem.mentors, regrets < NO_ARC
        columns = (chosen, scores, matches, points, possible)
        return {
            mentee: tuple(
                Alternative(names[k], score, Loss(lost, cost))
                for k, score, lost, cost, is_possible in zip(*row, strict=True)
                if is_possible
            )
            for mentee, *row in zip(
                self.problem.mentees, *(column.tolist() for column in columns), strict=True
            )
        }

    def _best(self, regrets: Ints, limit: int) -> Ints:
        """(n, limit) mentors, least loss first, then the higher score, then the first."""
        mentors = regrets.shape[1]
        # One whole number to sort by. What is lost is less than some bonuses, or impossible.
        keys = np.minimum(regrets, 8 * self._goal.bonus) * (MAX_SCORE + 1)
        keys -= self.problem.scores
        keys *= mentors
        keys += np.arange(mentors)
        limit = min(limit, mentors)
        if 0 < limit < mentors:
            best = np.argpartition(keys, limit - 1, axis=1)[:, :limit]
        else:
            best = np.broadcast_to(np.arange(limit), (len(keys), limit))
        order = np.take_along_axis(keys, best, axis=1).argsort(axis=1)
        return np.take_along_axis(best, order, axis=1)

    def moves(self, mentee: str, mentor: str) -> tuple[Move, ...]:
        """Everybody who would change place if this pair were forced, the mentee first.

        Raises ValueError when the pair is impossible.
        """
        after = self.forced(mentee, mentor)
        first = self.problem.mentee_index[mentee]
        moved = np.nonzero(after != self.assigned)[0].tolist()
        moved.sort(key=lambda i: (i != first, i))
        return tuple(
            Move(self.problem.mentees[i], self._name(self.assigned[i]), self._name(after[i]))
            for i in moved
        )

    def forced(self, mentee: str, mentor: str) -> Ints:
        """(n,) an optimum among the assignments with this pair. Raises ValueError: impossible."""
        i = self.problem.mentee_index[mentee]
        k = self.problem.mentor_index[mentor]
        after = self._sent(i, k) if self._possible[i, k] else None
        if after is None:
            raise ValueError(f"{mentee} with {mentor} is not possible")
        return after

    def without(self, mentee: str) -> Ints:
        """(n,) an optimum among the assignments in which the mentee has another mentor than now,
        or nobody. Raises ValueError: impossible."""
        i = self.problem.mentee_index[mentee]
        regrets = self.regrets_of(mentee)
        regrets[self.assigned[i]] = NO_ARC
        after = self._sent(i, int(regrets.argmin())) if regrets.min() < NO_ARC else None
        if after is None:
            raise ValueError(f"{mentee} cannot have another mentor")
        return after

    def _sent(self, i: int, k: int) -> Ints | None:
        """(n,) the optimum with this mentee at mentor ``k``, m for nobody; None: impossible."""
        home, mentors = int(self._home[i]), len(self.problem.mentors)
        standing = {*range(mentors), *self._nobody.tolist()}
        distance, following = self._distances_to(home)
        here = k if k < mentors else int(self._nobody[i])
        if distance[here] >= NO_ARC:
            return None
        after = self.assigned.copy()
        if here == home:
            return after
        after[i] = k
        while here != home:
            there = int(following[here])
            if here in standing and there in standing:
                there_too = min(there, mentors)
                after[self._mover(here, there_too, i)] = there_too
            here = there
        return after

    def place_values(self) -> tuple[PlaceValue, ...]:
        """What a place is worth at each mentor, exactly. ``one_fewer`` is None without a way out:
        no place, or every place pinned. Raises ValueError for a problem with quotas."""
        if self.problem.quotas:
            raise ValueError("within quotas a place has no value of its own")
        to_world = self._to_world
        from_world = distances_from_world(self._graph)
        return tuple(
            PlaceValue(
                mentor=mentor,
                one_fewer=self.loss(int(to_world[k])) if to_world[k] < NO_ARC else None,
                one_more=self.loss(max(0, -int(from_world[k]))),
            )
            for k, mentor in enumerate(self.problem.mentors)
        )

    def loss(self, regret: int) -> Loss:
        """A difference of two values of the objective as matches and points."""
        matches, points = self.losses(np.array(regret))
        return Loss(matches=int(matches), points=int(points))

    def losses(self, regrets: Ints) -> tuple[Ints, Ints]:
        """Differences of two values of the objective as matches and points."""
        most = MAX_SCORE * len(self.problem.mentees)
        matches = (regrets + most) // self._goal.bonus
        return matches, regrets - matches * self._goal.bonus

    def _prices_of_places(self) -> Ints:
        """(m + 2,) potentials under which no arc is negative.

        A mentor without a way to the world (no place, or every place pinned) has arcs inward only,
        so any price as high as the longest of them will do.
        """
        known = self._to_world < NO_ARC
        longest = np.abs(self._graph, where=self._graph < NO_ARC, out=np.zeros_like(self._graph))
        high = int(self._to_world[known].max()) + int(longest.max())
        return np.where(known, self._to_world, high)

    @cached_property
    def _reduced(self) -> Ints:
        """(m + 2, m + 2) the graph with the same shortest paths and no negative length."""
        prices = self._prices
        reduced = self._graph + prices[None, :] - prices[:, None]
        reduced[self._graph >= NO_ARC] = NO_ARC
        return reduced

    @cached_property
    def _all_ways_home(self) -> Ints:
        """(v, v) shortest distances between all nodes: in the row of where the way ends."""
        reduced = self._reduced
        distance = all_distances(
            self._narrow(self._arriving),
            self._narrow(distances_from_world(reduced)),
            self._narrow(distances_to_world(reduced)),
        )
        far = distance >= far_of(distance.dtype)
        exact = distance + self._prices[None, :] - self._prices[:, None]
        exact[far] = NO_ARC
        return exact

    def _narrow(self, lengths: Ints) -> np.ndarray:
        """Lengths in 32 bits where they fit: twice as fast. Longer ones can never be part of a way.

        No distance exceeds a few bonuses, as none is more than losing two matches and all points.
        """
        dtype = np.int32 if 16 * self._goal.bonus < far_of(np.int32) else np.int64
        return np.minimum(lengths, far_of(dtype)).astype(dtype)

    def _distances_to(self, target: int) -> tuple[Ints, Ints]:
        """Shortest distance from every node to ``target`` and the next node on the way.

        Dijkstra over the reduced lengths, dense: O(m) for each of the m nodes.
        """
        arriving = self._arriving
        distance = arriving[target].copy()
        following = np.full(len(distance), target)
        waiting = distance.copy()
        for _ in range(len(distance)):
            node = int(waiting.argmin())
            if waiting[node] >= NO_ARC:
                break
            waiting[node] = NO_ARC + 1
            through = arriving[node] + distance[node]
            shorter = through < distance
            distance[shorter] = through[shorter]
            waiting[shorter] = through[shorter]
            following[shorter] = node
        exact = distance + self._prices - self._prices[target]
        exact[distance >= NO_ARC] = NO_ARC
        return exact, following

    @cached_property
    def _arriving(self) -> Ints:
        return np.ascontiguousarray(self._reduced.T)

    def _ranked(self, i: int, regrets: Ints, limit: int | None) -> tuple[Alternative, ...]:
        scores = self.problem.scores[i]
        possible = np.nonzero(regrets[:-1] < NO_ARC)[0]
        possible = possible[possible != self.assigned[i]]
        order = np.lexsort((possible, -scores[possible], regrets[possible]))
        return tuple(
            Alternative(self.problem.mentors[k], int(scores[k]), self.loss(int(regrets[k])))
            for k in possible[order[:limit]].tolist()
        )

    def _mover(self, here: int, there: int, fixed: int) -> int:
        """The mentee at ``here`` who goes ``there`` with the least loss."""
        waiting = np.nonzero((self._home == here) & ~self.problem.pinned)[0]
        waiting = waiting[waiting != fixed]
        loss = self._worth[waiting, self.assigned[waiting]] - self._worth[waiting, there]
        return int(waiting[loss.argmin()])

    def _name(self, mentor: int) -> str | None:
        return self.problem.mentors[mentor] if mentor < len(self.problem.mentors) else None


def why_not(problem: Problem, pair: Pair) -> tuple[Rule, ...]:
    """All the rules that forbid a pair of ids; empty when it is possible."""
    mentee, mentor = pair
    bits = int(problem.blocks[problem.mentee_index[mentee], problem.mentor_index[mentor]])
    return tuple(rule for rule in Rule if bits & rule)


def no_possible_mentor(problem: Problem) -> tuple[NoPossibleMentor, ...]:
    """Mentees without any possible mentor, with the rules that bind."""
    stuck = np.nonzero(~problem.eligible.any(axis=1))[0]
    return tuple(
        NoPossibleMentor(
            mentee=problem.mentees[i],
            forbidden=_count(problem.blocks[i], lambda bits, rule: bits & rule != 0),
            opened=_count(problem.blocks[i], lambda bits, rule: bits == rule),
        )
        for i in stuck.tolist()
    )


def _count(bits: Bits, holds: Callable[[Bits, np.uint32], Flags]) -> dict[Rule, int]:
    counts = {rule: int(holds(bits, np.uint32(rule)).sum()) for rule in Rule}
    return {rule: count for rule, count in counts.items() if count}


def _regrets(difference: Ints, distance: Ints) -> Ints:
    """What the mentee loses by moving, and what the others lose by making room."""
    impossible = (distance >= NO_ARC) | (difference > NO_ARC // 2)
    return np.where(impossible, NO_ARC, difference + distance)
