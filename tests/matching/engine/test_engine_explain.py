"""Explanations are exact: each equals solving again with the decision forced."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.explain import (
    Explanation,
    Loss,
    Move,
    no_possible_mentor,
)
from matching.engine.prices import NO_ARC, NotOptimal
from matching.engine.problem import Problem, Rule
from matching.engine.run import solve
from tests.matching.engine.cases import changed, eligible_pairs, make_problem, problems


def explained(problem):
    return Explanation(problem, solve(problem).assigned)


def loss_between(before, after):
    return Loss(before.matched - after.matched, before.total - after.total)


def with_pin(problem, mentee, mentor):
    others = tuple(pin for pin in problem.pins if pin[0] != mentee)
    return changed(problem, pins=(*others, (mentee, mentor)))


@given(problems(largest=5, pins=True))
def test_regret_equals_a_forced_run(problem):
    solution = solve(problem)
    explanation = Explanation(problem, solution.assigned)
    regrets = explanation.regrets()

    for (i, k), regret in np.ndenumerate(regrets[:, :-1]):
        forced = with_pin(problem, problem.mentees[i], problem.mentors[k])
        if regret < NO_ARC:
            assert explanation.loss(int(regret)) == loss_between(solution, solve(forced))
        else:
            assert problem.blocks[i, k] or forced.refused_pins()


@given(problems(pins=True))
def test_regret_is_never_negative_but_for_a_pin(problem):
    regrets = explained(problem).regrets()

    assert (regrets[~problem.pinned] >= 0).all()


@given(problems(pins=True))
def test_regrets_of_one_mentee_are_those_of_all(problem):
    explanation = explained(problem)

    for mentee, row in zip(problem.mentees, explanation.regrets(), strict=True):
        assert explanation.regrets_of(mentee).tolist() == row.tolist()


@given(problems(largest=5, pins=True), st.data())
def test_no_mentor_costs_what_vetoing_everybody_costs(problem, data):
    problem = changed(problem, vetoes=())
    i = data.draw(st.integers(0, len(problem.mentees) - 1))
    if not problem.pinned[i]:
        explanation = explained(problem)
        left_out = tuple((problem.mentees[i], mentor) for mentor in problem.mentors)

        expected = loss_between(solve(problem), solve(changed(problem, vetoes=left_out)))

        assert explanation.loss(int(explanation.regrets()[i, -1])) == expected


@given(problems(pins=True), st.data())
def test_moves_lead_to_an_assignment_that_costs_the_regret(problem, data):
    solution = solve(problem)
    explanation = Explanation(problem, solution.assigned)
    mentee = data.draw(st.sampled_from(problem.mentees))
    for alternative in explanation.alternatives_of(mentee):
        after = explanation.forced(mentee, alternative.mentor)
        moves = explanation.moves(mentee, alternative.mentor)

        matched = np.nonzero(after < len(problem.mentors))[0]
        total = int(problem.scores[matched, after[matched]].sum())
        assert alternative.loss == Loss(solution.matched - len(matched), solution.total - total)
        load = np.bincount(after[matched], minlength=len(problem.mentors))
        assert (load <= problem.capacity).all()
        assert moves[0].mentee == mentee
        assert moves[0].after == alternative.mentor
        pinned = {person for person, _ in problem.pins} - {mentee}
        assert pinned.isdisjoint(move.mentee for move in moves)


@given(problems(pins=True))
def test_alternatives_are_ranked_and_complete(problem):
    solution = solve(problem)
    explanation = Explanation(problem, solution.assigned)
    chosen = {pair.mentee: pair.mentor for pair in solution.pairs}

    every = explanation.all_alternatives(limit=2)

    for mentee, alternatives in every.items():
        complete = explanation.alternatives_of(mentee)
        losses = [(choice.loss.matches, choice.loss.points) for choice in complete]
        assert alternatives == complete[:2]
        assert losses == sorted(losses)
        assert chosen.get(mentee) not in {choice.mentor for choice in complete}


@given(problems(pins=True), st.integers(0, 8))
def test_the_first_alternatives_of_all_are_those_of_each(problem, limit):
    explanation = explained(problem)

    alternatives = explanation.all_alternatives(limit)

    assert alternatives == {
        mentee: explanation.alternatives_of(mentee, limit) for mentee in problem.mentees
    }


@pytest.mark.parametrize("most_places", [1, 2, 4])
@pytest.mark.parametrize("highest", [3, 10_000])
def test_ways_that_are_known_beforehand_change_no_regret(most_places, highest):
    rng = np.random.default_rng(most_places)
    shape = (60, 40)
    problem = Problem(
        mentees=tuple(f"e{i:02}" for i in range(shape[0])),
        mentors=tuple(f"o{k:02}" for k in range(shape[1])),
        capacity=rng.integers(0, most_places + 1, shape[1]),
        scores=rng.integers(0, highest + 1, shape).astype(np.int32),
        reasons=np.where(rng.random(shape) < 0.6, np.uint32(Rule.SAME_COMPANY), np.uint32(0)),
    )
    explanation = explained(problem)

    one_by_one = [explanation.regrets_of(mentee).tolist() for mentee in problem.mentees]
    assert explanation.regrets().tolist() == one_by_one


@given(problems(largest=5, pins=True), st.data())
def test_place_values_equal_changing_a_capacity(problem, data):
    k = data.draw(st.integers(0, len(problem.mentors) - 1))
    solution = solve(problem)
    value = Explanation(problem, solution.assigned).place_values()[k]
    places = problem.capacity.copy()

    pinned_here = sum(mentor == problem.mentors[k] for _, mentor in problem.pins)
    assert (value.one_fewer is None) == (pinned_here >= places[k])
    if places[k] == 0:
        return
    places[k] += 1
    more = solve(changed(problem, capacity=places))
    assert value.one_more == loss_between(more, solution)
    if value.one_fewer is not None:
        places[k] -= 2
        assert value.one_fewer == loss_between(solution, solve(changed(problem, capacity=places)))


def test_tie_is_told_as_a_loss_of_nothing():
    (alternative,) = explained(make_problem([[5, 5], [5, 5]])).alternatives_of("a")

    assert alternative.loss == Loss(matches=0, points=0)


def test_moves_name_everybody_who_would_change_mentor():
    explanation = explained(make_problem([[90, 80], [70, 10]], capacity=[1, 1]))

    assert explanation.assigned.tolist() == [1, 0]
    assert explanation.moves("a", "A") == (Move("a", "B", "A"), Move("b", "A", "B"))
    assert explanation.moves("a", "B") == ()


def test_impossible_pair_cannot_be_forced():
    explanation = explained(make_problem([[90, 80]], forbidden=["aA"]))

    with pytest.raises(ValueError, match="not possible"):
        explanation.forced("a", "A")


def test_explaining_something_else_than_the_optimum_is_refused():
    problem = make_problem([[9, 5], [8, 7]])

    with pytest.raises(NotOptimal):
        Explanation(problem, np.array([1, 0]))


def test_large_pools_count_in_wider_numbers():
    """Beyond some 3,000 mentees the lengths leave 32 bits; the answers stay the same."""
    size = 4_000
    problem = Problem(
        mentees=tuple(f"e{i:04}" for i in range(size)),
        mentors=("A", "B"),
        capacity=np.array([size, 10]),
        scores=np.tile(np.array([[5, 6]]), (size, 1)),
        reasons=np.zeros((size, 2)),
    )
    explanation = explained(problem)

    regrets = explanation.regrets()

    assert set(np.unique(regrets[:, :2]).tolist()) == {0}
    assert explanation.loss(int(regrets[0, 2])) == Loss(matches=1, points=5)


def test_nobody_possible_names_the_rules_that_bind():
    problem = make_problem(np.full((2, 4), 5), capacity=[1, 1, 1, 0], forbidden=["aA"])
    reasons = problem.reasons.copy()
    reasons[0, :3] |= np.uint32(Rule.TIME_ZONE_GAP)
    problem = changed(problem, reasons=reasons, vetoes=(("a", "C"),))

    (stuck,) = no_possible_mentor(problem)

    assert stuck.mentee == "a"
    assert stuck.forbidden == {
        Rule.SAME_COMPANY: 1,
        Rule.TIME_ZONE_GAP: 3,
        Rule.NO_CAPACITY: 1,
        Rule.VETO: 1,
    }
    assert stuck.opened == {Rule.TIME_ZONE_GAP: 1, Rule.NO_CAPACITY: 1}


@given(problems(), st.data())
def test_lifting_a_rule_opens_as_many_as_promised(problem, data):
    for stuck in no_possible_mentor(problem):
        for rule, opened in stuck.opened.items():
            lifted = problem.blocks & ~np.uint32(rule)
            assert (lifted[problem.mentee_index[stuck.mentee]] == 0).sum() == opened


@given(problems())
def test_nobody_possible_lists_exactly_those_without_eligible_mentors(problem):
    stuck = {person.mentee for person in no_possible_mentor(problem)}

    assert stuck == set(problem.mentees) - {mentee for mentee, _ in eligible_pairs(problem)}
    assert stuck <= set(solve(problem).unmatched)
