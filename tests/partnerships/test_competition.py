"""Twelve processes at the same moment: no match is made after what forbids it is committed.

Of each duel one side is held between its write and its commit until the other waits for it, or has
committed: the worst moment is not left to luck.
"""

import pytest

from mentoring.tenancy import context
from organizations.models import CompanyConflict
from tests.partnerships import contenders, service_contender
from tests.partnerships.competing import PATIENCE, dsn, processes, run, world
from tests.partnerships.competition import (
    commits_in_order,
    committed,
    make_duels,
    without,
)
from tests.partnerships.contenders import FACT, FREE, MATCH

pytestmark = pytest.mark.processes
__all__ = ["world"]

PAIRS, ATTEMPTS, FEW = 6, 300, 54


def _contest(organization, program, contender, attempts=ATTEMPTS):
    """Six processes make matches, six make them forbidden; answers what was committed."""
    duels = make_duels(organization, program, attempts)
    barrier = processes.Barrier(2 * PAIRS, timeout=PATIENCE)
    turns = attempts // PAIRS
    jobs = []
    for pair in range(PAIRS):
        own = duels[pair * turns : (pair + 1) * turns]
        board = processes.Array("q", 6), processes.Condition()
        common = dsn(), str(organization.pk)
        jobs.append((contender, *common, [d.match for d in own], MATCH, board, barrier))
        jobs.append((contender, *common, [d.fact for d in own], FACT, board, barrier))
    with commits_in_order():
        run(*jobs)
        with context.enter(context.Context(organization.pk)):
            forbidden = set(CompanyConflict.objects.values_list("low_id", "high_id"))
            assert forbidden == {tuple(sorted(duel.companies)) for duel in duels}
            return committed(duels)


CONTENDERS = {
    "sql": contenders.compete_by_sql,
    "service": service_contender.compete_by_service,
}


def _steered(counted):
    """Of the duels in which one side was held at the worst moment, those that happened."""
    return {kind: number for kind, number in counted.items() if kind[0] != FREE and number}


@pytest.mark.parametrize("way", CONTENDERS)
def test_no_match_commits_after_the_fact_that_forbids_it(world, way):
    matches, facts, violations = _contest(*world, CONTENDERS[way])

    assert facts.total() == ATTEMPTS
    assert violations.total() == 0
    # Written before the fact, a match stays and the fact waits; written after it, it is refused.
    in_time = {kind: number for kind, number in facts.items() if kind[0] == MATCH}
    assert _steered(matches) == in_time


@pytest.mark.parametrize("way", CONTENDERS)
def test_without_the_lock_of_matches_they_commit_after_the_fact(world, way):
    with without(" ORDER BY id FOR SHARE;", "app.check_pair"):
        _, facts, violations = _contest(*world, CONTENDERS[way], FEW)

    assert _steered(violations) == _steered(facts)


def test_without_the_lock_of_facts_they_slip_in_before_a_match(world):
    with without("FOR NO KEY UPDATE;", "app.lock_companies"):
        _, facts, violations = _contest(*world, contenders.compete_by_sql, FEW)

    # A company that changes its group locks its own row by the change itself.
    slipped_in = {kind: n for kind, n in _steered(facts).items() if kind[2] != "group"}
    assert _steered(violations) == slipped_in
