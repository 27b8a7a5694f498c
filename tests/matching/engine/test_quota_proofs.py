"""Runs within quotas: proven by the certificate, explained and changed exactly."""

import contextlib
import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matching.engine.certificate import NotProven, certify
from matching.engine.editing import Standing
from matching.engine.edits import Pin, Swap, Veto, edited
from matching.engine.explain import Explanation, Loss
from matching.engine.floors import highest_floor
from matching.engine.people import Role
from matching.engine.prices import NO_ARC
from matching.engine.problem import PinsRefused, Problem
from matching.engine.quota_graph import claim_at
from matching.engine.quotas import Quota, QuotasConflict, within
from matching.engine.run import solve
from matching.engine.scoring import MAX_SCORE
from tests.matching.engine.cases import changed, make_problem, problems

SPONSORS = ("Ada", "Bose", "Curie")


@st.composite
def within_quotas(draw, largest=5):
    """A problem with quotas that can be kept."""
    problem = draw(problems(largest=largest, pins=True))
    sponsor = st.sampled_from(SPONSORS)
    people = [p for p in (*problem.mentees, *problem.mentors) if draw(st.booleans())]
    limits = {}
    for _ in range(draw(st.integers(1, 4))):
        least = draw(st.integers(0, 2))
        most = draw(st.none() | st.integers(least, 3))
        who = draw(sponsor), draw(st.sampled_from(Role))
        limits[who] = Quota(*who, least, most)
    problem = changed(
        problem,
        quotas=tuple(limits.values()),
        sponsors=tuple((person, draw(sponsor)) for person in people),
    )
    try:
        problem.check_pins()
        within(problem)
    except (PinsRefused, QuotasConflict):
        assume(False)
    return problem


@given(within_quotas())
def test_every_run_within_quotas_is_certified(problem):
    solution = solve(problem)

    assert certify(problem, solution.claim) == solution.certificate
    assert solution.certificate.matched == solution.matched


@given(within_quotas(), st.data())
def test_wrong_prices_of_quotas_prove_nothing(problem, data):
    solution = solve(problem)
    at = data.draw(st.integers(0, len(problem.quotas) - 1))
    prices = solution.claim.quota_prices.copy()
    prices[at] += data.draw(st.sampled_from([-1, 1])) * (solution.claim.bonus + 7)

    try:
        again = certify(problem, dataclasses.replace(solution.claim, quota_prices=prices))
    except NotProven:
        return
    # Another price may prove the same optimum, never another.
    assert again == solution.certificate


def test_pairs_that_break_a_quota_are_not_certified():
    problem = make_problem([[90], [80]])
    free = solve(problem)
    limited = changed(problem, quotas=(Quota("Ada", Role.MENTEE, 1),), sponsors=(("b", "Ada"),))

    with pytest.raises(NotProven, match="a quota lacks a price"):
        certify(limited, free.claim)
    claim = dataclasses.replace(free.claim, quota_prices=np.zeros(1, np.int64))
    with pytest.raises(NotProven, match="a quota is not kept"):
        certify(limited, claim)


@given(within_quotas(), st.data())
def test_regret_is_a_forced_run(problem, data):
    # A pin may go below the floor; what it would cost to is not asked here.
    problem = changed(problem, floor=0)
    solution = solve(problem)
    explanation = Explanation(problem, solution.assigned)
    mentee = data.draw(st.sampled_from(problem.mentees))
    i = problem.mentee_index[mentee]
    row = explanation.regrets_of(mentee)

    assert row.tolist() == explanation.regrets()[i].tolist()
    for k, mentor in enumerate(problem.mentors):
        pins = tuple(pin for pin in problem.pins if pin[0] != mentee)
        try:
            forced = solve(changed(problem, pins=(*pins, (mentee, mentor))))
        except (PinsRefused, QuotasConflict):
            assert row[k] >= NO_ARC
            continue
        lost = Loss(solution.matched - forced.matched, solution.total - forced.total)
        assert explanation.loss(int(row[k])) == lost
        moved = explanation.forced(mentee, mentor)
        assert moved[i] == k
        assert int((moved < len(problem.mentors)).sum()) == forced.matched


@st.composite
def edits(draw, problem, standing):
    """A pin or a veto of any pair that is not pinned, or two matched mentees who exchange."""
    pair = draw(st.sampled_from(problem.mentees)), draw(st.sampled_from(problem.mentors))
    kinds = [Pin(*pair)] + [Veto(*pair)] * (pair not in problem.pins)
    if len(standing.pairs) > 1:
        two = draw(st.lists(st.sampled_from(sorted(standing.mentor_of)), min_size=2, unique=True))
        kinds.append(Swap(*two[:2]))
    return draw(st.sampled_from(kinds))


@given(within_quotas(largest=4), st.data())
def test_a_change_on_the_workbench_gives_what_a_cold_run_gives(problem, data):
    standing = Standing.of(problem)
    edit = data.draw(edits(problem, standing))
    try:
        effect = standing.preview(edit)
    except (PinsRefused, QuotasConflict):
        changed_problem = edited(edit, problem, standing.mentor_of)
        with pytest.raises((PinsRefused, QuotasConflict)):
            solve(changed_problem)
        return
    after = effect.standing
    cold = solve(after.problem)

    assert certify(after.problem, claim_at(after.problem, after.assigned)) == cold.certificate
    assert (effect.after.matched, effect.after.total) == (cold.matched, cold.total)
    assert (effect.cost.matches, effect.cost.points) == (
        standing.outcome.matched - cold.matched,
        standing.outcome.total - cold.total,
    )


@given(within_quotas(largest=4))
def test_the_highest_floor_costs_no_match_and_breaks_no_quota(problem):
    problem = changed(problem, floor=0)
    most = solve(problem).matched
    highest = highest_floor(problem)

    assert solve(changed(problem, floor=highest)).matched == most
    if highest < MAX_SCORE and most:
        with contextlib.suppress(QuotasConflict):
            assert solve(changed(problem, floor=highest + 1)).matched < most


@given(within_quotas())
def test_quotas_are_frozen_with_the_problem(problem):
    again = Problem.from_bytes(problem.to_bytes())

    assert (again.quotas, again.sponsors) == (problem.quotas, problem.sponsors)
    assert again.digest == problem.digest
    assert changed(problem, quotas=(), sponsors=()).digest != problem.digest


def test_one_sponsor_has_one_quota_on_a_side():
    with pytest.raises(ValueError, match="one quota on each side"):
        make_quotas(Quota("Ada", Role.MENTEE, 1), Quota("Ada", Role.MENTEE, 0, 1))
    with pytest.raises(ValueError, match="two sponsors"):
        changed(make_problem([[1]]), sponsors=(("a", "Ada"), ("a", "Bose")))


def make_quotas(*quotas):
    return changed(make_problem([[1]]), quotas=quotas)
