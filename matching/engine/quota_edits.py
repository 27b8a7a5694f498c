"""What a change within quotas makes of an optimum: ways of moves where there are any, else anew."""

import dataclasses

from matching.engine.edits import Edit, Pin, Swap, Veto
from matching.engine.explain import Explanation
from matching.engine.prices import NotOptimal
from matching.engine.problem import Ints, Pair, Problem
from matching.engine.quotas import within


def optimum_within(edit: Edit, problem: Problem, assigned: Ints, changed: Problem) -> Ints:
    """(n,) the optimum of ``changed``, the problem after ``edit``.

    ``assigned`` is the one of ``problem``, whose pairs ``changed`` has as its previous ones. Raises
    PinsRefused or QuotasConflict.
    """
    try:
        after = _moved(edit, dataclasses.replace(problem, previous=changed.previous), assigned)
    except (NotOptimal, ValueError):  # below the floor, a pin was lifted, or it cannot be
        after = None
    return within(changed).assigned if after is None else after


def _moved(edit: Edit, problem: Problem, assigned: Ints) -> Ints | None:
    """The same by shortest ways; None for edits that are no moves. Raises ValueError, NotOptimal"""
    if isinstance(edit, Pin):
        return _with(problem, assigned, (edit.mentee, edit.mentor))
    if isinstance(edit, Swap):
        one, other = (problem.mentee_index[who] for who in (edit.mentee, edit.other))
        first = (edit.mentee, problem.mentors[assigned[other]])
        then = (edit.other, problem.mentors[assigned[one]])
        after = _with(problem, assigned, first)
        others = tuple(pin for pin in problem.pins if pin[0] != edit.mentee)
        pinned = dataclasses.replace(problem, pins=(*others, first))
        return _with(pinned, after, then)
    if isinstance(edit, Veto):
        if assigned[problem.mentee_index[edit.mentee]] != problem.mentor_index[edit.mentor]:
            return assigned
        return Explanation(problem, assigned, with_previous=True).without(edit.mentee)
    return None


def _with(problem: Problem, assigned: Ints, pair: Pair) -> Ints:
    return Explanation(problem, assigned, with_previous=True).forced(*pair)
