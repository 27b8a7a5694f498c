"""The optimum within sponsors' quotas against trying everything."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.explain import Loss
from matching.engine.people import Role
from matching.engine.problem import PinsRefused
from matching.engine.quotas import Quota, Quotas, QuotasConflict
from matching.engine.run import solve
from tests.matching.engine.cases import changed, make_problem, problems

SPONSORS = ("Ada", "Bose", "Curie")


def allowed(problem):
    """Every way to give each mentee a mentor or nobody that pins, rules and places allow."""
    nobody = len(problem.mentors)
    choices = []
    for i, mentee in enumerate(problem.mentees):
        own = np.flatnonzero(problem.eligible[i]).tolist()
        choices.append(own if mentee in dict(problem.pins) else [*own, nobody])
    for assigned in itertools.product(*choices):
        if all(assigned.count(k) <= places for k, places in enumerate(problem.capacity)):
            yield assigned


def fulfills(problem, quotas, assigned):
    for quota in quotas.quotas:
        count = 0
        for i, k in enumerate(assigned):
            if k < len(problem.mentors):
                person = problem.mentees[i] if quota.side is Role.MENTEE else problem.mentors[k]
                count += quotas.sponsor_of.get(person) == quota.sponsor
        if count < quota.least or (quota.most is not None and count > quota.most):
            return False
    return True


def value(problem, assigned):
    pairs = [(i, k) for i, k in enumerate(assigned) if k < len(problem.mentors)]
    named = {(problem.mentees[i], problem.mentors[k]) for i, k in pairs}
    return (
        len(pairs),
        sum(int(problem.scores[i, k]) for i, k in pairs),
        len(named & set(problem.previous)),
    )


def best_by_brute_force(problem, quotas):
    values = [value(problem, a) for a in allowed(problem) if fulfills(problem, quotas, a)]
    return max(values, default=None)


@st.composite
def some_quotas(draw, problem):
    sponsor = st.none() | st.sampled_from(SPONSORS)
    sponsors = {person: draw(sponsor) for person in (*problem.mentees, *problem.mentors)}
    quotas = []
    for _ in range(draw(st.integers(1, 4))):
        least = draw(st.integers(0, 3))
        most = draw(st.none() | st.integers(least, 4))
        quotas.append(
            Quota(draw(st.sampled_from(SPONSORS)), draw(st.sampled_from(Role)), least, most)
        )
    return Quotas(tuple(quotas), sponsors)


@given(problems(largest=4, pins=True), st.data())
def test_the_optimum_within_quotas_equals_brute_force(problem, data):
    quotas = data.draw(some_quotas(problem))
    best = best_by_brute_force(problem, quotas)

    try:
        found = quotas.optimum(problem)
    except QuotasConflict as conflict:
        assert best is None
        few = Quotas(conflict.quotas, quotas.sponsor_of)
        assert best_by_brute_force(problem, few) is None
        for quota in conflict.quotas:
            fewer = tuple(other for other in conflict.quotas if other is not quota)
            assert best_by_brute_force(problem, Quotas(fewer, quotas.sponsor_of)) is not None
    else:
        assert value(problem, found.assigned.tolist()) == best
        assert fulfills(problem, quotas, found.assigned.tolist())
        assert len(found.pairs) == found.outcome.matched == best[0]


@given(problems(largest=3), st.data())
def test_regret_within_quotas_is_a_forced_run(problem, data):
    quotas = data.draw(some_quotas(problem))
    best = best_by_brute_force(problem, quotas)
    mentee, mentor = data.draw(
        st.tuples(st.sampled_from(problem.mentees), st.sampled_from(problem.mentors))
    )
    if best is None:
        return
    forced = changed(problem, pins=((mentee, mentor),))
    again = None if forced.refused_pins() else best_by_brute_force(forced, quotas)

    try:
        loss = quotas.optimum(problem).regret(mentee, mentor)
    except (PinsRefused, QuotasConflict):
        assert again is None
    else:
        assert loss == Loss(best[0] - again[0], best[1] - again[1])


@given(problems(pins=True))
def test_without_quotas_it_is_the_plain_optimum(problem):
    plain = solve(problem)

    found = Quotas((), {}).optimum(problem)

    assert (found.outcome, value(problem, found.assigned.tolist())[2]) == (
        plain.outcome if found.assigned.tolist() == plain.assigned.tolist() else found.outcome,
        plain.certificate.kept,
    )
    assert (found.outcome.matched, found.outcome.total) == (plain.matched, plain.total)


def test_a_quota_takes_a_place_from_the_better_score():
    problem = make_problem([[90], [80]])
    quotas = Quotas((Quota("Ada", Role.MENTEE, least=1),), {"b": "Ada"})

    found = quotas.optimum(problem)

    assert found.pairs == (("b", "A"),)
    assert found.outcome.total == 80


def test_quotas_that_do_not_fit_together_are_named_and_no_others():
    problem = make_problem(np.full((3, 2), 5))
    quotas = (
        Quota("Ada", Role.MENTEE, least=2),
        Quota("Bose", Role.MENTOR, most=1),
        Quota("Curie", Role.MENTEE, most=1),
    )
    sponsors = {"a": "Ada", "b": "Ada", "c": "Curie", "A": "Bose", "B": "Bose"}

    with pytest.raises(QuotasConflict, match="mentee of Ada, mentor of Bose") as conflict:
        Quotas(quotas, sponsors).optimum(problem)

    assert conflict.value.quotas == quotas[:2]


@pytest.mark.parametrize(("least", "most"), [(-1, None), (2, 1), (0, -1)])
def test_a_quota_that_allows_no_number_is_refused(least, most):
    with pytest.raises(ValueError, match="no number"):
        Quota("Ada", Role.MENTEE, least, most)


def test_contradictory_pins_are_refused_before():
    problem = make_problem([[5]], forbidden=["aA"], pins=["aA"])

    with pytest.raises(PinsRefused):
        Quotas((), {}).optimum(problem)
