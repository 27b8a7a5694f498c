"""Edits of a solved problem: what each would cost, who would move, and the result after it.

The workbench's door to the engine::

    standing = Standing.of(problem)                 # a cold solve
    effect = standing.preview(Pin("e1", "o7"))      # cost and moves, nothing applied
    standing = effect.standing                      # applied; the old one is the way back

After an edit the result is the optimum of the edited problem that changes the fewest of the pairs
as they stood: first matches, then points, then pairs kept. It is what a cold solve of that problem
gives, with the standing pairs as the previous run.
"""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.baseline import Outcome, outcome
from matching.engine.edits import Edit, Veto, edited
from matching.engine.exchange import Exchange
from matching.engine.explain import Explanation, Loss, Move, PlaceValue
from matching.engine.nobody import Nobody, why_nobody
from matching.engine.prices import NO_ARC
from matching.engine.problem import Ints, Pair, Problem
from matching.engine.quota_edits import optimum_within
from matching.engine.quotas import within
from matching.engine.solver import objective, optimum, verify
from matching.engine.warm import optimum_after


@dataclass(frozen=True)
class Option:
    """Another mentor for a mentee, with what it costs and who would move.

    ``loss`` of (0, 0) is a tie. The mentee comes first in ``moves``.
    """

    mentor: str
    score: int
    loss: Loss
    moves: tuple[Move, ...]


@dataclass(frozen=True, eq=False)
class Effect:
    """What an edit does. ``cost`` is negative where it wins; people who join or leave count in it.

    ``moves`` are all who would change mentor, whoever the edit names first.
    """

    edit: Edit
    cost: Loss
    moves: tuple[Move, ...]
    before: Outcome
    after: Outcome
    standing: "Standing"


@dataclass(frozen=True, eq=False)
class Standing:
    """An optimum as it stands. ``assigned`` (n,) are mentor positions, m for nobody."""

    problem: Problem
    assigned: Ints

    @classmethod
    def of(cls, problem: Problem) -> "Standing":
        """Solved from scratch. Raises PinsRefused, or QuotasConflict."""
        if problem.quotas:
            return cls(problem, within(problem).assigned)
        return cls(problem, optimum(problem, objective(problem)))

    @cached_property
    def mentor_of(self) -> dict[str, str]:
        """The pairs, by mentee."""
        return {
            mentee: self.problem.mentors[k]
            for mentee, k in zip(self.problem.mentees, self.assigned.tolist(), strict=True)
            if k < len(self.problem.mentors)
        }

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(self.mentor_of.items())

    @cached_property
    def outcome(self) -> Outcome:
        return outcome(self.problem, self.assigned)

    def preview(self, edit: Edit) -> Effect:
        """What ``edit`` would do. Raises PinsRefused, QuotasConflict where the quotas would not
        hold, or ValueError as ``edits.edited`` does."""
        changed = edited(edit, self.problem, self.mentor_of)
        changed = dataclasses.replace(changed, previous=self.pairs)
        changed.check_pins()
        if changed.quotas:
            assigned = optimum_within(edit, self.problem, self.assigned, changed)
            after = Standing(changed, assigned)
        else:
            after = Standing(changed, optimum_after(edit, self._exchange, changed))
        verify(changed, after.assigned)
        return Effect(
            edit=edit,
            cost=Loss(
                matches=self.outcome.matched - after.outcome.matched,
                points=self.outcome.total - after.outcome.total,
            ),
            moves=_moves(self, after, first=getattr(edit, "mentee", None)),
            before=self.outcome,
            after=after.outcome,
            standing=after,
        )

    def options_of(self, mentee: str, limit: int | None = None) -> tuple[Option, ...]:
        """Other possible mentors of a mentee: least loss first, then fewest moves, then the higher
        score, then id. Not within quotas: see ``Explanation.alternatives_of``."""
        i = self.problem.mentee_index[mentee]
        regrets = self._exchange.regrets_of(i)[:-1]
        scores = self.problem.scores[i]
        possible = np.flatnonzero(regrets < NO_ARC)
        possible = possible[possible != self.assigned[i]]
        order = np.lexsort((possible, -scores[possible], regrets[possible]))[:limit]
        chosen = possible[order]
        return tuple(
            Option(
                mentor=self.problem.mentors[k],
                score=int(scores[k]),
                loss=self._exchange.loss(int(regrets[k])),
                moves=self._named(changes),
            )
            for k, changes in zip(
                chosen.tolist(), self._exchange.changes_for(i, chosen), strict=True
            )
            if changes is not None
        )

    def moves_of(self, mentee: str, mentor: str) -> tuple[Move, ...]:
        """Who would move if this pair were pinned, the mentee first. Raises ValueError."""
        i, k = self.problem.mentee_index[mentee], self.problem.mentor_index[mentor]
        if self.assigned[i] == k:
            return ()
        (changes,) = self._exchange.changes_for(i, np.array([k]))
        if changes is None:
            raise ValueError(f"{mentee} with {mentor} is not possible")
        return self._named(changes)

    def veto_cost(self, mentee: str) -> Loss | None:
        """What it costs if the mentee must not have their mentor: how sure the pair is.

        (0, 0) is a tie: an equally good result without the pair. None without a mentor.
        """
        if mentee not in self.mentor_of:
            return None
        i = self.problem.mentee_index[mentee]
        others = np.delete(self._exchange.regrets_of(i), self.assigned[i])
        return self._exchange.loss(int(others.min()))

    def veto_costs(self) -> dict[str, Loss]:
        """``veto_cost`` of everybody who has a mentor."""
        regrets = self._explanation.regrets()
        regrets[np.arange(len(regrets)), self.assigned] = NO_ARC
        cost = regrets.min(axis=1).tolist()
        return {
            mentee: self._explanation.loss(cost[self.problem.mentee_index[mentee]])
            for mentee in self.mentor_of
        }

    def without(self, mentee: str) -> Effect:
        """The effect of a veto of the mentee's pair. Raises ValueError without a mentor."""
        if mentee not in self.mentor_of:
            raise ValueError(f"{mentee} has no mentor")
        return self.preview(Veto(mentee, self.mentor_of[mentee]))

    def place_values(self) -> tuple[PlaceValue, ...]:
        """What one place fewer would lose and one more would win, at each mentor."""
        return self._explanation.place_values()

    def why_nobody(self) -> dict[str, Nobody]:
        """Why each mentee without a mentor has none, by id."""
        return why_nobody(self.problem, self.assigned)

    def _named(self, changes: Ints) -> tuple[Move, ...]:
        names = (*self.problem.mentors, None)
        return tuple(
            Move(self.problem.mentees[i], names[self.assigned[i]], names[k])
            for i, k in changes.tolist()
        )

    @cached_property
    def _exchange(self) -> Exchange:
        if self.problem.quotas:
            raise ValueError("within quotas a change is worked out by solving again")
        return Exchange(self.problem, self.assigned)

    @cached_property
    def _explanation(self) -> Explanation:
        return Explanation(self.problem, self.assigned)


def _moves(before: Standing, after: Standing, first: str | None) -> tuple[Move, ...]:
    """Whoever has another mentor than before, also who joined with one or left one."""
    people = sorted({*before.problem.mentees, *after.problem.mentees})
    people.sort(key=lambda person: person != first)
    return tuple(
        Move(person, before.mentor_of.get(person), after.mentor_of.get(person))
        for person in people
        if before.mentor_of.get(person) != after.mentor_of.get(person)
    )
