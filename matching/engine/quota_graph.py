"""The exchange graph of an optimum within quotas.

As in ``prices``, an arc is the least loss of one move. Between the mentors and the world stand the
limited sponsors: one more match at a mentor of theirs goes on to the world only while their quota
has room for it, one fewer comes from there only while it can be spared. Who has nobody stands, with
a limited sponsor, at a node of that sponsor's own.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.certificate import Claim
from matching.engine.people import Role
from matching.engine.prices import NO_ARC, NotOptimal
from matching.engine.problem import Ints, Problem
from matching.engine.quota import Quota
from matching.engine.solver import Objective, objective


@dataclass(frozen=True, eq=False)
class Graph:
    """``lengths`` (v, v) of the arcs. ``home`` (n,) is the node of each mentee, ``nobody`` (n,) the
    one where they would stand without a mentor; ``door`` (m,) is what stands between each mentor
    and the world, ``limit`` (q,) the node of each quota. Nodes below m are mentors, the last is the
    world.
    """

    lengths: Ints
    home: Ints
    nobody: Ints
    door: Ints
    limit: Ints


def graph_of(problem: Problem, goal: Objective, assigned: Ints) -> Graph:
    """The graph of ``assigned`` (n,), an optimum within the problem's quotas."""
    mentors = len(problem.mentors)
    limited = {side: [q for q in problem.quotas if q.side is side] for side in Role}
    nodes = mentors + 1 + len(problem.quotas) + 1
    lengths = np.full((nodes, nodes), NO_ARC, np.int64)
    nobody = np.full(len(assigned), mentors, np.int64)
    for at, quota in enumerate(limited[Role.MENTEE], start=mentors + 1):
        nobody[_counted(problem, problem.mentees, quota)] = at
    home = np.where(assigned < mentors, assigned, nobody)
    _enter_moves(lengths, problem, goal, home, nobody)
    np.fill_diagonal(lengths, 0)
    lengths[mentors, -1] = lengths[-1, mentors] = 0
    for at, quota in enumerate(limited[Role.MENTEE], start=mentors + 1):
        own = _counted(problem, problem.mentees, quota)
        _enter_limit(lengths, quota, int((assigned[own] < mentors).sum()), outward=False, node=at)
    doors = np.full(mentors, nodes - 1)
    used = np.bincount(assigned, minlength=mentors + 1)[:mentors]
    first = mentors + 1 + len(limited[Role.MENTEE])
    for at, quota in enumerate(limited[Role.MENTOR], start=first):
        own = _counted(problem, problem.mentors, quota)
        doors[own] = at
        _enter_limit(lengths, quota, int(used[own].sum()), outward=True, node=at)
    every = np.arange(mentors)
    lengths[every, doors] = np.where(used < problem.capacity, 0, NO_ARC)
    lengths[doors, every] = np.where(used > 0, 0, NO_ARC)
    order = [*limited[Role.MENTEE], *limited[Role.MENTOR]]
    limit = np.array([mentors + 1 + order.index(quota) for quota in problem.quotas], np.int64)
    return Graph(lengths, home, nobody, doors, limit)


def potentials(lengths: Ints) -> Ints:
    """(v,) numbers under which no arc is negative. Raises NotOptimal where there are none."""
    potential = np.zeros(len(lengths), np.int64)
    for _ in range(len(lengths) + 1):
        reached = np.minimum((lengths + potential).min(axis=1), potential)
        if (reached == potential).all():
            return potential
        potential = reached
    raise NotOptimal("the exchange graph has a negative cycle")


def claim_at(problem: Problem, assigned: Ints) -> Claim:
    """The claim that ``assigned`` is an optimum within the problem's quotas. Raises NotOptimal.

    Prices are distances: what a place is worth beyond its mentor's sponsor, what a match more is
    worth to a sponsor, and what is left of the pair is the mentee's.
    """
    goal = objective(problem)
    graph = graph_of(problem, goal, assigned)
    potential = potentials(graph.lengths)
    height = potential - potential[-1]
    mentors = len(problem.mentors)
    mentor = np.maximum(height[:mentors] - height[graph.door], 0)
    mentor[problem.capacity == 0] = 0
    mentee_sided = np.array([quota.side is Role.MENTEE for quota in problem.quotas], bool)
    of_quota = np.where(mentee_sided, -height[graph.limit], height[graph.limit])
    worth = np.hstack([goal.values, np.zeros((len(assigned), 1), np.int64)])
    chosen = worth[np.arange(len(assigned)), assigned]
    mentee = chosen - height[graph.home] + height[graph.nobody]
    return Claim(assigned, mentee, mentor, goal.scale, goal.bonus, of_quota)


def _counted(problem: Problem, people: tuple[str, ...], quota: Quota) -> np.ndarray:
    sponsor_of = dict(problem.sponsors)
    return np.array([sponsor_of.get(person) == quota.sponsor for person in people], bool)


def _enter_moves(
    lengths: Ints, problem: Problem, goal: Objective, home: Ints, nobody: Ints
) -> None:
    """Arcs of mentees who go from where they are to a mentor, or to nobody."""
    if not len(home):
        return
    mentors = len(problem.mentors)
    rows = np.arange(len(home))
    worth = np.zeros((len(home), len(lengths)), np.int64)
    worth[:, :mentors] = goal.values
    loss = worth[rows, home][:, None] - worth
    possible = np.zeros(loss.shape, bool)
    possible[:, :mentors] = problem.wanted
    possible[rows, nobody] = ~problem.pinned
    loss[~possible] = NO_ARC
    order = np.argsort(home, kind="stable")
    starts = np.concatenate([[0], np.flatnonzero(np.diff(home[order])) + 1])
    lengths[home[order][starts]] = np.minimum.reduceat(loss[order], starts, axis=0)


def _enter_limit(lengths: Ints, quota: Quota, count: int, *, outward: bool, node: int) -> None:
    """Arcs between a sponsor and the world; ``outward`` is one match more, else one fewer."""
    more, fewer = quota.most is None or count < quota.most, count > quota.least
    goes, comes = (more, fewer) if outward else (fewer, more)
    lengths[node, -1] = 0 if goes else NO_ARC
    lengths[-1, node] = 0 if comes else NO_ARC
