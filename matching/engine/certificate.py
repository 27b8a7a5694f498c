"""The certificate: a proof in whole numbers that a result cannot be beaten.

It shares no code with the solver and trusts nothing of it. Given scores, rules, pairs and prices,
it checks by itself that

1. every pair is possible, no mentor has more mentees than places, every pin holds;
2. every possible pair is worth at most the price of its mentee plus the price of its mentor, and
   of the quotas that it counts in, so no set of pairs whatever can be worth more than all the
   prices together;
3. the pairs given are worth exactly that.

The price of a quota may be below 0: that of a least number, which only pairs that lose fulfill.

Worth is one number per pair, bonus + scale * score + (1 if paired in the previous run). The check
that scale and bonus are large enough makes it lexicographic: matches, then total, then changes.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matching.engine.people import Role
from matching.engine.problem import Problem

Ints = npt.NDArray[np.int64]


class NotProven(AssertionError):
    """The pairs and prices do not prove an optimum; the message says which step failed."""


@dataclass(frozen=True)
class Certificate:
    """What was proven, and about which problem (``digest``). ``value`` is in units of worth."""

    digest: str
    matched: int
    total: int
    kept: int
    value: int


@dataclass(frozen=True, eq=False)
class Claim:
    """``assigned`` (n,) mentor positions, m for nobody; prices (n,) and (m,); units of worth.

    ``quota_prices`` (q,) are in the order of the problem's quotas.
    """

    assigned: Ints
    mentee_prices: Ints
    mentor_prices: Ints
    scale: int
    bonus: int
    quota_prices: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


def certify(problem: Problem, claim: Claim) -> Certificate:
    """The certificate of this claim. Raises NotProven."""
    kept = _previous_pairs(problem)
    _check_units(problem, claim, int(kept.any(axis=1).sum()))
    rows = np.flatnonzero(claim.assigned != len(problem.mentors))
    columns = claim.assigned[rows]
    _check_pairs(problem, rows, columns)
    worth = problem.scores.astype(np.int64) * claim.scale + claim.bonus + kept
    ceiling = _quotas_allow(problem, claim, rows, columns)
    _check_prices(problem, claim, worth - _prices_of_quotas(problem, claim))
    value = sum(worth[rows, columns].tolist())
    ceiling += sum(claim.mentee_prices.tolist()) + sum(
        price * places
        for price, places in zip(
            claim.mentor_prices.tolist(), problem.capacity.tolist(), strict=True
        )
    )
    if value != ceiling:
        raise NotProven(f"the pairs are worth {value}, the prices allow {ceiling}")
    return Certificate(
        digest=problem.digest,
        matched=len(rows),
        total=int(problem.scores[rows, columns].sum(dtype=np.int64)),
        kept=int(kept[rows, columns].sum()),
        value=value,
    )


@dataclass(frozen=True, eq=False)
class Cover:
    """``mentees`` (n,) and ``mentors`` (m,): every possible pair has at least one of them."""

    mentees: npt.NDArray[np.bool_]
    mentors: npt.NDArray[np.bool_]


def most_matches(problem: Problem, cover: Cover) -> int:
    """More mentees than this cannot be matched, whatever the scores. Raises NotProven.

    A mentee of the cover is in one pair at most, a mentor in as many as there are places.
    """
    if cover.mentees.shape + cover.mentors.shape != problem.scores.shape:
        raise NotProven("the cover is of other people")
    uncovered = _possible(problem)[~cover.mentees][:, ~cover.mentors]
    if uncovered.any():
        raise NotProven("a possible pair is not covered")
    places = sum(problem.capacity[cover.mentors].tolist())
    return int(cover.mentees.sum()) + places


def _check_units(problem: Problem, claim: Claim, most_kept: int) -> None:
    """One score point outweighs all previous pairs, one match all scores and previous pairs."""
    mentees, mentors = problem.scores.shape
    if claim.assigned.shape != (mentees,) or claim.mentee_prices.shape != (mentees,):
        raise NotProven("a mentee lacks an assignment or a price")
    if claim.mentor_prices.shape != (mentors,):
        raise NotProven("a mentor lacks a price")
    highest = int(problem.scores.max(initial=0))
    if claim.scale <= most_kept:
        raise NotProven("the scale is too small")
    if claim.bonus <= mentees * highest * claim.scale + most_kept:
        raise NotProven("the bonus of a match is too small")


def _check_pairs(problem: Problem, rows: Ints, columns: Ints) -> None:
    mentors = len(problem.mentors)
    if ((columns < 0) | (columns > mentors)).any():
        raise NotProven("a mentor is unknown")
    pins = set(problem.pins)
    pairs = {
        (problem.mentees[i], problem.mentors[k])
        for i, k in zip(rows.tolist(), columns.tolist(), strict=True)
    }
    if not pins <= pairs:
        raise NotProven("a pin does not hold")
    if pairs & set(problem.vetoes):
        raise NotProven("a vetoed pair was chosen")
    if problem.reasons[rows, columns].any():
        raise NotProven("a pair breaks a hard rule")
    low = rows[problem.scores[rows, columns] < problem.floor]
    pinned = {mentee for mentee, _ in pins}
    if any(problem.mentees[i] not in pinned for i in low.tolist()):
        raise NotProven("a pair is below the floor")
    load = np.zeros(mentors, np.int64)
    np.add.at(load, columns, 1)
    if (load > problem.capacity).any():
        raise NotProven("a mentor has more mentees than places")


def _quotas_allow(problem: Problem, claim: Claim, rows: Ints, columns: Ints) -> int:
    """The most that the quotas bring at their prices; checks that the pairs keep all of them."""
    if claim.quota_prices.shape != (len(problem.quotas),):
        raise NotProven("a quota lacks a price")
    sponsor_of = dict(problem.sponsors)
    ceiling = 0
    for quota, price in zip(problem.quotas, claim.quota_prices.tolist(), strict=True):
        people, chosen = problem.mentees, rows
        if quota.side is Role.MENTOR:
            people, chosen = problem.mentors, columns
        count = sum(sponsor_of.get(people[at]) == quota.sponsor for at in chosen.tolist())
        if count < quota.least or (quota.most is not None and count > quota.most):
            raise NotProven("a quota is not kept")
        if price > 0 and quota.most is None:
            raise NotProven("a quota without an upper limit has a price")
        ceiling += price * (quota.most if price > 0 else quota.least)
    return ceiling


def _prices_of_quotas(problem: Problem, claim: Claim) -> Ints:
    """(n, m) what the quotas that a pair counts in cost together."""
    of_mentee = np.zeros(len(problem.mentees), np.int64)
    of_mentor = np.zeros(len(problem.mentors), np.int64)
    sponsor_of = dict(problem.sponsors)
    for quota, price in zip(problem.quotas, claim.quota_prices.tolist(), strict=True):
        sides = (problem.mentees, of_mentee), (problem.mentors, of_mentor)
        people, prices = sides[quota.side is Role.MENTOR]
        prices[[sponsor_of.get(person) == quota.sponsor for person in people]] += price
    return of_mentee[:, None] + of_mentor


def _check_prices(problem: Problem, claim: Claim, worth: Ints) -> None:
    """No price below 0 (a pinned mentee's may be: they have no choice), and every pair covered."""
    mentee = {person: i for i, person in enumerate(problem.mentees)}
    free = np.ones(len(problem.mentees), bool)
    free[[mentee[one] for one, _ in problem.pins]] = False
    if (claim.mentee_prices[free] < 0).any() or (claim.mentor_prices < 0).any():
        raise NotProven("a price is negative")
    if claim.mentor_prices[problem.capacity == 0].any():
        raise NotProven("a mentor without places has a price")
    covered = claim.mentee_prices[:, None] + claim.mentor_prices >= worth
    if not covered[_possible(problem)].all():
        raise NotProven("a pair is worth more than its prices")


def _possible(problem: Problem) -> npt.NDArray[np.bool_]:
    """(n, m) pairs that rules, vetoes, floor, pins and places leave."""
    possible = (problem.reasons == 0) & (problem.scores >= problem.floor)
    mentee = {person: i for i, person in enumerate(problem.mentees)}
    mentor = {person: k for k, person in enumerate(problem.mentors)}
    for one, other in problem.vetoes:
        if one in mentee and other in mentor:
            possible[mentee[one], mentor[other]] = False
    for one, other in problem.pins:
        possible[mentee[one]] = False
        possible[mentee[one], mentor[other]] = True
    return possible & (problem.capacity > 0)


def _previous_pairs(problem: Problem) -> Ints:
    """(n, m) 1 where the two were paired in the previous run."""
    mentee = {person: i for i, person in enumerate(problem.mentees)}
    mentor = {person: k for k, person in enumerate(problem.mentors)}
    paired = np.zeros(problem.scores.shape, np.int64)
    for one, other in problem.previous:
        if one in mentee and other in mentor:
            paired[mentee[one], mentor[other]] = 1
    return paired
