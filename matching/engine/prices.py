"""Prices: what a place is worth, and the proof that nothing better exists.

The *exchange graph* has a node for each mentor, one for "nobody" (m) and one for the rest of the
world (m + 1). An arc j → k is the least loss when one mentee of j moves to k; a mentor with a free
place takes one more at no loss (j → world), and one with a mentee may be left (world → j). A
mentor without any place can be entered, which tells what a place would be worth, but never left. A
cycle of negative length would be an improvement; without one, shortest distances are prices.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.problem import Ints, Problem
from matching.engine.solver import Objective

NO_ARC = np.int64(1) << 60


class NotOptimal(AssertionError):
    """The exchange graph has a negative cycle: somebody could be moved for the better."""


@dataclass(frozen=True, eq=False)
class Prices:
    """``mentee`` (n,) and ``mentor`` (m,) int64, in units of the objective.

    A pair is worth at most the two prices together, and exactly that where it was chosen.
    """

    mentee: Ints
    mentor: Ints


def exchange_graph(problem: Problem, goal: Objective, assigned: Ints) -> Ints:
    """(m + 2, m + 2) int64 lengths of the arcs; ``NO_ARC`` where there is none."""
    mentors = len(problem.mentors)
    world = mentors + 1
    graph = np.full((mentors + 2, mentors + 2), NO_ARC, np.int64)
    order = np.argsort(assigned, kind="stable")
    home = assigned[order]
    if len(order):
        worth = np.hstack([goal.values, np.zeros((len(assigned), 1), np.int64)])
        possible = np.hstack([problem.wanted, ~problem.pinned[:, None]])
        loss = worth[order, home][:, None] - worth[order]
        loss[~possible[order]] = NO_ARC
        starts = np.concatenate([[0], np.nonzero(np.diff(home))[0] + 1])
        graph[home[starts], :world] = np.minimum.reduceat(loss, starts, axis=0)
    np.fill_diagonal(graph, 0)
    used = np.bincount(assigned, minlength=world)
    graph[:mentors, world][used[:mentors] < problem.capacity] = 0
    graph[mentors, world] = 0
    graph[world, :world][used > 0] = 0
    return graph


def distances_to_world(graph: Ints) -> Ints:
    """(m + 2,) shortest distance from each node to the world, ``NO_ARC`` where there is no way.

    It is what would be lost if a mentor offered one place fewer. Raises NotOptimal.
    """
    return _distances(np.ascontiguousarray(graph.T))


def distances_from_world(graph: Ints) -> Ints:
    """(m + 2,) shortest distance from the world; its negative is what one more place would win.

    Raises NotOptimal.
    """
    return _distances(graph)


def _distances(graph: Ints) -> Ints:
    """Bellman-Ford from the last node, along rows, looking only at what changed last."""
    distance = np.full(len(graph), NO_ARC, np.int64)
    distance[-1] = 0
    changed = np.array([len(graph) - 1])
    for _ in range(len(graph) + 1):
        reached = (graph[changed] + distance[changed][:, None]).min(axis=0)
        reached[reached > NO_ARC // 2] = NO_ARC
        changed = np.nonzero(reached < distance)[0]
        if not len(changed):
            return distance
        distance[changed] = reached[changed]
    raise NotOptimal("the exchange graph has a negative cycle")


def prove(problem: Problem, goal: Objective, assigned: Ints, to_world: Ints) -> Prices:
    """Prices that prove ``assigned`` to be optimal, from ``distances_to_world``."""
    mentors = len(problem.mentors)
    mentor = to_world[:mentors].copy()
    bound = mentor < NO_ARC
    mentor[~bound] = 0
    mentee = _mentee_prices(problem, goal, assigned, mentor, bound)
    # A mentor whose every place is pinned has no way out: nobody else can have the place, and any
    # price that keeps the others away is right.
    wanted = np.where(problem.eligible & ~problem.pinned[:, None], goal.values, 0)
    for k in np.nonzero(~bound & (problem.capacity > 0))[0]:
        mentor[k] = max(0, int((wanted[:, k] - mentee).max()))
    return Prices(_mentee_prices(problem, goal, assigned, mentor, np.ones(mentors, bool)), mentor)


def _mentee_prices(
    problem: Problem, goal: Objective, assigned: Ints, mentor: Ints, bound: np.ndarray
) -> Ints:
    """The most that each mentee brings at these prices; a pinned one, what the pin brings."""
    offered = np.where(problem.eligible & bound, goal.values - mentor, 0)
    price = np.maximum(offered.max(axis=1, initial=0), 0)
    pinned = np.nonzero(problem.pinned)[0]
    price[pinned] = goal.values[pinned, assigned[pinned]] - mentor[assigned[pinned]]
    return price
