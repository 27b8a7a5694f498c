"""An attacker who tries every small group of people, in fractions: no code of the engine."""

import itertools
import random
from fractions import Fraction


def rank(rows):
    """The rank of a matrix over the rationals."""
    rows, found = [[Fraction(one) for one in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        at = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if at is None:
            continue
        rows[found], rows[at] = rows[at], rows[found]
        for i in range(found + 1, len(rows)):
            if rows[i][column]:
                times = rows[i][column] / rows[found][column]
                rows[i] = [a - times * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def small_fact(published, k, known=frozenset()):
    """Fewer than ``k`` people of whom something follows from the published sums, or None.

    A combination that is not zero touches, beside people who are known, only a group S if and only
    if the rank falls when the columns of S and of the known are taken away.
    """
    kinds = {}
    for person in sorted(frozenset().union(*published), key=str):
        kind = tuple(person in members for members in published)
        kinds.setdefault((kind, person in known), []).append(person)
    free = [(kind, people) for (kind, is_known), people in kinds.items() if not is_known]
    full = rank([[kind[i] for kind, _is_known in kinds] for i in range(len(published))])
    groups = [one for one in free if len(one[1]) < k]
    for many in range(k):
        for chosen in itertools.combinations(groups, many):
            if sum(len(people) for _kind, people in chosen) >= k:
                continue
            rest = [kind for kind, people in free if (kind, people) not in chosen]
            if rank([[kind[i] for kind in rest] for i in range(len(published))]) < full:
                return [person for _kind, people in chosen for person in people]
    return None


def told(sets, group, people):
    """How many independent combinations of the sums touch nobody outside of ``group``."""
    full = [[one in members for one in people] for members in sets]
    outside = [[one in members for one in people if one not in group] for members in sets]
    return rank(full) - rank(outside)


def exposed(sets, k, people):
    """Everybody whom a combination touches that touches fewer than ``k`` people not exposed."""
    found = frozenset()
    while True:
        wider = found
        for group in groups(people, k, found):
            before = {one: told(sets, (found | group) - {one}, people) for one in found | group}
            now = told(sets, found | group, people)
            wider |= {one for one, many in before.items() if many < now}
        if wider == found:
            return found
        found = wider


def groups(people, k, but):
    """All groups of fewer than ``k`` people, without those ``but``."""
    rest = [one for one in people if one not in but]
    return [frozenset(group) for many in range(k) for group in itertools.combinations(rest, many)]


def tables(people, dimensions):
    """``[(id, members)]``: all, every margin, every cross of two; the most useful first."""
    cells = [("all", frozenset(people))]
    ones = [(one,) for one in range(dimensions)]
    for chosen in ones + list(itertools.combinations(range(dimensions), 2)):
        groups = {}
        for person, traits in people.items():
            groups.setdefault(tuple((one, traits[one]) for one in chosen), set()).add(person)
        cells += [(str(key), frozenset(one)) for key, one in sorted(groups.items())]
    return cells


def quarters(chance: random.Random, people=12, periods=4):
    """Tables of a value that never changes, while a few people come and go."""

    def traits():
        return chance.choice("ABC"), chance.choice("xy")

    there = {number: traits() for number in range(people)}
    found = [tables(there, 2)]
    for period in range(1, periods):
        for gone in chance.sample(sorted(there), chance.randint(0, 2)):
            del there[gone]
        there |= {100 * period + new: traits() for new in range(chance.randint(0, 2))}
        found.append(tables(there, 2))
    return found
