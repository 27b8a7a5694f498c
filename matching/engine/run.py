"""One matching run: optimum, proof and baseline, with progress."""

import enum
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matching.engine.baseline import Outcome, greedy, outcome
from matching.engine.certificate import Certificate, Claim, certify
from matching.engine.prices import Prices, distances_to_world, exchange_graph, prove
from matching.engine.problem import Ints, Problem
from matching.engine.quotas import within
from matching.engine.solver import Objective, objective, optimum


class Step(enum.StrEnum):
    OPTIMUM = "optimum"
    PRICES = "prices"
    CERTIFICATE = "certificate"
    BASELINE = "baseline"


Progress = Callable[[Step, int], None]


@dataclass(frozen=True)
class SolvedPair:
    """A proposed match. ``pinned`` by a coordinator; ``kept`` from the previous run."""

    mentee: str
    mentor: str
    score: int
    pinned: bool
    kept: bool


@dataclass(frozen=True, eq=False)
class Solution:
    """A proven optimum. ``assigned`` (n,) are mentor positions, m for nobody.

    ``prices`` and ``claim`` are in units of the objective; what a place is worth in points is in
    ``explain.place_values``. ``seconds`` are CPU seconds by step.
    """

    pairs: tuple[SolvedPair, ...]
    unmatched: tuple[str, ...]
    outcome: Outcome
    baseline: Outcome
    certificate: Certificate
    prices: Prices
    claim: Claim
    assigned: Ints
    seconds: Mapping[Step, float]

    @property
    def matched(self) -> int:
        return self.outcome.matched

    @property
    def total(self) -> int:
        return self.outcome.total


def solve(problem: Problem, on_progress: Progress | None = None) -> Solution:
    """The optimum of ``problem`` with its certificate.

    ``on_progress`` hears of each step as it begins, with the percentage of the steps done before.
    Raises PinsRefused, naming the pins, before any work, or QuotasConflict, naming quotas;
    NotProven or another AssertionError only for a defect of the engine itself.
    """
    problem.check_pins()
    clock = _Clock(on_progress)
    clock.begin(Step.OPTIMUM)
    claim, prices = _optimum_and_prices(problem, clock)
    assigned = claim.assigned
    clock.begin(Step.CERTIFICATE)
    certificate = certify(problem, claim)
    clock.begin(Step.BASELINE)
    baseline = outcome(problem, greedy(problem))
    return Solution(
        pairs=_pairs(problem, assigned),
        unmatched=tuple(
            person
            for person, k in zip(problem.mentees, assigned.tolist(), strict=True)
            if k == len(problem.mentors)
        ),
        outcome=outcome(problem, assigned),
        baseline=baseline,
        certificate=certificate,
        prices=prices,
        claim=claim,
        assigned=assigned,
        seconds=clock.stop(),
    )


def _optimum_and_prices(problem: Problem, clock: "_Clock") -> tuple[Claim, Prices]:
    if problem.quotas:
        claim = within(problem).claim
        return claim, Prices(claim.mentee_prices, claim.mentor_prices)
    goal = objective(problem)
    assigned = optimum(problem, goal)
    clock.begin(Step.PRICES)
    return claim_of(problem, goal, assigned)


def claim_of(problem: Problem, goal: Objective, assigned: Ints) -> tuple[Claim, Prices]:
    """What the certificate is asked to check. Raises NotOptimal."""
    to_world = distances_to_world(exchange_graph(problem, goal, assigned))
    prices = prove(problem, goal, assigned, to_world)
    return Claim(assigned, prices.mentee, prices.mentor, goal.scale, goal.bonus), prices


def _pairs(problem: Problem, assigned: Ints) -> tuple[SolvedPair, ...]:
    pins, previous = set(problem.pins), set(problem.previous)
    pairs = []
    for i, k in enumerate(assigned.tolist()):
        if k < len(problem.mentors):
            pair = (problem.mentees[i], problem.mentors[k])
            score = int(problem.scores[i, k])
            pairs.append(SolvedPair(*pair, score, pair in pins, pair in previous))
    return tuple(pairs)


class _Clock:
    """Times the steps and tells of them."""

    def __init__(self, on_progress: Progress | None) -> None:
        self._on_progress = on_progress
        self._seconds: dict[Step, float] = {}
        self._current: Step | None = None
        self._since = 0.0

    def begin(self, step: Step) -> None:
        self.stop()
        if self._on_progress is not None:
            self._on_progress(step, 100 * len(self._seconds) // len(Step))
        self._current, self._since = step, time.process_time()

    def stop(self) -> Mapping[Step, float]:
        if self._current is not None:
            self._seconds[self._current] = time.process_time() - self._since
            self._current = None
        return dict(self._seconds)
