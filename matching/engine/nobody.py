"""Why the best result has nobody for a mentee, from the frozen problem alone.

Either every mentor is ruled out, or a group of mentees has fewer places than members among all
the mentors that any of them could have. The groups do not depend on which of several equally
good results was found.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.certificate import Cover
from matching.engine.lazy import csgraph, sparse
from matching.engine.problem import Flags, Ints, Problem, Rule


@dataclass(frozen=True)
class Lift:
    """A rule that forbids ``forbids`` mentors to the mentee, and ``opens`` of them by itself.

    ``helps``: were it lifted for this mentee alone, one mentee more would be matched.
    """

    rule: Rule
    forbids: int
    opens: int
    helps: bool


@dataclass(frozen=True)
class Competition:
    """``mentees`` (positions, the unmatched included) compete for the ``mentors``' places.

    No member could have any other mentor; one more place at any of these matches one more mentee.
    """

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]


@dataclass(frozen=True)
class Nobody:
    """An unmatched mentee: ``possible`` mentors at all, the rules, and with whom they compete.

    ``mentees`` (the mentee among them) have ``places`` in all, at the ``mentors``: fewer than
    members. One more place at any of these mentors matches one more. Both are empty without a
    possible mentor.
    """

    mentee: str
    possible: int
    rules: tuple[Lift, ...]
    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    places: int


def why_nobody(problem: Problem, assigned: Ints) -> dict[str, Nobody]:
    """Why each unmatched mentee has nobody, by id. ``assigned`` matches as many as can be."""
    groups = competitions(problem.wanted, assigned)
    free = _leads_to_a_free_place(problem, assigned)
    return {
        problem.mentees[i]: Nobody(
            mentee=problem.mentees[i],
            possible=int(problem.wanted[i].sum()),
            rules=_lifts(problem, i, free),
            mentees=tuple(problem.mentees[other] for other in group.mentees),
            mentors=tuple(problem.mentors[k] for k in group.mentors),
            places=int(problem.capacity[list(group.mentors)].sum()),
        )
        for i, group in groups.items()
    }


def competitions(wanted: Flags, assigned: Ints) -> dict[int, Competition]:
    """The group of each unmatched mentee, by position; without a possible mentor, an empty one.

    A group is everybody reached from the unmatched by alternating ways that hang together.
    """
    nobody = wanted.shape[1]
    unmatched = np.flatnonzero(assigned == nobody)
    mentees, mentors = reached(wanted, assigned, unmatched)
    rows, columns = np.flatnonzero(mentees), np.flatnonzero(mentors)
    row, column = np.nonzero(wanted[np.ix_(rows, columns)])
    size = len(rows) + len(columns)
    links = (np.ones(len(row), bool), (row, len(rows) + column))
    graph = sparse.csr_array(links, shape=(size, size))
    _, label = csgraph.connected_components(graph, directed=False)
    found = {}
    for i in unmatched.tolist():
        own = label[np.searchsorted(rows, i)]
        members = rows[label[: len(rows)] == own].tolist()
        places = columns[label[len(rows) :] == own].tolist()
        found[i] = Competition(tuple(members) if places else (), tuple(places))
    return found


def cover_of(problem: Problem, assigned: Ints) -> Cover:
    """A cover of all possible pairs, as small as the number of matches of ``assigned``.

    ``assigned`` matches as many as can be (the theorem of Kőnig).
    """
    unmatched = np.flatnonzero(assigned == len(problem.mentors))
    mentees, mentors = reached(problem.eligible, assigned, unmatched)
    return Cover(mentees=~mentees, mentors=mentors)


def reached(wanted: Flags, assigned: Ints, start: Ints) -> tuple[Flags, Flags]:
    """(n,) and (m,) who is reached from ``start`` by alternating ways."""
    mentees = np.zeros(len(wanted), bool)
    mentors = np.zeros(wanted.shape[1] + 1, bool)
    new = start
    while len(new):
        mentees[new] = True
        mentors[:-1] |= wanted[new].any(axis=0)
        new = np.flatnonzero(mentors[assigned] & ~mentees)
    return mentees, mentors[:-1]


def _leads_to_a_free_place(problem: Problem, assigned: Ints) -> Flags:
    """(m,) mentors who could take one more without anybody losing their match."""
    nobody = len(problem.mentors)
    load = np.bincount(assigned, minlength=nobody + 1)[:nobody]
    free = load < problem.capacity
    while True:
        movable = (problem.eligible & free).any(axis=1) & ~problem.pinned
        more = np.zeros(nobody + 1, bool)
        more[assigned[movable]] = True
        if not (more[:nobody] & ~free).any():
            return free
        free |= more[:nobody]


def _lifts(problem: Problem, i: int, free: Flags) -> tuple[Lift, ...]:
    blocks = problem.blocks[i]
    found = []
    for rule in Rule:
        bit = np.uint32(rule)
        forbids = int(((blocks & bit) != 0).sum())
        if forbids and rule is not Rule.NO_CAPACITY:
            alone = blocks == bit
            found.append(Lift(rule, forbids, int(alone.sum()), bool((alone & free).any())))
    return tuple(sorted(found, key=lambda lift: (not lift.helps, -lift.opens, lift.rule)))
