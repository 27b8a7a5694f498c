"""Quotas: so many of a sponsor's people at least, or at most, on either side.

An optimum under quotas is the plain one's objective within the limits: first matches, then points,
then pairs of the previous run. It takes a linear program, not an assignment; prices prove it the
same. What a change makes of it: see ``quota_edits``.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.baseline import Outcome, outcome
from matching.engine.certificate import Claim
from matching.engine.explain import Loss
from matching.engine.flow import UNLIMITED, Extras, Flow, Rows, limits, one_each, solve, together
from matching.engine.lazy import sparse
from matching.engine.people import Role
from matching.engine.problem import Flags, Ints, Pair, Problem
from matching.engine.quota import Quota
from matching.engine.solver import Objective, objective, verify


class QuotasConflict(ValueError):
    """Nothing fulfills the quotas. ``quotas`` do not fit together, any fewer of them would.

    Pins, rules, vetoes, the floor and the mentors' places are taken as given.
    """

    def __init__(self, quotas: Sequence[Quota]) -> None:
        self.quotas = tuple(quotas)
        listed = ", ".join(f"{quota.side} of {quota.sponsor}" for quota in quotas)
        super().__init__(f"quotas cannot be fulfilled: {listed}")


@dataclass(frozen=True, eq=False)
class WithinQuotas:
    """The proven optimum within the quotas. ``assigned`` (n,) mentor positions, m for nobody.

    ``claim`` is what ``certificate.certify`` is asked to check of a problem with these quotas.
    """

    problem: Problem
    quotas: "Quotas"
    assigned: Ints
    claim: Claim

    @cached_property
    def outcome(self) -> Outcome:
        return outcome(self.problem, self.assigned)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(
            (mentee, self.problem.mentors[k])
            for mentee, k in zip(self.problem.mentees, self.assigned.tolist(), strict=True)
            if k < len(self.problem.mentors)
        )

    def regret(self, mentee: str, mentor: str) -> Loss:
        """What it costs that these two must be a pair, by solving again. Raises PinsRefused or
        QuotasConflict where that cannot be."""
        others = tuple(pin for pin in self.problem.pins if pin[0] != mentee)
        forced = dataclasses.replace(self.problem, pins=(*others, (mentee, mentor)))
        after = self.quotas.optimum(forced).outcome
        return Loss(
            matches=self.outcome.matched - after.matched, points=self.outcome.total - after.total
        )


@dataclass(frozen=True)
class Quotas:
    """The quotas of a program; ``sponsor_of`` a person's id. People without a sponsor are free."""

    quotas: tuple[Quota, ...]
    sponsor_of: Mapping[str, str]

    def optimum(self, problem: Problem) -> WithinQuotas:
        """The optimum within the quotas. Raises PinsRefused, or QuotasConflict with their names."""
        problem.check_pins()
        start = self._some_pairs(problem)
        plain = np.zeros(problem.scores.shape, np.int64)
        most = solve(self._flow(problem, plain + 1, self.quotas), start)
        goal = objective(problem)
        # Among the most matches each is worth the same, so the bonus of a match can be left out.
        worth = np.where(problem.eligible, goal.values - goal.bonus, 0)
        flow = self._flow(problem, worth, self.quotas, matches=most.worth)
        best = solve(flow, most.pairs)
        assigned = np.full(len(problem.mentees), len(problem.mentors), np.int64)
        assigned[best.pairs[:, 0]] = best.pairs[:, 1]
        verify(problem, assigned)
        claim = self._claim(problem, goal, assigned, most.prices, best.prices)
        return WithinQuotas(problem, self, assigned, claim)

    def most_matches(self, problem: Problem) -> int:
        """How many can be matched at all. Raises PinsRefused or QuotasConflict."""
        problem.check_pins()
        plain = np.ones(problem.scores.shape, np.int64)
        return solve(self._flow(problem, plain, self.quotas), self._some_pairs(problem)).worth

    def reach(self, problem: Problem, quota: Quota) -> int:
        """The most matches that count in ``quota``, within these quotas. Raises as they do."""
        counted = self._counted(problem, quota)
        counted = counted[:, None] if quota.side is Role.MENTEE else counted
        worth = np.broadcast_to(counted, problem.scores.shape).astype(np.int64)
        return solve(self._flow(problem, worth, self.quotas), self._some_pairs(problem)).worth

    def _claim(
        self, problem: Problem, goal: Objective, assigned: Ints, first: Ints, then: Ints
    ) -> Claim:
        """Prices in units of the objective, from those of matches and those of all the rest.

        Of the rest a match costs what its number is priced at; with that and the bonus together a
        match is worth its prices by the first program.
        """
        mentees, mentors = problem.scores.shape
        limited = [
            [at for at, quota in enumerate(self.quotas) if quota.side is side]
            for side in (Role.MENTEE, Role.MENTOR)
        ]
        count = mentees + len(limited[0])
        prices = (goal.bonus + int(then[count])) * first + np.delete(then, count)
        mentor = np.where(problem.capacity > 0, prices[count : count + mentors], 0)
        of_quota = np.zeros(len(self.quotas), np.int64)
        of_quota[limited[0]] = prices[mentees:count]
        of_quota[limited[1]] = prices[count + mentors :]
        cost = np.zeros(problem.scores.shape, np.int64) + mentor
        for quota, price in zip(self.quotas, of_quota.tolist(), strict=True):
            own = self._counted(problem, quota)
            cost[own if quota.side is Role.MENTEE else (slice(None), own)] += price
        left = np.where(problem.eligible, goal.values - cost, 0)
        mentee = np.maximum(left.max(axis=1, initial=0), 0)
        pinned = np.flatnonzero(problem.pinned)
        mentee[pinned] = left[pinned, assigned[pinned]]
        return Claim(assigned, mentee, mentor, goal.scale, goal.bonus, of_quota)

    def _some_pairs(self, problem: Problem) -> Ints:
        """Pairs (p, 2) within the quotas. Raises QuotasConflict."""
        failed = self._missing(problem, self.quotas)
        if failed is None:
            nothing = np.zeros(problem.scores.shape, np.int64)
            return solve(self._elastic(problem, nothing, self.quotas), NO_PAIRS).pairs
        needed = list(failed)
        for quota in failed:
            fewer = [other for other in needed if other is not quota]
            if self._missing(problem, fewer) is not None:
                needed = fewer
        raise QuotasConflict(needed)

    def _missing(self, problem: Problem, quotas: Sequence[Quota]) -> list[Quota] | None:
        """None when the quotas fit; else some that do not, those with a price."""
        nothing = np.zeros(problem.scores.shape, np.int64)
        best = solve(self._elastic(problem, nothing, quotas), NO_PAIRS)
        if best.worth == 0:
            return None
        sides = [[q for q in quotas if q.side is side] for side in (Role.MENTEE, Role.MENTOR)]
        mentees = len(problem.mentees)
        prices = np.concatenate(
            [
                best.prices[mentees : mentees + len(sides[0])],
                best.prices[len(best.prices) - len(sides[1]) :],
            ]
        )
        return [
            q for q, price in zip([*sides[0], *sides[1]], prices.tolist(), strict=True) if price
        ]

    def _flow(
        self, problem: Problem, worth: Ints, quotas: Sequence[Quota], matches: int | None = None
    ) -> Flow:
        mentees = [one_each(problem.pinned, np.ones(len(problem.mentees)))]
        mentees.append(self._rows(problem.mentees, quotas, Role.MENTEE))
        if matches is not None:
            mentees.append(limits(np.ones((1, len(problem.mentees))), [matches], [matches]))
        mentors = one_each(-UNLIMITED, problem.capacity)
        return Flow(
            worth=worth,
            possible=problem.eligible,
            mentees=together(*mentees),
            mentors=together(mentors, self._rows(problem.mentors, quotas, Role.MENTOR)),
        )

    def _elastic(self, problem: Problem, worth: Ints, quotas: Sequence[Quota]) -> Flow:
        """A flow in which quotas may be missed, each match too many or too few at a price of 1."""
        flow = self._flow(problem, worth, quotas)
        mentees, cut = len(problem.mentees), len(flow.mentees.least)
        rows = np.concatenate(
            [
                np.arange(mentees, cut),
                np.arange(cut + len(problem.mentors), cut + len(flow.mentors.least)),
            ]
        )
        count = len(rows)
        signs = np.concatenate([np.ones(count), -np.ones(count)])
        terms = sparse.csr_array(
            (signs, (np.tile(rows, 2), np.arange(2 * count))),
            shape=(cut + len(flow.mentors.least), 2 * count),
        )
        # Nothing can be missed by more than everybody, or by more than was asked for.
        most = mentees + max((quota.least for quota in quotas), default=0)
        extras = Extras(np.full(2 * count, -1), np.full(2 * count, most), terms)
        return dataclasses.replace(flow, extras=extras)

    def _counted(self, problem: Problem, quota: Quota) -> Flags:
        """Who of the quota's side counts in it."""
        people = problem.mentees if quota.side is Role.MENTEE else problem.mentors
        return np.array([self.sponsor_of.get(person) == quota.sponsor for person in people], bool)

    def _rows(self, people: Sequence[str], quotas: Sequence[Quota], side: Role) -> Rows:
        own = [quota for quota in quotas if quota.side is side]
        sponsors = [self.sponsor_of.get(person) for person in people]
        members = [[sponsor == quota.sponsor for sponsor in sponsors] for quota in own]
        return limits(
            np.array(members, float).reshape(len(own), len(people)),
            [quota.least for quota in own],
            [int(UNLIMITED) if quota.most is None else quota.most for quota in own],
        )


NO_PAIRS = np.zeros((0, 2), np.int64)


def within(problem: Problem) -> WithinQuotas:
    """The optimum within the quotas of ``problem``. Raises PinsRefused or QuotasConflict."""
    return Quotas(problem.quotas, dict(problem.sponsors)).optimum(problem)


def most_within(problem: Problem) -> int:
    """How many the quotas of ``problem`` let match. Raises PinsRefused or QuotasConflict."""
    return Quotas(problem.quotas, dict(problem.sponsors)).most_matches(problem)
