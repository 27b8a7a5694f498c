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
FEW = 128  # rows at a time, so that they stay in the processor's cache


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
    for start in range(0, len(order), FEW):
        _enter_moves(graph, problem, goal, assigned, order[start : start + FEW])
    np.fill_diagonal(graph, 0)
    used = np.bincount(assigned, minlength=world)
    graph[:mentors, world][used[:mentors] < problem.capacity] = 0
    graph[mentors, world] = 0
    graph[world, :world][used > 0] = 0
    return graph


def _enter_moves(
    graph: Ints, problem: Problem, goal: Objective, assigned: Ints, rows: Ints
) -> None:
    """Shorten the arcs along which these mentees, sorted by their mentors, could move."""
    mentors = len(problem.mentors)
    home = assigned[rows]
    # What each mentee is worth elsewhere, less what they are worth where they are.
    gain = np.full((len(rows), mentors + 1), -NO_ARC)
    values = goal.values[rows]
    np.copyto(gain[:, :mentors], values, where=problem.wanted[rows])
    gain[~problem.pinned[rows], mentors] = 0
    placed = np.flatnonzero(home < mentors)
    gain[placed] -= values[placed, home[placed]][:, None]
    starts = np.concatenate([[0], np.nonzero(np.diff(home))[0] + 1])
    loss = -np.maximum.reduceat(gain, starts, axis=0)
    loss[loss > NO_ARC // 2] = NO_ARC
    at = home[starts]
    graph[at, : mentors + 1] = np.minimum(graph[at, : mentors + 1], loss)


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
    shut = np.flatnonzero(~bound & (problem.capacity > 0))
    if not len(shut):
        return Prices(mentee, mentor)
    wanted = np.where(problem.pinned[:, None], 0, goal.values[:, shut])
    mentor[shut] = np.maximum(0, (wanted - mentee[:, None]).max(axis=0))
    return Prices(_mentee_prices(problem, goal, assigned, mentor, np.ones(mentors, bool)), mentor)


def _mentee_prices(
    problem: Problem, goal: Objective, assigned: Ints, mentor: Ints, bound: np.ndarray
) -> Ints:
    """The most that each mentee brings at these prices; a pinned one, what the pin brings."""
    offering = np.flatnonzero(bound & (problem.capacity > 0))
    # What is not wanted is worth 0, and prices are not below 0.
    price = (goal.values[:, offering] - mentor[offering]).max(axis=1, initial=0)
    pinned = np.nonzero(problem.pinned)[0]
    price[pinned] = goal.values[pinned, assigned[pinned]] - mentor[assigned[pinned]]
    return price
