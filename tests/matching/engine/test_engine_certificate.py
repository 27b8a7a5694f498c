"""The certificate fails on anything that is not the proven optimum."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.certificate import NotProven, certify
from matching.engine.run import solve
from tests.matching.engine.cases import changed, make_problem, problems


def altered(array, position, value):
    copy = array.copy()
    copy[position] = value
    return copy


@given(problems(pins=True))
def test_certificate_states_what_was_proven(problem):
    solution = solve(problem)

    certificate = certify(problem, solution.claim)

    assert certificate == solution.certificate
    assert certificate.digest == problem.digest
    assert (certificate.matched, certificate.total) == (solution.matched, solution.total)


@given(problems(pins=True), st.data())
def test_altering_any_pair_fails_unless_as_good(problem, data):
    solution = solve(problem)
    i = data.draw(st.integers(0, len(problem.mentees) - 1))
    k = data.draw(st.integers(0, len(problem.mentors)))
    assigned = altered(solution.assigned, i, k)
    claim = dataclasses.replace(solution.claim, assigned=assigned)

    try:
        certificate = certify(problem, claim)
    except NotProven:
        assert k != solution.assigned[i]
    else:
        assert certificate.value == solution.certificate.value


@given(problems(pins=True), st.data())
def test_altering_any_price_fails(problem, data):
    claim = solve(problem).claim
    change = data.draw(st.integers(-10_000, 10_000).filter(bool))
    if data.draw(st.booleans()):
        i = data.draw(st.integers(0, len(problem.mentees) - 1))
        prices = altered(claim.mentee_prices, i, claim.mentee_prices[i] + change)
        claim = dataclasses.replace(claim, mentee_prices=prices)
    else:
        k = data.draw(st.integers(0, len(problem.mentors) - 1))
        prices = altered(claim.mentor_prices, k, claim.mentor_prices[k] + change)
        claim = dataclasses.replace(claim, mentor_prices=prices)

    with pytest.raises(NotProven):
        certify(problem, claim)


@given(problems(), st.data())
def test_certificate_holds_for_its_own_scores_only(problem, data):
    """One point more on a chosen pair is one point that the prices do not allow."""
    solution = solve(problem)
    if solution.pairs:
        pair = data.draw(st.sampled_from(solution.pairs))
        i, k = problem.mentee_index[pair.mentee], problem.mentor_index[pair.mentor]
        scores = altered(problem.scores, (i, k), pair.score + (1 if pair.score == 0 else -1))

        with pytest.raises(NotProven):
            certify(changed(problem, scores=scores), solution.claim)


@given(problems(pins=True), st.data())
def test_prices_must_cover_every_pair_not_only_sum_up(problem, data):
    """A point moved from one price to another keeps the sum, and leaves a chosen pair uncovered."""
    solution = solve(problem)
    matched = np.nonzero(solution.assigned < len(problem.mentors))[0].tolist()
    if len(problem.mentees) > 1 and matched:
        poorer = data.draw(st.sampled_from(matched))
        richer = (poorer + 1) % len(problem.mentees)
        prices = solution.claim.mentee_prices.copy()
        prices[poorer] -= 1
        prices[richer] += 1

        with pytest.raises(NotProven, match=r"worth more than its prices|negative"):
            certify(problem, dataclasses.replace(solution.claim, mentee_prices=prices))


SCORES = [[9, 5, 4], [8, 7, 3], [6, 2, 1]]


@pytest.mark.parametrize(
    ("assigned", "why"),
    [
        ([1, 0, 2], "the pairs are worth"),
        ([3, 1, 0], "breaks a hard rule"),
        ([1, 1, 2], "more mentees than places"),
        ([0, 1, 2], "vetoed"),
        ([1, 2, 0], "below the floor"),
        ([2, 1, 3], "a pin does not hold"),
        ([1, 7, 2], "unknown"),
        ([1, -1, 2], "unknown"),
        ([1, 2], "lacks an assignment"),
    ],
)
def test_certificate_says_which_step_failed(assigned, why):
    problem = make_problem(
        SCORES,
        capacity=[1, 1, 1],
        forbidden=["cA"] if "rule" in why else [],
        vetoes=["aA"] if why == "vetoed" else [],
        pins=["cC"] if "pin" in why else [],
        floor=4 if "floor" in why else 0,
    )
    claim = dataclasses.replace(solve(problem).claim, assigned=np.array(assigned))

    with pytest.raises(NotProven, match=why):
        certify(problem, claim)


@pytest.mark.parametrize(
    ("unit", "why"), [({"scale": 1}, "scale"), ({"bonus": 30}, "bonus"), ({"bonus": 0}, "bonus")]
)
def test_units_that_would_not_put_matches_first_are_refused(unit, why):
    problem = make_problem(SCORES, previous=["aA"])
    claim = dataclasses.replace(solve(problem).claim, **unit)

    with pytest.raises(NotProven, match=why):
        certify(problem, claim)


@pytest.mark.parametrize("side", ["mentee_prices", "mentor_prices"])
def test_every_person_needs_a_price(side):
    problem = make_problem(SCORES)
    claim = solve(problem).claim

    with pytest.raises(NotProven, match="lacks a"):
        certify(problem, dataclasses.replace(claim, **{side: getattr(claim, side)[:-1]}))
