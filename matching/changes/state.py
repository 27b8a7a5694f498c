"""A finished run as it stands now: its frozen problem with all that was decided since."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass

import numpy as np

from matching.changes.models import Change
from matching.changes.told import last_change
from matching.decisions import Decision
from matching.engine.certificate import Claim, certify
from matching.engine.editing import Standing
from matching.engine.prices import distances_to_world, exchange_graph, prove
from matching.engine.quota_graph import claim_at
from matching.engine.solver import objective
from matching.frozen import frozen
from matching.models import Match


@dataclass(frozen=True, eq=False)
class State:
    """``standing`` are the run's pairs, with everybody of ``held`` (mentee → mentor) kept still.

    Held are the pairs that somebody has decided on: approved, announced or rejected. Who was held
    when the last change was made is moved by no other change either: its answer was the best with
    them as they were.
    """

    run: object
    standing: Standing
    held: dict[str, str]

    @property
    def problem(self):
        return self.standing.problem

    @property
    def mentor_of(self):
        return self.standing.mentor_of


def state_of(run, decided=None):
    """The ``State`` of a finished run.

    ``decided`` are the pairs of ids that somebody has decided on, for callers that know them. A run
    from ``queries.run_or_404`` brings its last change; else that is one statement more.
    """
    problem, claim = frozen(run)
    last = run.last_change if hasattr(run, "last_change") else last_change(run)
    pins, vetoes, assigned = problem.pins, problem.vetoes, claim["assigned"]
    if last:
        pins, vetoes, assigned = last["pins"], last["vetoes"], last["assigned"]
    held = {str(one): str(other) for one, other in decided} if decided is not None else _held(run)
    problem = dataclasses.replace(
        problem,
        pins=tuple((dict(pins) | held).items()),
        vetoes=tuple(map(tuple, vetoes)),
        previous=(),
    )
    return State(run, Standing(problem, np.array(assigned, np.int64)), held)


def changes_of(run):
    """Changes of a run that are in force, in their order."""
    return Change.objects.filter(run=run, undone_at__isnull=True).order_by("number")


def _held(run):
    decided = Match.objects.filter(run=run).exclude(decision=Decision.PROPOSED).order_by("pk")
    return {str(mentee): str(mentor) for mentee, mentor in decided.values_list("mentee", "mentor")}


def proven(standing):
    """``(Claim, Certificate)`` of an optimum; raises ``NotProven`` or ``NotOptimal``."""
    problem, assigned = standing.problem, standing.assigned
    if problem.quotas:
        claim = claim_at(problem, assigned)
        return claim, certify(problem, claim)
    goal = objective(problem)
    to_world = distances_to_world(exchange_graph(problem, goal, assigned))
    prices = prove(problem, goal, assigned, to_world)
    claim = Claim(assigned, prices.mentee, prices.mentor, goal.scale, goal.bonus)
    return claim, certify(problem, claim)


def fingerprint(cost, moves):
    """A short sign of a cost and of who moves: what somebody saw before they said yes to it."""
    told = [cost.matches, cost.points, [[m.mentee, m.before, m.after] for m in moves]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
